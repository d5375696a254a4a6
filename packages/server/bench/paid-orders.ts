import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { startSimulator } from '@order-management/simulator';
import { Lines, type Question } from './load.ts';
import type { Place, Product } from './place.ts';
import { askProduct } from './questions.ts';
import { rowsOf } from './samples.ts';

// Orders on the verge of being paid, made as a checkout page makes them, and the signed word of the provider that
// pays each of them.

const EVENT_SECRET = `whsec_${randomBytes(24).toString('hex')}`;
const API_KEY = 'sk_test_bench';
const SHOPPERS = 8;

export type Payable = {
  readonly orderId: string;
  readonly paymentId: string;
  readonly minor: number;
  readonly currency: string;
};

/** A Stripe that begins payments and says nothing by itself; stopped at the end of the run. */
export async function startStripe(place: Place): Promise<Readonly<Record<string, string>>> {
  const simulator = await startSimulator({
    port: 0,
    smtpPort: 0,
    productUrl: null,
    token: null,
    linkSlugs: [],
    stripe: { webhookSecret: EVENT_SECRET, apiKey: API_KEY },
    paytrail: { account: '375917', secret: 'unused' },
    webhookReceiverSecret: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
    traffic: null,
    seed: 7,
  });
  place.atEnd(() => simulator.stop());
  return {
    STRIPE_API_URL: simulator.url,
    STRIPE_API_KEY: API_KEY,
    STRIPE_WEBHOOK_SECRETS: EVENT_SECRET,
  };
}

/** So many orders, each with a payment under way. */
export async function makePayable(
  place: Place,
  product: Product,
  count: number,
): Promise<Payable[]> {
  const lines = new Lines(product.url, SHOPPERS);
  try {
    const slug = await sellingLink(place, product, lines);
    const made: Payable[] = [];
    let begun = 0;
    const shop = async () => {
      while (begun < count) {
        begun += 1;
        const payable = await bringToPayment(product, lines, slug);
        if (!payable) throw new Error(`Nothing to pay behind the link ${slug}`);
        made.push(payable);
      }
    };
    await Promise.all(Array.from({ length: SHOPPERS }, shop));
    return made;
  } finally {
    await lines.close();
  }
}

/** The most used checkout link behind which something is to be paid by Stripe. */
async function sellingLink(place: Place, product: Product, lines: Lines): Promise<string> {
  const links = await rowsOf<{ slug: string }>(
    place.databaseUrl,
    `select l.slug from checkout_link l
     order by (select count(*) from order_list o where o.checkout_link_id = l.id) desc, l.slug limit 20`,
  );
  for (const { slug } of links) {
    if (await bringToPayment(product, lines, slug)) return slug;
  }
  throw new Error('Behind no checkout link of this database is anything to be paid by Stripe.');
}

/** Null where nothing is sold, or nothing costs anything. */
async function bringToPayment(
  product: Product,
  lines: Lines,
  linkSlug: string,
): Promise<Payable | null> {
  const call = async <Data>(name: string, fields: string, input: object): Promise<Data | null> => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} errors { code message } } }`;
    const answer = await lines.ask(askProduct(product, query, { input }, 'token'));
    const { data, errors } = JSON.parse(answer.toString()) as {
      data: Record<string, Data & { errors: readonly object[] }> | null;
      errors?: readonly object[];
    };
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    const payload = data?.[name];
    return payload && payload.errors.length === 0 ? payload : null;
  };
  const total = 'order { id total { minor currency } }';
  const opened = await call<{ order: { id: string } }>('openCheckout', total, {
    linkSlug,
    country: 'FI',
    idempotencyKey: randomUUID(),
  });
  if (!opened) return null;
  const orderId = opened.order.id;
  const filled = await call<{ order: { total: { minor: number; currency: string } } }>(
    'submitBilling',
    total,
    {
      orderId,
      email: `buyer-${randomUUID()}@example.com`,
      country: 'FI',
      firstName: 'Aino',
      lastName: 'Virtanen',
    },
  );
  if (!filled || filled.order.total.minor === 0) return null;
  const started = await call<{ payment: { id: string } }>('startPayment', 'payment { id }', {
    orderId,
    provider: 'stripe',
    method: 'card',
    idempotencyKey: randomUUID(),
  });
  return started && { orderId, paymentId: started.payment.id, ...filled.order.total };
}

/** The provider's word that this payment succeeded, signed now. */
export function successOf(product: Product, { paymentId, minor, currency }: Payable): Question {
  const seconds = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    id: `evt_${randomBytes(12).toString('hex')}`,
    object: 'event',
    type: 'payment_intent.succeeded',
    created: seconds,
    data: {
      object: {
        id: `pi_${randomBytes(12).toString('hex')}`,
        object: 'payment_intent',
        amount: minor,
        amount_received: minor,
        currency: currency.toLowerCase(),
        status: 'succeeded',
        payment_method_types: ['card'],
        metadata: { payment_id: paymentId },
      },
    },
  });
  const signature = createHmac('sha256', EVENT_SECRET).update(`${seconds}.${body}`).digest('hex');
  return {
    url: `${product.url}/events/stripe`,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'stripe-signature': `t=${seconds},v1=${signature}`,
    },
    body,
  };
}

/** Closes what was paid here, so that nobody is told of deliveries that nobody makes. */
export async function closePaid(product: Product, paid: readonly Payable[]): Promise<void> {
  const lines = new Lines(product.url, SHOPPERS);
  const left = [...paid];
  const close = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      const input = { orderId: one.orderId, runActions: false, idempotencyKey: randomUUID() };
      await lines.ask(
        askProduct(
          product,
          'mutation ($input: CompleteOrderInput!) { completeOrder(input: $input) { errors { code } } }',
          { input },
          'token',
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: SHOPPERS }, close));
  await lines.close();
}
