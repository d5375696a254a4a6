import type { EntityManager } from '@mikro-orm/postgresql';
import { firstOpened } from '../database/report-rollups.ts';
import {
  type CalendarDay,
  dayIn,
  daysOfPeriod,
  type DaySpan,
  FIRST_DAY,
  LAST_DAY,
  type ReportComparison,
  ReportPeriod,
  type TimeSpan,
} from '../domain/report-period.ts';
import { isStorable } from './plain-text.ts';
import { reaches, type Request } from './request.ts';

// What can be asked of a report, and which days and checkouts that means.

/** What can be asked for by name. */
export const REPORT_PERIODS = Object.values(ReportPeriod);

export type ReportWish = {
  /** A period, or days of one's own. */
  readonly period?: ReportPeriod | null;
  readonly from?: CalendarDay | null;
  readonly to?: CalendarDay | null;
  readonly timeZone: string;
  readonly checkoutIds?: readonly string[] | null;
  readonly convertTo?: string | null;
  readonly compare?: ReportComparison | null;
};

/** A report that cannot be made, with what would help. */
export class BadReport extends Error {
  override readonly name = 'BadReport';
}

const MOST_CHECKOUTS = 250;

/** The checkouts that were asked for; null: all that are reached. */
export function checkoutsOf({ checkoutIds }: ReportWish): readonly string[] | null {
  if (!checkoutIds?.length) return null;
  if (checkoutIds.length > MOST_CHECKOUTS) {
    throw new BadReport(`\`checkoutIds\` takes at most ${MOST_CHECKOUTS} entries.`);
  }
  if (checkoutIds.every((id) => isStorable(id) && id.length <= 200)) return checkoutIds;
  throw new BadReport('`checkoutIds` takes ids of checkouts.');
}

/** The days that were asked for, as of today. */
export async function daysOf(
  { period, from, to, timeZone, checkoutIds }: ReportWish,
  { reach, tools }: Pick<Request, 'reach' | 'tools'>,
  em: EntityManager,
): Promise<DaySpan> {
  if (period) {
    if (from || to) throw new BadReport('Give `period`, or `from` and `to`, not both.');
    const today = dayIn(tools.now(), timeZone);
    const wanted = checkoutIds?.filter((id) => reaches(reach, id)) ?? reach;
    const first = period === 'ALL' ? await firstOpened(em, wanted) : null;
    return daysOfPeriod(period, today, first ? dayIn(first, timeZone) : today);
  }
  if (!from || !to) throw new BadReport('Give `period`, or both `from` and `to`.');
  if (from > to) throw new BadReport('`from` must not lie after `to`.');
  if (from < FIRST_DAY || to > LAST_DAY) {
    throw new BadReport(`Days are from ${FIRST_DAY} to ${LAST_DAY}.`);
  }
  return { from, to };
}

const QUARTER_MS = 15 * 60_000;

/** Every zone with a name parts its days at quarters of an hour; one made up of an offset need not. */
export function refuseOddZone({ start, end }: TimeSpan, timeZone: string): void {
  if (start.getTime() % QUARTER_MS === 0 && end.getTime() % QUARTER_MS === 0) return;
  throw new BadReport(`The days of ${timeZone} do not begin at a quarter of an hour.`);
}
