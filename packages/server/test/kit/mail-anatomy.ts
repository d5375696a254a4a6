import type { ParsedMail } from 'mailparser';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Mailbox } from '../../src/outside/mailbox-stand-in.ts';
import { onOneLine } from './hostile-texts.ts';

export type Received = Mailbox['mails'][number];

/** Every header that a mail of ours has. */
export const OUR_HEADERS = [
  'Auto-Submitted',
  'Content-Type',
  'Date',
  'From',
  'MIME-Version',
  'Message-ID',
  'Subject',
  'To',
];

/** What must be the same whoever is called what. */
export function anatomyOf(mail: Received) {
  return {
    headers: headersOf(mail.source),
    recipients: mail.recipients.length,
    from: mail.from?.value.map(({ address }) => address),
    elements: pageOf(String(mail.html)).elements,
  };
}

/** Its words as somebody reads them, in both parts. */
export const readable = (mail: ParsedMail) => ({
  page: onOneLine(pageOf(String(mail.html)).text),
  text: onOneLine(mail.text ?? ''),
});

/** The names of a mail's headers as they came over the wire, in alphabetical order; how often each stands there. */
function headersOf(source: string): string[] {
  const [head = ''] = source.split('\r\n\r\n');
  return head
    .replaceAll(/\r\n[ \t]+/gu, ' ')
    .split('\r\n')
    .map((line) => /^([\w-]+): /u.exec(line)?.[1] ?? `no header: ${line}`)
    .sort();
}

/**
 * A page as browsers read it: every element with its attributes, and every comment, in order; and the text of it.
 * Of addresses only where they lead. Lines may be broken without it being another page.
 */
function pageOf(html: string): { elements: string[]; text: string } {
  const elements: string[] = [];
  let text = '';
  const look = (node: Tree.Node, isStyle: boolean): void => {
    if (node.nodeName === '#text' && 'value' in node) {
      if (isStyle) elements.push(`style ${node.value}`);
      else text += node.value;
    }
    if (node.nodeName === '#comment' && 'data' in node) elements.push(`comment ${node.data}`);
    if ('attrs' in node && !(node.nodeName === 'br' && node.attrs.length === 0)) {
      const attributes = node.attrs.map(({ name, value }) => `${name}=${shown(name, value)}`);
      elements.push([node.nodeName, ...attributes].join(' '));
    }
    if ('childNodes' in node) {
      for (const child of node.childNodes) look(child, node.nodeName === 'style');
    }
  };
  look(parse(html), false);
  return { elements, text };
}

const shown = (name: string, value: string) =>
  /^(?:href|src|action)$/u.test(name) ? (URL.parse(value)?.origin ?? value) : value;
