import type { EntityManager } from '@mikro-orm/postgresql';
import type { HistoryChange } from '../database/history.ts';
import { query } from '../database/orm.ts';
import type { Tools } from '../use-cases/request.ts';

/** What decides a past: kept at its beginning, so that an interrupted one is finished as begun. */
export type PastPlan = {
  readonly orders: number;
  readonly months: number;
  readonly seed: number;
  readonly nowMs: number;
  readonly firstNumber: number;
};

export type MadePast = { readonly orders: number; readonly paid: number };
export type BegunPast =
  | { readonly made: MadePast }
  | { readonly made: null; readonly plan: PastPlan; readonly isResumed: boolean };

const CHAIN = 'demo.past';

/** Begins a past, or finds the one that was begun or made before. Takes the orders' numbers. */
export async function beginPast(
  em: EntityManager,
  tools: Tools,
  wish: {
    readonly orders: number;
    readonly months: number;
    readonly seed: number;
    readonly now: Date;
  },
): Promise<BegunPast> {
  return em.fork().transactional(async (within) => {
    const marks = await query<{ event: string; changes: HistoryChange[] }>(
      within,
      'select event, changes from history_entry where chain = $1 order by seq',
      [CHAIN],
    );
    const [begun, made] = marks.map(({ changes }) => readNumbers(changes));
    if (made) return { made: { orders: made('orders'), paid: made('paid') } };
    if (begun) {
      const plan = {
        orders: begun('orders'),
        months: begun('months'),
        seed: begun('seed'),
        nowMs: begun('nowMs'),
        firstNumber: begun('firstNumber'),
      };
      return { made: null, plan, isResumed: true };
    }
    const { orders, months, seed } = wish;
    const firstNumber = await takeNumbers(within, orders);
    const plan = { orders, months, seed, nowMs: wish.now.getTime(), firstNumber };
    await mark(within, tools, 'demo.past_begun', 'The past of the demo was begun.', plan);
    return { made: null, plan, isResumed: false };
  });
}

/** In the transaction that `em` is in. */
export function endPast(em: EntityManager, tools: Tools, made: MadePast): Promise<void> {
  return mark(em, tools, 'demo.past_made', 'The past of the demo was made.', made);
}

async function takeNumbers(em: EntityManager, orders: number): Promise<number> {
  const [first] = await query<{ number: number }>(em, `select nextval('order_number') as number`);
  const number = first?.number ?? 1;
  if (orders > 1) await query(em, `select setval('order_number', $1)`, [number + orders - 1]);
  return number;
}

async function mark(
  em: EntityManager,
  tools: Tools,
  event: string,
  summary: string,
  numbers: Readonly<Record<string, number>>,
): Promise<void> {
  const changes = Object.entries(numbers).map(([field, value]) => ({
    field,
    before: null,
    after: String(value),
  }));
  await query(
    em,
    `insert into history_entry (id, chain, at, actor_kind, actor_name, event, summary, changes)
     values ($1, $2, $3, 'SYSTEM', 'Automatic', $4, $5, $6::jsonb)`,
    [tools.newId('his'), CHAIN, tools.now(), event, summary, JSON.stringify(changes)],
  );
}

function readNumbers(changes: readonly HistoryChange[]): (field: string) => number {
  return (field) => Number(changes.find((change) => change.field === field)?.after);
}
