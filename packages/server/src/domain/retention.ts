// How long personal data is kept (docs/personal-data.md). Days and years are counted back from now, in UTC.

/** What the shop has set; null: what holds where nothing is set. */
export type RetentionSettings = {
  readonly keepBodiesDays: number | null;
  readonly keepVisitsDays: number | null;
  readonly keepKeysDays: number | null;
  readonly keepPaidYears: number | null;
};

/** Where nothing is set. Customers of paid orders are then kept: accounts need them for years. */
export const RETENTION_DEFAULTS = {
  keepBodiesDays: 90,
  keepVisitsDays: 180,
  keepKeysDays: 30,
  keepPaidYears: null,
} as const satisfies RetentionSettings;

/** What is older than its moment is forgotten; null: nothing is. */
export type KeptSince = {
  readonly bodies: Date;
  readonly visits: Date;
  readonly keys: Date;
  readonly paid: Date | null;
};

const DAY_MS = 24 * 60 * 60_000;

export function keptFor(settings: RetentionSettings, now: Date): KeptSince {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const { keepBodiesDays, keepVisitsDays, keepKeysDays, keepPaidYears } = RETENTION_DEFAULTS;
  return {
    bodies: daysAgo(settings.keepBodiesDays ?? keepBodiesDays),
    visits: daysAgo(settings.keepVisitsDays ?? keepVisitsDays),
    keys: daysAgo(settings.keepKeysDays ?? keepKeysDays),
    paid: yearsAgo(settings.keepPaidYears ?? keepPaidYears, now),
  };
}

function yearsAgo(years: number | null, now: Date): Date | null {
  if (years === null) return null;
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() - years);
  return then;
}
