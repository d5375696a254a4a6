import type { AuditRowFragment } from '../../generated.ts';
import { durationWords } from '../../settings/form/duration-text.ts';
import { formatRate, wordName } from '../../ui/values.tsx';

/** The audit log in words: it names fields and events by machine. */

type Changed = AuditRowFragment['changes'][number];

const LONGEST_VALUE = 120;

/** "VAT rate: 24 % → 25.5 %"; of personal data only that it was changed. */
export function changeText({ field, before, after }: Changed): string {
  const spaced = field.replace(/(?:Ms|Bp)$/u, '').replaceAll(/(?<=[a-z])(?=[A-Z])|\./gu, ' ');
  const name = wordName(spaced.toLowerCase()).replace(/^Vat\b/u, 'VAT');
  if (before === null && after === null) return `${name}: changed`;
  if (before === null) return `${name}: ${valueText(field, after)}`;
  return `${name}: ${valueText(field, before)} → ${valueText(field, after)}`;
}

const NUMBER = /^\d{1,11}$/u;
/** IN_PROGRESS, PAID; currencies and countries are shorter. */
const MACHINE_WORD = /\b[A-Z]+(?:_[A-Z]+)+\b|\b[A-Z]{4,}\b/gu;

function valueText(field: string, value: string | null): string {
  if (!value) return 'nothing';
  if (field.endsWith('Ms') && NUMBER.test(value)) return durationWords(Number(value));
  if (field.endsWith('Bp') && NUMBER.test(value)) return formatRate(Number(value));
  const text = value.replaceAll(MACHINE_WORD, (word) => word.toLowerCase().replaceAll('_', ' '));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

const kinds = {
  PERSON: null,
  TOKEN: 'API token',
  PROVIDER: 'Payment provider',
  SYSTEM: null,
} as const satisfies Record<AuditRowFragment['actor']['kind'], string | null>;

/** "Stripe", "Automatic", and what it is where the name does not say. */
export function actorWords({
  actor,
  fromAddress,
}: Pick<AuditRowFragment, 'actor' | 'fromAddress'>): {
  name: string;
  kind: string | null;
} {
  const { kind, name } = actor;
  // What is done by itself comes from nowhere: a wrong password is typed by somebody who is not known.
  if (kind === 'SYSTEM' && fromAddress) return { name: 'Somebody', kind: null };
  return { name: kind === 'PROVIDER' ? wordName(name) : name, kind: kinds[kind] };
}

/** "Order 10042", "Product Watercolours", "Settings". */
export function subjectWords({ kind, name }: AuditRowFragment['subject']): string {
  return name ? `${kind} ${name}` : kind;
}

/** "Refund: requested" for `refund.requested`, in groups by what stands before the dot. */
export function eventChoices(
  events: readonly string[],
): { group: string; items: { value: string; label: string }[] }[] {
  const groups = Map.groupBy(events, (event) => event.slice(0, event.indexOf('.')));
  return [...groups].map(([word, members]) => ({
    group: wordName(word),
    items: [
      { value: word, label: eventWords(word) },
      ...members.map((event) => ({ value: event, label: eventWords(event) })),
    ],
  }));
}

/** What is not known to the server's list either, such as an event of an old address, in the same words. */
export function eventWords(event: string): string {
  const [word = '', ...rest] = event.split('.');
  const deed = rest.join(' ').replaceAll('_', ' ');
  return `${wordName(word)}: ${deed || 'everything'}`;
}
