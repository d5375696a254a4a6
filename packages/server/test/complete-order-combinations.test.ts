import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import { completeOrder, type CompleteOrder } from '../src/use-cases/complete-order.ts';
import { openCheckout } from '../src/use-cases/open-checkout.ts';
import { inOneTransaction } from '../src/use-cases/request.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { paidOrder } from './kit/paid-order.ts';
import {
  accepted,
  makeShop,
  newKey,
  pay,
  requestOf,
  shop,
  surroundings,
  visit,
} from './kit/shop.ts';

// Every combination of the options of Complete Order, on every status, with a failed, a running, a pending
// and a succeeded action. What should come of each is told once more below, by the rules alone.

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ graceMs: 0 });
  await makeShop(database);
  await rows('update action_configuration set enabled = false');
  await rows(
    `with made as (
       insert into action_configuration (id, checkout_id, level, kind, name, enabled, version, created_at)
       select 'cfg_' || name, 'chk_test', 'CHECKOUT', 'webhook', name, true, 2, now() from unnest($1::text[]) as n (name)
       returning id, name)
     insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
     select id, version, name, '{}', now(), 'Test' from made, generate_series(1, 2) as v (version)`,
    [[...ACTIONS]],
  );
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const ACTIONS = ['failed', 'pending', 'running', 'succeeded'] as const;
const UNPAID = ['STARTED', 'IN_PROGRESS', 'PROCESSING'] as const;
const REFUNDED = ['PARTIALLY_REFUNDED', 'REFUNDED'] as const;
const STATUSES = [...UNPAID, 'PAID', 'COMPLETED', 'MARKED_AS_COMPLETED', ...REFUNDED] as const;
type Status = (typeof STATUSES)[number];
const RUNS = ['none', 'ALL', 'NOT_SUCCEEDED'] as const;

type Choice = {
  readonly restore: boolean;
  readonly latest: boolean;
  readonly run: (typeof RUNS)[number];
};
type ActionSeen = { name: string; status: string; run: number; version: number };
type Seen = { status: string; refunded: number; actions: readonly ActionSeen[] };

const PRICE_MINOR = 9_900;
const refundedOf = (status: Status) =>
  status === 'REFUNDED' ? PRICE_MINOR : status === 'PARTIALLY_REFUNDED' ? 4_950 : 0;
const isOneOf = (status: Status, some: readonly Status[]) => some.includes(status);

/** The actions before: all of an older version than the configuration has now. */
const before = (status: Status): readonly ActionSeen[] =>
  isOneOf(status, UNPAID)
    ? []
    : ACTIONS.map((name) => ({ name, status: name.toUpperCase(), run: 1, version: 1 }));

/** `rules.md`, "Complete order". */
function expected(
  status: Status,
  choice: Choice,
): Seen | 'NO_REFUND_TO_RESTORE' | 'NO_FAILED_ACTION' {
  if (choice.restore && !isOneOf(status, REFUNDED)) return 'NO_REFUND_TO_RESTORE';
  if (choice.latest && isOneOf(status, UNPAID)) return 'NO_FAILED_ACTION';
  const made = ACTIONS.map((name) => ({ name, status: 'PENDING', run: 1, version: 2 }));
  const there = isOneOf(status, UNPAID) ? made : before(status);
  return {
    status: 'MARKED_AS_COMPLETED',
    refunded: choice.restore ? 0 : refundedOf(status),
    actions: there
      .map((action) =>
        choice.latest && action.status === 'FAILED' ? { ...action, version: 2 } : action,
      )
      .map((action) => afterwards(action, choice)),
  };
}

function afterwards(action: ActionSeen, { run }: Choice): ActionSeen {
  if (run === 'none') {
    return action.status === 'PENDING' ? { ...action, status: 'CANCELLED' } : action;
  }
  if (action.status === 'RUNNING') return action;
  if (action.status === 'SUCCEEDED' && run === 'NOT_SUCCEEDED') return action;
  // What has come to its end gets a new key at the other side; what still waits keeps its own.
  const hasEnded = action.status === 'SUCCEEDED' || action.status === 'FAILED';
  return { ...action, status: 'PENDING', run: hasEnded ? action.run + 1 : action.run };
}

