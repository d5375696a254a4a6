import { isMet, type Goal, type Row } from './bench.ts';

// What the terminal shows. Nothing is measured here.

const HEAD = ['what', 'figure', 'beside', 'ratio', 'goal', ''] as const;

/** One bench under its name, its rows below each other. */
export type Section = { readonly name: string; readonly rows: readonly Row[] };

/** Lines without colours, columns as wide as their widest cell. */
export function tableOf(all: readonly Section[]): string {
  const sections = all.map(({ name, rows }) => ({ name, rows: rows.filter(isTold) }));
  const cells = sections.map(({ rows }) => rows.map(cellsOf));
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...cells.flat().map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [
    line(HEAD),
    ...sections.flatMap(({ name, rows }, index) => [
      '',
      name,
      ...rows.flatMap((row, place) => [line(cells[index]?.[place] ?? []), ...wordsBelow(row)]),
    ]),
  ].join('\n');
}

/** "12 of 14 goals are met. Missed:" and which; details only counted. */
export function verdictOf(sections: readonly Section[]): string {
  const judged = sections.flatMap(({ rows }) => rows).filter(({ goal }) => goal !== undefined);
  const missed = judged.filter((row) => !isMet(row));
  const count = `${judged.length - missed.length} of ${judged.length} goals are met`;
  if (missed.length === 0) return `${count}.`;
  const named = missed.filter(({ isDetail }) => !isDetail).map(({ what }) => `  ${what}`);
  const details = missed.length - named.length;
  const rest = details === 0 ? [] : [`  and ${details} of the details in the table`];
  return [`${count}. Missed:`, ...named, ...rest].join('\n');
}

/** The same as Markdown, for docs/speed.md. */
export function markdownOf(sections: readonly Section[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [
    line(HEAD),
    '| --- | ---: | --- | ---: | --- | --- |',
    ...sections.flatMap(({ rows }) =>
      rows.filter(isTold).map((row) => line(cellsOf(row).with(0, row.what.trim()))),
    ),
  ].join('\n');
}

function cellsOf(row: Row): string[] {
  const { reference, ratio } = row;
  return [
    `  ${row.what}`,
    `${figureWords(row.figure)} ${row.unit}`,
    reference
      ? `${figureWords(reference.figure)} ${reference.name}${reference.quotedFrom ? ' (quoted)' : ''}`
      : '',
    ratio === undefined ? '' : ratio.toPrecision(ratio < 0.1 ? 1 : 2),
    row.goal ? goalWords(row.goal, row.unit) : '',
    verdictWords(isMet(row)),
  ];
}

function wordsBelow({ more, note }: Row): string[] {
  const figures = Object.entries(more ?? {}).map(
    ([name, figure]) => `${name} ${figureWords(figure)}`,
  );
  const words = [...figures, ...(note === undefined ? [] : [note])].join(', ');
  return words === '' ? [] : [`      ${words}`];
}

function goalWords(goal: Goal, unit: string): string {
  const [sign, bound] = 'atLeast' in goal ? ['≥', goal.atLeast] : ['≤', goal.atMost];
  return goal.of === 'ratio' ? `${sign} ${bound} of it` : `${sign} ${figureWords(bound)} ${unit}`;
}

function verdictWords(met: boolean | undefined): string {
  return met === undefined ? '' : met ? 'met' : 'MISSED';
}

/** Three digits that mean something; whole from a hundred on, with commas. */
export function figureWords(figure: number): string {
  if (Number.isNaN(figure)) return '–';
  if (Math.abs(figure) >= 100) return Math.round(figure).toLocaleString('en');
  return String(Number(figure.toPrecision(3)));
}

const isTold = (row: Row) => !row.isDetail || isMet(row) === false;
const isNumber = (column: number) => column === 1 || column === 3;
const escaped = (cell: string) => cell.replaceAll('|', String.raw`\|`);
