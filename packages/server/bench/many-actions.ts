import { once } from 'node:events';
import { quietly, startSimulator } from '@order-management/simulator';
import type { MikroORM } from '@mikro-orm/postgresql';
import { typeidUnboxed } from 'typeid-js';
import { query } from '../src/database/orm.ts';
import {
  type ActionTypes,
  type AnyActionType,
  makeActionTypes,
} from '../src/actions/action-types.ts';
import { makeSealer, sealSettings } from '../src/database/sealing.ts';
import { makeSafeFetch } from '../src/outside/safe-fetch.ts';
import { percentile } from './figures.ts';
import type { Tools } from '../src/use-cases/request.ts';
import { startWorker } from '../src/worker/worker.ts';
import { noMailer } from '../test/kit/outside.ts';

export type ManyActions = {
  readonly actions: number;
  /** Of the actions, those that ended SUCCEEDED without a person. */
  readonly succeeded: number;
  readonly attempts: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** From the commit that queued an action to its start, of an idle worker, in ms. */
  readonly startP50Ms: number;
  readonly startP95Ms: number;
};

const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const RETRY_SCHEDULE_MS = [5, 10, 20, 40, 80, 160];
const SEED = 7;

/**
 * Lets one worker do `actions` webhooks against the simulator, of which `failureRate` fail for the moment,
 * and waits until none is open. The database is migrated and empty.
 */
export async function runManyActions(options: {
  orm: MikroORM;
  databaseUrl: string;
  actions: number;
  failureRate: number;
  concurrency: number;
  /** They do nothing: what is left is the queue, the claim and what is written down. */
  isNoOp?: boolean;
}): Promise<ManyActions> {
  const { orm, databaseUrl, actions } = options;
  const simulator = await startSimulator({
    ...quietly,
    webhookReceiverSecret: SIGNING_SECRET,
    seed: SEED,
  });
  simulator.faults.set('webhook', { kind: 'error-500', rate: options.failureRate });
  const sealer = makeSealer(Buffer.alloc(32, 9));
  const settings = sealSettings(
    sealer,
    { url: `${simulator.url}/hooks/bench`, signingSecret: SIGNING_SECRET },
    ['signingSecret'],
  );
  await fillWithOrders(orm, actions, settings);
  const webhooks = makeActionTypes({
    mailer: noMailer,
    fetch: makeSafeFetch({
      allowPrivate: [new URL(simulator.url).host],
      requireHttps: false,
      timeoutMs: 15_000,
    }),
  });
  const faults: unknown[] = [];
  const begun = performance.now();
  const worker = await startWorker({
    orm,
    databaseUrl,
    tools: toolsOf(sealer),
    actionTypes: options.isNoOp ? withoutDeeds(webhooks) : webhooks,
    providers: { all: [], byName: () => undefined },
    publicUrl: 'http://127.0.0.1',
    mailer: noMailer,
    name: 'bench',
    concurrency: options.concurrency,
    heartbeatMs: 5_000,
    sweepEveryMs: 2_000,
    stopWithinMs: 1_000,
    onFault: (error) => void faults.push(error),
  });
  try {
    await untilNoneIsOpen(orm);
    const seconds = (performance.now() - begun) / 1_000;
    const starts = await startLatencies(orm, settings);
    const [counts] = await query<{ succeeded: number; attempts: number }>(
      orm.em.fork(),
      `select count(*) filter (where status = 'SUCCEEDED') as succeeded,
         (select count(*) from attempt where action_id not like 'act_single_%') as attempts
       from action where id not like 'act_single_%'`,
    );
    if (faults.length > 0) throw new AggregateError(faults, 'The worker met faults');
    return {
      actions,
      succeeded: counts?.succeeded ?? 0,
      attempts: counts?.attempts ?? 0,
      seconds,
      perSecond: actions / seconds,
      startP50Ms: percentile(starts, 0.5),
      startP95Ms: percentile(starts, 0.95),
    };
  } finally {
    await worker.stop();
    await simulator.stop();
  }
}

/** The same kinds, each done at once and without doing anything. */
function withoutDeeds(types: ActionTypes): ActionTypes {
  const still = (type: AnyActionType): AnyActionType => ({
    ...type,
    run: () => Promise.resolve({ outcome: 'done' }),
  });
  const byKind = (kind: string) => {
    const type = types.byKind(kind);
    return type && still(type);
  };
  return { all: types.all.map(still), byKind };
}

