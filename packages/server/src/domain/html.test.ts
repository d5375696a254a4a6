import { expect, test } from 'vitest';
import { escapeHtml } from './html.ts';

test('text in a page means nothing but itself', () => {
  expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  );
});
