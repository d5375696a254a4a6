import { query } from '../src/database/orm.ts';
import { pause } from './asking.ts';
import type { People } from './people.ts';
import type { World } from './world.ts';

/** What came of everything that was accepted. */
export type Balance = {
  readonly accepted: { readonly payments: number; readonly refunds: number };
  /** Sentences about what is missing; empty where nothing is. */
  readonly lost: readonly string[];
  /** Refunds without proof either way: kept, asked after later, and shown under Requires attention meanwhile. */
  readonly held: number;
  /** Sentences about what happened twice at the outside. */
  readonly twice: readonly string[];
  /** From the end of the writing until all was settled, in ms; null: never within the time. */
  readonly settledMs: number | null;
  /** Mails that came again under the same Message-ID, as SMTP cannot rule out. */
  readonly repeatedMails: number;
};

type Unsettled = { readonly what: string; readonly isHeld?: boolean };

/** Waits until everything accepted is done, then compares the product's books with the world's. */
export async function balance(world: World, people: People, withinMs: number): Promise<Balance> {
  const begun = performance.now();
  let open: readonly Unsettled[] = [{ what: 'nobody looked' }];
  while (performance.now() - begun < withinMs) {
    open = await whatIsOpen(world, people);
    if (open.length === 0) break;
    await pause(200);
  }
  const settledMs = open.length === 0 ? performance.now() - begun : null;
  return {
    accepted: { payments: people.paid.size, refunds: people.refunded.size },
    lost: [
      ...open.filter(({ isHeld }) => !isHeld).map(({ what }) => what),
      ...(await takenWithoutOrder(world)),
    ],
    held: open.filter(({ isHeld }) => isHeld).length,
    twice: await whatHappenedTwice(world, people),
    settledMs,
    repeatedMails: world.simulator.inbox.list().filter(({ isRepeat }) => isRepeat).length,
  };
}

async function whatIsOpen(world: World, people: People): Promise<Unsettled[]> {
  const rows = <Row extends object>(sql: string, parameters: unknown[]) =>
    query<Row>(world.orm.em.fork(), sql, parameters);
  const paid = [...people.paid];
  const orders = await rows<{ what: string }>(
    `select 'order ' || p.id || ' is paid and is ' || coalesce(o.status, 'unknown') as what
     from unnest($1::text[]) p (id) left join orders o on o.id = p.id
     where o.status is null or o.status not in ('COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED')`,
    [paid],
  );
  const actions = await rows<{ what: string }>(
    `select a.kind || ' of ' || a.order_id || ' is ' || a.status as what from action a
     where a.order_id = any($1) and a.purpose <> 'REFUND' and a.status not in ('SUCCEEDED', 'CANCELLED')`,
    [paid],
  );
  const refunds = await rows<{ what: string; isHeld: boolean }>(
    `select 'refund of ' || k.id as what, exists (select from orders o join refund r on r.order_id = o.id
         join refund_leg l on l.refund_id = r.id
       where o.id = k.id and o.attention_at <= now() and l.status in ('REQUESTED', 'PENDING', 'UNKNOWN')) as "isHeld"
     from unnest($1::text[]) k (id)
     where not exists (select from refund_leg l join refund r on r.id = l.refund_id
       where r.order_id = k.id and l.status = 'SUCCEEDED')`,
    [[...people.refunded.values()]],
  );
  const statuses = await rows<{ id: string; status: string }>(
    'select id, status from orders where id = any($1)',
    [paid],
  );
  const screens = people.screens.flatMap((screen, index) =>
    statuses
      .filter(({ id, status }) => screen.get(id) !== status)
      .map(({ id, status }) => ({
        what: `screen ${index + 1} shows ${id} as ${screen.get(id) ?? 'nothing'}, not ${status}`,
      })),
  );
  return [...orders, ...actions, ...refunds, ...screens];
}

/** Money that Stripe took and the product does not know of. */
async function takenWithoutOrder(world: World): Promise<string[]> {
  const taken = world.simulator.stripe.payments.intents
    .list()
    .filter(({ status }) => status === 'succeeded')
    .map(({ id }) => id);
  const found = await query<{ what: string }>(
    world.orm.em.fork(),
    `select 'Stripe took ' || t.id || ' and it is ' || coalesce(p.status, 'unknown') as what
     from unnest($1::text[]) t (id) left join payment p on p.provider_reference = t.id
     where p.status is null or p.status not in ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED')`,
    [taken],
  );
  return found.map(({ what }) => what);
}

async function whatHappenedTwice(world: World, people: People): Promise<string[]> {
  const { deliveries, stripe } = world.simulator;
  const runs = await query<{ what: string }>(
    world.orm.em.fork(),
    `select kind || ' of ' || order_id || ' had ' || run || ' runs' as what from action
     where order_id = any($1) and run > 1`,
    [[...people.paid]],
  );
  const effects = new Map<string, number>();
  for (const one of deliveries.list().filter(({ hadEffect }) => hadEffect)) {
    const key = `${one.hook} ${one.webhookId ?? ''}`;
    effects.set(key, (effects.get(key) ?? 0) + 1);
  }
  const returned = new Map<string, number>();
  for (const refund of stripe.refunds.refunds.list()) {
    const intent = JSON.stringify(refund.payment_intent);
    returned.set(intent, (returned.get(intent) ?? 0) + 1);
  }
  return [
    ...runs.map(({ what }) => what),
    ...[...effects]
      .filter(([, n]) => n > 1)
      .map(([key, n]) => `webhook ${key} took effect ${n} times`),
    ...[...returned]
      .filter(([, n]) => n > 1)
      .map(([intent, n]) => `${intent} was refunded ${n} times`),
  ];
}
