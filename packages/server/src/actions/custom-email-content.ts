/**
 * A custom email with its variables put in, as text ready to be laid out. Links come from what the
 * seller wrote: a web address that a customer typed as a name stays text.
 */
import type { PurchasedOrder } from './action-type.ts';
import type { CustomEmailSettings } from './custom-email-settings.ts';
import { customEmailValues } from './custom-email-variables.ts';
import { readTemplate, type TemplatePart } from './template.ts';

export type EmailPiece = { readonly text: string; readonly href: string | null };

export type CustomEmailContent = {
  readonly subject: string;
  /** Paragraphs of lines of pieces. */
  readonly paragraphs: readonly (readonly (readonly EmailPiece[])[])[];
  readonly sellerName: string;
};

type Values = ReadonlyMap<string, string>;

export function customEmailContent(
  order: PurchasedOrder,
  settings: CustomEmailSettings,
  lineId: string | null,
): CustomEmailContent {
  const sellerName = settings.sellerName ?? order.checkout.name;
  const values = customEmailValues({ order, lineId, sellerName });
  return {
    subject: textOf(filledLine(settings.subject, values)),
    paragraphs: settings.body
      .split(/(?:\r?\n[^\S\r\n]*){2,}/)
      .map((paragraph) => paragraph.split(/\r?\n/).map((line) => filledLine(line, values))),
    sellerName,
  };
}

/** A line as it reads. */
export function textOf(line: readonly EmailPiece[]): string {
  return line
    .map(({ text }) => text)
    .join('')
    .trim();
}

function filledLine(template: string, values: Values): EmailPiece[] {
  const pieces: EmailPiece[] = [];
  for (const word of wordsOf(readTemplate(template))) {
    const [first] = word;
    // "Hi {{firstName}}," without a name is "Hi,".
    if (first && 'variable' in first && valueOf(first, values) === '' && isSpace(pieces.at(-1))) {
      pieces.pop();
    }
    pieces.push(...filledWord(word, values));
  }
  return pieces.filter(({ text }) => text !== '');
}

/** Runs of white space and runs of everything else, in turn; a variable belongs to the word around it. */
function wordsOf(parts: readonly TemplatePart[]): TemplatePart[][] {
  const words: TemplatePart[][] = [];
  let isOpen = false;
  const add = (part: TemplatePart, isBlank: boolean) => {
    if (isOpen && !isBlank) words.at(-1)?.push(part);
    else words.push([part]);
    isOpen = !isBlank;
  };
  for (const part of parts) {
    if ('variable' in part) add(part, false);
    else for (const text of part.text.split(/(\s+)/)) if (text) add({ text }, /^\s/.test(text));
  }
  return words;
}

function filledWord(word: readonly TemplatePart[], values: Values): EmailPiece[] {
  if (!isAddress(word)) {
    const text = word.map((part) => valueOf(part, values)).join('');
    return [{ text, href: null }];
  }
  const address = word
    .map((part) => ('text' in part ? part.text : encodeURIComponent(valueOf(part, values))))
    .join('');
  const end = /[.,;:!?)\]}'"”’]*$/u.exec(address)?.index ?? address.length;
  const href = address.slice(0, end);
  return [
    { text: href, href },
    { text: address.slice(end), href: null },
  ];
}

/** A variable may fill in a path or query, but not choose the host. */
function isAddress([first, ...rest]: readonly TemplatePart[]): boolean {
  if (!first || !('text' in first)) return false;
  return (rest.length === 0 ? /^https?:\/\/[^\s/?#]/i : /^https?:\/\/[^\s/?#]+[/?#]/i).test(
    first.text,
  );
}

function valueOf(part: TemplatePart, values: Values): string {
  if ('text' in part) return part.text;
  return values.get(part.variable) || part.fallback;
}

function isSpace(piece: EmailPiece | undefined): boolean {
  return piece !== undefined && piece.text.trim() === '';
}
