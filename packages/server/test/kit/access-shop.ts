import { quietly, type Simulator, startSimulator } from '@order-management/simulator';
import {
  kajabiUrlExample,
  systemeioExample,
} from '../../src/actions/settings-examples-stand-in.ts';
import { localFetch } from '../../src/actions/platform-stand-in.ts';
import { type ActionTypes, makeActionTypes } from '../../src/actions/action-types.ts';
import type { SafeFetch } from '../../src/outside/safe-fetch.ts';
import { query } from '../../src/database/orm.ts';
import { sealSettings } from '../../src/database/sealing.ts';
import type { ActionLevel, ActionPurpose, ActionStatus } from '../../src/domain/action.ts';
import { completeOrder } from '../../src/use-cases/complete-order.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import type { RefundOrder } from '../../src/use-cases/refund-order.ts';
import { updateCheckout } from '../../src/use-cases/update-checkout.ts';
import type { TestDatabase } from './database.ts';
import { newsOf, runOnce } from './paid-order.ts';
import { askRefund } from './refundable-order.ts';
import { accepted, makeShop, newKey, pay, requestOf, shop, visit } from './shop.ts';

/** A shop of 99.00 € courses whose buyers get access at a simulated Kajabi and Systeme.io. */
export type AccessShop = {
  readonly simulator: Simulator;
  readonly types: ActionTypes;
  readonly localFetch: SafeFetch;
  /** The same with another way out. */
  typesWith(fetch: SafeFetch): ActionTypes;
  /** Nothing is set up any more, and nobody has any access. */
  reset(): Promise<void>;
  stop(): Promise<void>;
  /** Sets up an action; from then on every order gets it. Gives back its id. */
  configure(wish?: ConfigurationWish): Promise<string>;
  /** Gives a configuration its second version, with other settings. */
  change(id: string, settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Sells the course (twice, with a bump of the same course) and runs all actions unless told not to. */
  buy(email: string, more?: { twice?: boolean; run?: boolean }): Promise<Bought>;
  /** Records a refund of whole lines; their access goes with them unless said otherwise. */
  refund(
    orderId: string,
    lineIds: readonly string[],
    more?: Partial<RefundOrder['plan']> & { keepAccess?: boolean },
  ): Promise<void>;
  /** Marked as completed, all deliveries run again unless said otherwise. */
  complete(
    orderId: string,
    more: { restoreRefunded: boolean; runActions?: boolean },
  ): Promise<void>;
  actionsOf(orderId: string): Promise<SoldAction[]>;
  /** Why the order requires attention, the earliest reason first. */
  attentionOf(orderId: string): Promise<string[]>;
  /** One attempt of everything of the order that waits, removals included. */
  runWaiting(orderId: string): Promise<void>;
  run(actionId: string, types?: ActionTypes): Promise<void>;
  /** Due at once, however long it was put off. */
  hurry(actionId: string): Promise<void>;
  /** `buyer@example.com offer 1001`, sorted. */
  held(): string[];
  /** `given 1001`, `taken 1001`: everything that changed something, oldest first. */
  changes(): string[];
};

export type ConfigurationWish = {
  readonly level?: ActionLevel;
  readonly kind?: 'kajabi-grant' | 'systemeio-access';
  readonly name?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
};

export type Bought = {
  readonly orderId: string;
  readonly number: string;
  readonly lineIds: string[];
};

export type SoldAction = {
  readonly id: string;
  readonly name: string;
  readonly purpose: ActionPurpose;
  readonly status: ActionStatus;
  readonly run: number;
  readonly attempt: number;
  readonly message: string | null;
  readonly removesActionId: string | null;
};

const COURSE_MINOR = 9_900;
const BUMP_MINOR = 4_900;

export async function openAccessShop(database: TestDatabase): Promise<AccessShop> {
  const simulator = await unlimitedSimulator();
  const typesWith = (fetch: SafeFetch) =>
    makeActionTypes(
      { mailer: { send: () => Promise.reject(new Error('No mail is sent here')) }, fetch },
      {
        kajabiApiUrl: simulator.accessSetup.kajabi.apiUrl,
        systemeioApiUrl: simulator.accessSetup.systemeio.apiUrl,
      },
    );
  const fetch = localFetch();
  const types = typesWith(fetch);
  const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
    query<Row>(database.orm.em.fork(), sql, parameters);
  await makeShop(database);
  await rows(`update action_configuration set enabled = false`);
  await rows(
    `insert into add_on (id, offer_id, checkout_id, product_id, kind, name, position)
     values ('ado_again', $1, $2, $3, 'ORDER_BUMP', 'The course for a friend', 1)`,
    [shop.offerId, shop.checkoutId, shop.courseId],
  );
  await rows(`insert into add_on_price values ('ado_again', 'EUR', $1, null)`, [BUMP_MINOR]);

  const actionsOf = (orderId: string) =>
    rows<SoldAction>(
      `select id, name, purpose, status, run, attempt, message, removes_action_id as "removesActionId"
       from action where order_id = $1 order by created_at, id`,
      [orderId],
    );
  const run = (actionId: string, by = types) => runOnce(database, actionId, by);
  const runWaiting = async (orderId: string) => {
    for (const { id, status } of await actionsOf(orderId)) if (status === 'PENDING') await run(id);
  };

  const seal = (kind: string, settings: Readonly<Record<string, unknown>>) => {
    const secrets = types.byKind(kind)?.secretSettings ?? [];
    return JSON.stringify(sealSettings(database.tools.sealer, settings, secrets));
  };
  let configured = 0;
  return {
    simulator,
    types,
    typesWith,
    localFetch: fetch,
    stop: () => simulator.stop(),
    async reset() {
      await rows('update action_configuration set enabled = false');
      simulator.access.clear();
      simulator.kajabi.clear();
      simulator.systemeio.clear();
    },
    actionsOf,
    run,
    runWaiting,
    async configure({ level = 'PRODUCT', kind = 'kajabi-grant', name = 'Course', settings } = {}) {
      const id = `cfg_access_${(configured += 1)}`;
      const given =
        settings ?? (kind === 'kajabi-grant' ? kajabiUrlExample(simulator.url) : systemeioExample);
      const sealed = seal(kind, given);
      await database.orm.em.fork().transactional(async (em) => {
        await query(
          em,
          `insert into action_configuration (id, checkout_id, level, offer_id, product_id, kind, name, enabled, version, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, true, 1, now())`,
          [
            id,
            shop.checkoutId,
            level,
            level === 'OFFER' ? shop.offerId : null,
            level === 'PRODUCT' ? shop.courseId : null,
            kind,
            name,
          ],
        );
        await query(
          em,
          `insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
           values ($1, 1, $2, $3::jsonb, now(), 'Test')`,
          [id, name, sealed],
        );
      });
      return id;
    },
    async change(id, settings) {
      await rows(
        `with changed as (update action_configuration set version = 2 where id = $1 returning id, kind, name)
         insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
         select id, 2, name, $2::jsonb, now(), 'Test' from changed`,
        [id, seal('kajabi-grant', settings)],
      );
    },
    async buy(email, { twice = false, run: runs = true } = {}) {
      const orderId = await visit(database, email);
      if (twice) {
        const wish = { orderId, orderBumpIds: ['ado_again'] };
        accepted(await updateCheckout(wish, requestOf(database)));
      }
      const amountMinor = COURSE_MINOR + (twice ? BUMP_MINOR : 0);
      const news = newsOf(await pay(database, orderId), 'SUCCEEDED', { amountMinor });
      await receivePaymentNews('stripe', [news], requestOf(database));
      if (runs) await runWaiting(orderId);
      const [order] = await rows<{ number: string; lineIds: string[] }>(
        `select number, array(select id from order_line where order_id = o.id order by position) as "lineIds"
         from orders o where id = $1`,
        [orderId],
      );
      return { orderId, number: order?.number ?? '', lineIds: order?.lineIds ?? [] };
    },
    async refund(orderId, lineIds, { keepAccess = false, ...plan } = {}) {
      const lines = await rows<{ orderLineId: string; amountMinor: number }>(
        `select id as "orderLineId", price_minor as "amountMinor" from order_line where id = any($1)`,
        [lineIds],
      );
      const whole = lines.map((line) => ({ ...line, removeAccess: !keepAccess }));
      accepted(
        await askRefund(
          database,
          orderId,
          {},
          { plan: { lines: whole, returnMoney: false, ...plan } },
        ),
      );
    },
    async complete(orderId, { restoreRefunded, runActions = true }) {
      accepted(
        await completeOrder(
          {
            orderId,
            idempotencyKey: newKey(),
            runActions,
            actionsToRun: 'ALL',
            restoreRefunded,
            useLatestConfiguration: false,
          },
          requestOf(database, { permissions: ['COMPLETE_ORDERS'] }),
        ),
      );
    },
    async attentionOf(orderId) {
      const reasons = await rows<{ reason: string }>(
        `select r ->> 'reason' as reason from orders o, jsonb_array_elements(o.attention) as r where o.id = $1`,
        [orderId],
      );
      return reasons.map(({ reason }) => reason);
    },
    async hurry(actionId) {
      await rows(
        `update action set next_attempt_at = clock_timestamp() where id = $1 and status = 'PENDING'`,
        [actionId],
      );
    },
    held: () =>
      simulator.access
        .list()
        .map(({ email, kind, targetId }) => `${email} ${kind} ${targetId}`)
        .toSorted(),
    changes: () =>
      simulator.access.changes
        .list()
        .toReversed()
        .map(({ what, access }) => `${what} ${access.targetId}`),
  };
}

async function unlimitedSimulator(): Promise<Simulator> {
  const simulator = await startSimulator({
    ...quietly,
    seed: 20_261_123,
    settleAfterMs: null,
  });
  simulator.limits.set('kajabi', null);
  simulator.limits.set('systemeio', null);
  return simulator;
}
