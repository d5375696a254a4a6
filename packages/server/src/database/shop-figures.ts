import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

/** What operators watch of the shop, at one moment. Ages are seconds by the database's clock. */
export type ShopFigures = {
  /** Neither done nor called off. */
  readonly actions: readonly { kind: string; purpose: string; status: string; count: number }[];
  readonly refundLegs: readonly { status: string; count: number }[];
  readonly jobs: readonly { task: string; state: 'due' | 'scheduled' | 'running'; count: number }[];
  /** Since when the first due job waits; zero where none does. */
  readonly oldestDueJobSeconds: number;
  readonly attention: { readonly count: number; readonly oldestSeconds: number };
};

/**
 * Counts through partial indexes, which hold what is open and nothing of the millions that are done. Figures of the
 * whole shop, whoever asks: of several processes that tell them one is to be believed, and their sum is not.
 */
export async function shopFigures(em: EntityManager, now: Date): Promise<ShopFigures> {
  const actions = await query<ShopFigures['actions'][number]>(em, OPEN_ACTIONS);
  const refundLegs = await query<ShopFigures['refundLegs'][number]>(
    em,
    'select status, count(*) as count from refund_leg group by status order by status',
  );
  const jobs = await query<ShopFigures['jobs'][number] & { oldestSeconds: number | null }>(
    em,
    JOBS,
  );
  const [attention] = await query<ShopFigures['attention']>(em, ATTENTION, [now]);
  const oldest = jobs.flatMap(({ oldestSeconds }) => oldestSeconds ?? []);
  return {
    actions,
    refundLegs,
    jobs: jobs.map(({ task, state, count }) => ({ task, state, count })),
    oldestDueJobSeconds: Math.max(0, ...oldest),
    attention: attention ?? { count: 0, oldestSeconds: 0 },
  };
}

/** From the index over what is open alone. */
const OPEN_ACTIONS = `
select kind, purpose, status, count(*) as count from action
where status not in ('SUCCEEDED', 'CANCELLED') group by 1, 2, 3`;

const JOBS = `
select task_identifier as task, state, count(*) as count,
  extract(epoch from clock_timestamp() - min(run_at) filter (where state = 'due'))::float8 as "oldestSeconds"
from (
  select task_identifier, run_at, case when locked_at is not null then 'running'
    when run_at > clock_timestamp() or attempts >= max_attempts then 'scheduled' else 'due' end as state
  from graphile_worker.jobs) as j
group by 1, 2`;

const ATTENTION = `
select count(*) as count,
  coalesce(greatest(0, extract(epoch from $1::timestamptz - min(attention_at))), 0)::float8 as "oldestSeconds"
from order_list where attention_at is not null and attention_at <= $1`;