async function seen(orderId: string): Promise<Seen> {
  const [order] = await rows<{ status: string; refunded: number }>(
    'select status, refunded_minor as refunded from orders where id = $1',
    [orderId],
  );
  const actions = await rows<ActionSeen>(
    `select name, status, run, configuration_version as version from action
     where order_id = $1 order by name`,
    [orderId],
  );
  return { status: order?.status ?? '', refunded: order?.refunded ?? 0, actions };
}

const complete = (orderId: string, more: Partial<CompleteOrder>) =>
  completeOrder(
    {
      orderId,
      idempotencyKey: newKey(),
      runActions: false,
      actionsToRun: 'ALL',
      restoreRefunded: false,
      useLatestConfiguration: false,
      ...more,
    },
    requestOf(database, { permissions: ['READ_ORDERS', 'COMPLETE_ORDERS'] }),
  );

/** An order of this status with an action of each kind. */
async function orderOf(status: Status): Promise<string> {
  if (status === 'STARTED') {
    const opening = {
      idempotencyKey: newKey(),
      linkSlug: shop.linkSlug,
      country: 'FI',
      analyticsConsent: 'ACCEPTED' as const,
    };
    return accepted(await openCheckout(opening, requestOf(database), surroundings.providers))
      .orderId;
  }
  if (status === 'IN_PROGRESS' || status === 'PROCESSING') {
    const orderId = await visit(database);
    if (status === 'PROCESSING') await pay(database, orderId);
    return orderId;
  }
  const { orderId } = await paidOrder(database);
  if (status === 'MARKED_AS_COMPLETED') accepted(await complete(orderId, {}));
  await rows(
    `update action set status = upper(name), configuration_version = 1,
       next_attempt_at = case name when 'pending' then now() end,
       lease_until = case name when 'running' then now() + interval '1 hour' end,
       attempt = case name when 'pending' then 0 else 1 end
     where order_id = $1`,
    [orderId],
  );
  await inOneTransaction(requestOf(database), async (work) => {
    const run = (sql: string, parameters: unknown[]) =>
      query(work.em, sql, [orderId, ...parameters]);
    if (status === 'COMPLETED') {
      await run('update orders set all_succeeded_at = $2 where id = $1', [work.now]);
    }
    const refunded = refundedOf(status);
    if (refunded > 0) {
      await run(
        `insert into refund (id, order_id, amount_minor, currency, status, actor_kind, actor_name, requested_at, settled_at, changed_at)
         values ('ref_' || $1, $1, $2, 'EUR', 'SUCCEEDED', 'PERSON', 'Aino', $3, $3, $3)`,
        [refunded, work.now],
      );
      await run(
        `insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor, refund_id)
         select order_id, id, 'chk_test', 'REFUND', $2, 'EUR', -$3::bigint, 0, 'ref_' || $1 from order_line where order_id = $1`,
        [work.now, refunded],
      );
      await run('update order_line set refunded_minor = $2 where order_id = $1', [refunded]);
      await run('update orders set refunded_minor = $2, last_refund_at = $3 where id = $1', [
        refunded,
        work.now,
      ]);
    }
    work.touch(orderId);
  });
  return orderId;
}

const choices: readonly Choice[] = [true, false].flatMap((restore) =>
  [true, false].flatMap((latest) => RUNS.map((run) => ({ restore, latest, run }))),
);

test.each(STATUSES)(
  'every combination of its options does what the rules say: %s',
  async (status) => {
    for (const choice of choices) {
      const orderId = await orderOf(status);
      const there = { status, refunded: refundedOf(status), actions: before(status) };
      expect(await seen(orderId)).toEqual(there);
      const outcome = await complete(orderId, {
        restoreRefunded: choice.restore,
        useLatestConfiguration: choice.latest,
        runActions: choice.run !== 'none',
        actionsToRun: choice.run === 'NOT_SUCCEEDED' ? 'NOT_SUCCEEDED' : 'ALL',
      });
      const wanted = expected(status, choice);
      expect({
        choice,
        refused: outcome.ok ? null : outcome.refusals.map(({ code }) => code),
        seen: await seen(orderId),
      }).toEqual({
        choice,
        refused: typeof wanted === 'string' ? [wanted] : null,
        seen: typeof wanted === 'string' ? there : wanted,
      });
    }
  },
);
