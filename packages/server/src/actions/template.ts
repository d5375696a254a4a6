/**
 * A text with named variables, `{{firstName}}` or, with what stands there where nothing is known,
 * `{{firstName|there}}`. Values are put in once and never read as a template themselves.
 */
export type TemplatePart =
  | { readonly text: string }
  | { readonly variable: string; readonly fallback: string };

const VARIABLE = /\{\{([^{}\n]*)\}\}/;
const LONGEST_NAME_SHOWN = 40;

/** Texts and variables in turn; what is no variable stays text. */
export function readTemplate(template: string): TemplatePart[] {
  return template.split(VARIABLE).flatMap((piece, at): TemplatePart[] => {
    if (at % 2 === 0) return piece === '' ? [] : [{ text: piece }];
    const [name = '', ...fallback] = piece.split('|');
    return [{ variable: name.trim(), fallback: fallback.join('|').trim() }];
  });
}

/** One sentence for each thing that would not come out as meant. */
export function templateMistakes(template: string, known: readonly string[]): string[] {
  const parts = readTemplate(template);
  const unknown = parts.flatMap((part) =>
    'variable' in part && !known.includes(part.variable) ? [part.variable] : [],
  );
  const list = known.map((name) => `{{${name}}}`).join(', ');
  const mistakes = [...new Set(unknown)].map((name) =>
    name === ''
      ? `A variable needs a name between its braces. There are ${list}.`
      : `There is no variable {{${name.slice(0, LONGEST_NAME_SHOWN)}}}. There are ${list}.`,
  );
  const isUnfinished = parts.some((part) => 'text' in part && /\{\{|\}\}/.test(part.text));
  return isUnfinished
    ? [...mistakes, 'A variable begins with {{ and ends with }} on the same line.']
    : mistakes;
}