function toolsOf(sealer: Tools['sealer']): Tools {
  return {
    now: () => new Date(),
    newId: (prefix) => typeidUnboxed(prefix),
    chance: () => 0.5,
    publish: () => {},
    sealer,
    judgeAddress: () => null,
    settings: {
      graceMs: 300_000,
      leaseMs: 15_000,
      retrySchedule: RETRY_SCHEDULE_MS,
      lookUpDelaysMs: [120_000],
    },
  };
}

const SINGLE_ACTIONS = 40;

/** One action after the other, each queued when the one before is done. */
async function startLatencies(orm: MikroORM, settings: object): Promise<number[]> {
  for (let index = 0; index < SINGLE_ACTIONS; index += 1) {
    await orm.em.fork().transactional((em) =>
      query(
        em,
        `with made as (
           insert into action (id, order_id, purpose, level, kind, name, settings, status, run_requested_at, next_attempt_at, changed_at, created_at)
           values ('act_single_' || $1::int, 'ord_1', 'DELIVERY', 'CHECKOUT', 'webhook', 'Bench', $2::jsonb, 'PENDING',
             clock_timestamp(), clock_timestamp(), clock_timestamp(), clock_timestamp()) returning id)
         select graphile_worker.add_job('run-action', json_build_object('actionId', id),
           job_key := 'action:' || id, max_attempts := 1) from made`,
        [index, JSON.stringify(settings)],
      ),
    );
    await untilNoneIsOpen(orm);
  }
  const rows = await query<{ ms: number }>(
    orm.em.fork(),
    `select extract(epoch from t.started_at - a.created_at)::float8 * 1000 as ms
     from action a join attempt t on t.action_id = a.id and t.attempt = 1 where a.id like 'act_single_%'`,
  );
  return rows.map(({ ms }) => ms);
}

/** Paid orders with one webhook each, queued as the confirming transaction queues them. */
async function fillWithOrders(orm: MikroORM, count: number, settings: object): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    const run = (sql: string, parameters: unknown[] = []) => query(em, sql, parameters);
    await run(`insert into checkout (id, name, created_at) values ('chk_bench', 'Bench', now())`);
    await run(
      `insert into product (id, checkout_id, name, type, vat_rate_bp, created_at)
       values ('prd_bench', 'chk_bench', 'Course', 'ONLINE_COURSE', 2550, now())`,
    );
    await run(
      `insert into offer (id, checkout_id, name, created_at) values ('off_bench', 'chk_bench', 'Offer', now())`,
    );
    await run(
      `insert into orders (id, checkout_id, number, status, offer_id, currency, email, country, analytics_consent,
         total_minor, created_at, billing_submitted_at, paid_at)
       select 'ord_' || n, 'chk_bench', n::text, 'PAID', 'off_bench', 'EUR', 'buyer' || n || '@example.com', 'FI',
         'ACCEPTED', 9900, now(), now(), now() from generate_series(1, $1::int) n`,
      [count],
    );
    await run(
      `insert into order_line (id, order_id, position, product_id, kind, product_name, list_price_minor, price_minor, vat_rate_bp)
       select 'lin_' || n, 'ord_' || n, 0, 'prd_bench', 'MAIN', 'Course', 9900, 9900, 2550 from generate_series(1, $1::int) n`,
      [count],
    );
    await run(
      `insert into action (id, order_id, purpose, level, kind, name, settings, status, run_requested_at, next_attempt_at, changed_at, created_at)
       select 'act_' || n, 'ord_' || n, 'DELIVERY', 'CHECKOUT', 'webhook', 'Bench', $2::jsonb, 'PENDING', now(), now(), now(), now()
       from generate_series(1, $1::int) n`,
      [count, JSON.stringify(settings)],
    );
    await run(
      `select count(graphile_worker.add_job('run-action', json_build_object('actionId', 'act_' || n),
         job_key := 'action:act_' || n, max_attempts := 1)) from generate_series(1, $1::int) n`,
      [count],
    );
  });
}

async function untilNoneIsOpen(orm: MikroORM): Promise<void> {
  const limit = AbortSignal.timeout(20 * 60_000);
  const ticks = new EventTarget();
  for (;;) {
    const [row] = await query<{ open: number }>(
      orm.em.fork(),
      `select count(*) as open from action where status in ('PENDING', 'RUNNING')`,
    );
    if (row?.open === 0) return;
    limit.throwIfAborted();
    const timer = setTimeout(() => ticks.dispatchEvent(new Event('tick')), 50);
    await once(ticks, 'tick', { signal: limit });
    clearTimeout(timer);
  }
}
