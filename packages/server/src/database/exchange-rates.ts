import type { EntityManager } from '@mikro-orm/postgresql';
import type { DatedRate } from '../domain/exchange.ts';
import type { CalendarDay } from '../domain/report-period.ts';
import { query } from './orm.ts';

// Reference rates by day, as the European Central Bank published them.

/** The rates of these currencies for the days from the first to the last, both included. */
export function readRates(
  em: EntityManager,
  currencies: readonly string[],
  from: CalendarDay,
  to: CalendarDay,
): Promise<DatedRate[]> {
  return query<DatedRate>(
    em,
    `select currency, to_char(day, 'YYYY-MM-DD') as day, per_euro::text as "perEuro" from exchange_rate
     where currency = any($1::text[]) and day between $2::date and $3::date`,
    [currencies, from, to],
  );
}

/** Keeps rates that are new; a day's rate that is known stays, or converted figures would move. Answers how many. */
export async function keepRates(
  em: EntityManager,
  rates: readonly DatedRate[],
  receivedAt: Date,
): Promise<number> {
  const kept = await query<{ day: Date }>(
    em,
    `insert into exchange_rate (currency, day, per_euro, received_at)
     select c, d, r, $4 from unnest($1::text[], $2::date[], $3::numeric[]) as rate (c, d, r)
     on conflict do nothing returning day`,
    [
      rates.map(({ currency }) => currency),
      rates.map(({ day }) => day),
      rates.map(({ perEuro }) => perEuro),
      receivedAt,
    ],
  );
  return kept.length;
}
