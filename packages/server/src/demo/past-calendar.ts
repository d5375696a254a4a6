import type { Chance } from './chance.ts';

/** A time of the year at which the links with its tag are shared; days are `MM-DD` in Helsinki. */
export type Campaign = {
  readonly tag: string;
  readonly from: string;
  readonly to: string;
  /** How many times the usual number of visits come on these days. */
  readonly rush: number;
};

export const campaigns: readonly Campaign[] = [
  { tag: 'new-year', from: '01-01', to: '01-10', rush: 1.9 },
  { tag: 'spring-campaign', from: '03-10', to: '03-21', rush: 1.7 },
  { tag: 'summer-sale', from: '06-15', to: '06-24', rush: 1.5 },
  { tag: 'back-to-school', from: '08-20', to: '08-31', rush: 1.6 },
  { tag: 'black-friday', from: '11-24', to: '11-30', rush: 2.8 },
];

const HOUR_MS = 3_600_000;
/** Visits at the end of a year against its beginning. */
const YEARLY_GROWTH = 1.9;
/** Sunday first. */
const byWeekday = [1.25, 1.05, 1.1, 1.08, 1, 0.75, 0.7];
const byHour = [
  0.25, 0.12, 0.08, 0.06, 0.08, 0.2, 0.5, 0.8, 1, 1.1, 1.15, 1.2, 1.35, 1.15, 1.05, 1.05, 1.1, 1.2,
  1.5, 1.9, 2.1, 1.8, 1.2, 0.6,
];

/**
 * The instants (ms) of so many visits between two others, in order of time: more of them every month,
 * in the evenings, on Sundays and during campaigns.
 */
export function visitInstants(
  chance: Chance,
  wish: { readonly visits: number; readonly fromMs: number; readonly toMs: number },
): number[] {
  const hours = Math.max(1, Math.ceil((wish.toMs - wish.fromMs) / HOUR_MS));
  const sums = new Float64Array(hours);
  let total = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    total += rushAt(wish.fromMs + hour * HOUR_MS) * YEARLY_GROWTH ** (hour / (365 * 24));
    sums[hour] = total;
  }
  const instants = Array.from({ length: wish.visits }, () => {
    const hour = firstAbove(sums, chance.share() * total);
    return Math.min(wish.fromMs + hour * HOUR_MS + chance.between(0, HOUR_MS - 1), wish.toMs - 1);
  });
  return instants.sort((a, b) => a - b);
}

/** How much likelier than usual a link is opened: often during its campaign, hardly outside it. */
export function attraction(tags: readonly string[], atMs: number): number {
  const own = campaigns.find(({ tag }) => tags.includes(tag));
  if (!own) return 1;
  return isOn(own, localDay(atMs)) ? 7 : 0.2;
}

let latest = { hour: NaN, day: '' };

/** Asked for every link of every visit: those of one hour have one day. */
function localDay(atMs: number): string {
  const hour = Math.floor(atMs / HOUR_MS);
  if (hour !== latest.hour) latest = { hour, day: localHour(atMs).day };
  return latest.day;
}

function rushAt(atMs: number): number {
  const { day, weekday, hour } = localHour(atMs);
  const campaign = campaigns.find((one) => isOn(one, day));
  return (byWeekday[weekday] ?? 1) * (byHour[hour] ?? 1) * (campaign?.rush ?? 1);
}

function isOn({ from, to }: Campaign, day: string): boolean {
  return day >= from && day <= to;
}

/** Far faster than asking Intl nine thousand times: Finland follows the clock changes of the EU. */
function localHour(atMs: number): { day: string; weekday: number; hour: number } {
  const local = new Date(atMs + (isSummerTime(atMs) ? 3 : 2) * HOUR_MS);
  return {
    day: local.toISOString().slice(5, 10),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
  };
}

function isSummerTime(atMs: number): boolean {
  const year = new Date(atMs).getUTCFullYear();
  return atMs >= lastSundayAtOne(year, 2) && atMs < lastSundayAtOne(year, 9);
}

function lastSundayAtOne(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month + 1, 0, 1));
  return end.getTime() - end.getUTCDay() * 24 * HOUR_MS;
}

function firstAbove(sums: Float64Array, wanted: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
