import { z } from 'zod';
import type { ActorKind, AuditFilter } from '../../generated.ts';

/** What the address of the audit log says, and how it becomes a question to the server. */

const text = z.string().trim().min(1).max(100).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);

const auditSearch = z.object({
  find: text,
  /** The id of a member or a token, or a kind of somebody. */
  who: text,
  what: text,
  number: text,
  address: text,
  /** By the reader's own days, both counted in. */
  from: day,
  to: day,
  /** One thing, by the id that the log knows it by; with what it is called. */
  subject: text,
  subjectName: text,
});

export type AuditSearch = Partial<z.infer<typeof auditSearch>>;

/** What an address can say wrongly is left out, never an error: an old link still opens. */
export function readAuditSearch(raw: Record<string, unknown>): AuditSearch {
  return withoutEmpty(auditSearch.parse(raw));
}

export function withoutEmpty(search: {
  readonly [Name in keyof AuditSearch]: AuditSearch[Name] | undefined;
}): AuditSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => Boolean(value)));
}

/** Who is no single member or token. */
export const KINDS: readonly (readonly [ActorKind, string])[] = [
  ['PERSON', 'Any member'],
  ['TOKEN', 'Any API token'],
  ['PROVIDER', 'Payment providers'],
  ['SYSTEM', 'The product itself'],
];

export function auditFilter(search: AuditSearch): AuditFilter {
  const kind = KINDS.find(([one]) => one === search.who)?.[0];
  return {
    text: search.find ?? null,
    actorKinds: kind ? [kind] : null,
    actorId: kind ? null : (search.who ?? null),
    events: search.what ? [search.what] : null,
    orderNumber: search.number ?? null,
    fromAddress: search.address ?? null,
    subjectId: search.subject ?? null,
    from: search.from ? startOfDay(search.from, 0) : null,
    to: search.to ? startOfDay(search.to, 1) : null,
  };
}

/** The first moment of the reader's day, or of one so many days later, as an instant. */
function startOfDay(isoDay: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = isoDay.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** How many filters are set, beside the words that are looked for. */
export function countAuditFilters(search: AuditSearch): number {
  const { who, what, number, address, subject } = search;
  const days = search.from ?? search.to;
  return [who, what, number, address, subject, days].filter(Boolean).length;
}
