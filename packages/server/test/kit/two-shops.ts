import { isInputObjectType, type GraphQLSchema } from 'graphql';
import type { Viewer } from '../../src/access/viewer.ts';
import { Permission } from '../../src/domain/permission.ts';
import type { Services } from '../../src/graphql/context.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import type { TestDatabase } from './database.ts';
import { ask, contextOf, servicesOf } from './graphql.ts';
import { answers, newsOf, runOnce, scriptedActions } from './paid-order.ts';
import { tellLeg } from './refundable-order.ts';
import { newKey, obligingProvider, providersOf, requestOf } from './shop.ts';

/** Which of the two checkouts something belongs to: whoever asks has `own`, and `foreign` is another's. */
export type Side = 'own' | 'foreign';

/** Everything in it happened at this moment. */
export const STORY_AT = new Date('2026-11-23T10:00:00.000Z');

/** An id that nothing has, in place of one that something has. */
export const nowhere = (id: string) => id.replace(/own|foreign/u, 'nowhere');

/** Every right there is, in the own checkout alone. */
export function ownViewer(permissions: readonly Permission[] = Object.values(Permission)): Viewer {
  return {
    actor: { kind: 'PERSON', id: 'mem_own', name: 'Oona Own' },
    role: 'ADMIN',
    permissions: new Set(permissions),
    reach: ['chk_own1'],
    provedAt: new Date('2099-12-31T23:59:00.000Z'),
    expiresAt: new Date('2100-01-01T00:00:00.000Z'),
  };
}

/** The first of each kind that a story makes; a visit is an order that nobody paid. */
export const storyKinds = [
  'chk',
  'prd',
  'off',
  'ado',
  'lnk',
  'dsc',
  'cfg',
  'ord',
  'lin',
  'pay',
  'act',
  'att',
  'his',
  'ref',
  'leg',
  'blk',
  'exp',
] as const;
/** Members, invitations, tokens and sessions belong to the whole shop: the story makes none. */
export type StoryKind =
  | (typeof storyKinds)[number]
  | 'visit'
  | 'slug'
  | 'mem'
  | 'inv'
  | 'tok'
  | 'ses';

/** The id of the first thing of a kind on one side. */
export function idOf(kind: StoryKind, side: Side): string {
  if (kind === 'visit') return `ord_${side}2`;
  return kind === 'slug' ? `${side}-link` : `${kind}_${side}1`;
}

/** Everything outside says yes. */
export function storyServices(database: TestDatabase): Services {
  const provider = {
    ...obligingProvider,
    capability: () => ({ capability: 'full-and-partial' as const, note: null }),
    refund: () => Promise.resolve({ outcome: 'unknown' as const, message: 'Nobody knows.' }),
  };
  return { ...servicesOf(database), providers: providersOf(provider) };
}

/**
 * The same story in two checkouts, told through the API: things to sell, a webhook that fails, a visit, a
 * paid order with a refund whose end nobody knows, a bulk re-run and an export. Ids are `ord_own1`,
 * `ord_foreign1` and so on, in the order in which they were made.
 */
export async function seedTwoShops(database: TestDatabase, schema: GraphQLSchema): Promise<void> {
  database.tools.setNow(STORY_AT);
  for (const side of ['own', 'foreign'] as const) await tellStory(database, schema, side);
}

async function tellStory(database: TestDatabase, schema: GraphQLSchema, side: Side): Promise<void> {
  const made = new Map<string, number>();
  const tools = {
    ...database.tools,
    newId: (prefix: string) => {
      made.set(prefix, (made.get(prefix) ?? 0) + 1);
      return `${prefix}_${side}${made.get(prefix)}`;
    },
  };
  const teller = { ...database, tools };
  const viewer: Viewer = {
    ...ownViewer(),
    actor: { kind: 'PERSON', id: `mem_${side}`, name: side === 'own' ? 'Oona Own' : 'Fanny Far' },
    reach: 'ALL',
  };
  const call = async (name: string, input: object) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const source = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { message path } } }`;
    const inputType = schema.getType(type);
    const isKeyed = isInputObjectType(inputType) && 'idempotencyKey' in inputType.getFields();
    const wish = { input: { ...(isKeyed && { idempotencyKey: newKey() }), ...input } };
    const context = contextOf(storyServices(teller), viewer);
    const { data, errors } = await ask(schema, source, context, wish);
    const refusals = (data as Record<string, { errors: unknown[] }> | undefined)?.[name]?.errors;
    if (errors || (refusals?.length ?? 0) > 0) {
      throw new Error(`${name}: ${JSON.stringify(errors ?? refusals)}`);
    }
  };
  const id = (kind: StoryKind) => idOf(kind, side);
  const checkoutId = id('chk');
  const price = { currency: 'EUR', priceMinor: 9900 };
  const secret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
  await call('saveCheckout', { name: `Shop ${side}`, returnUrl: '' });
  for (const name of ['Course', 'Book']) {
    const product = { name, type: 'E_BOOK', vatRateBp: 2550, prices: [price] };
    await call('saveProduct', { checkoutId, ...product });
  }
  await call('saveOffer', {
    checkoutId,
    name: 'Offer',
    products: [{ productId: id('prd') }],
    addOns: [{ productId: `prd_${side}2`, kind: 'ORDER_BUMP', name: 'Book too', prices: [price] }],
  });
  await call('saveCheckoutLink', {
    checkoutId,
    offerId: id('off'),
    slug: id('slug'),
    name: 'Link',
    tags: [],
  });
  await call('saveDiscountCode', { checkoutId, code: 'TEN', kind: 'PERCENT', percentBp: 1000 });
  await call('createActionConfiguration', {
    checkoutId,
    level: 'CHECKOUT',
    kind: 'webhook',
    name: 'Hook',
    enabled: true,
    settings: [
      { name: 'url', value: `https://${side}.example.com/hook` },
      { name: 'signingSecret', value: secret },
    ],
  });
  for (const orderId of [id('ord'), id('visit')]) {
    await call('openCheckout', { linkSlug: id('slug'), country: 'FI' });
    const email = `${side}@example.com`;
    await call('submitBilling', { orderId, email, country: 'FI' });
  }
  await call('startPayment', { orderId: id('ord'), provider: 'stripe', method: 'card' });
  const request = requestOf(teller);
  await receivePaymentNews('stripe', [newsOf(id('pay'), 'SUCCEEDED')], request);
  await runOnce(teller, id('act'), scriptedActions(answers.refuses).types);
  await call('refundOrder', {
    orderId: id('ord'),
    plan: { lines: [{ orderLineId: id('lin'), amountMinor: 1000 }] },
  });
  const unknown = { status: 'UNKNOWN', reference: null, message: 'Nobody knows.' } as const;
  await tellLeg(teller, id('ord'), id('leg'), unknown);
  await call('rerunFailedActions', { filter: { orderIds: [id('ord')] }, dryRun: false });
  await call('requestOrderExport', { timeZone: 'UTC', filter: { orderIds: [id('ord')] } });
}
