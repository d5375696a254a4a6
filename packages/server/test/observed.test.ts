import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '@order-management/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateAccess } from '../src/access/session-library.ts';
import { makeToken } from './kit/api-token.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { seedTwoCheckouts } from './kit/orders.ts';
import { startProcess, type ServerProcess } from './kit/processes.ts';
import { refundableOrder } from './kit/refundable-order.ts';
import { collectSpans, type CollectedSpan } from './kit/span-collector.ts';

import { watchedExpressions, metricsIn } from './kit/watched-expressions.ts';

// The running product as operators see it: two real processes, a collector of traces, and the demo's Stripe.

const CLICK = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const keys = { apiKey: 'sk_test_observed', webhookSecret: 'whsec_observed' };

let database: TestDatabase;
let simulator: Simulator;
let collector: Awaited<ReturnType<typeof collectSpans>>;
let serve: ServerProcess;
let work: ServerProcess;
let token: string;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  await migrateAccess(database.url);
  await seedTwoCheckouts(database);
  collector = await collectSpans();
  simulator = await startSimulator({
    port: 0,
    smtpPort: 0,
    productUrl: null,
    token: null,
    linkSlugs: [],
    stripe: keys,
    paytrail: { account: '375917', secret: 'SAIPPUAKAUPPIAS' },
    webhookReceiverSecret: null,
    traffic: null,
    seed: 1,
    settleAfterMs: null,
  });
  const environment = {
    DATABASE_URL: database.url,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    STRIPE_API_KEY: keys.apiKey,
    STRIPE_WEBHOOK_SECRETS: keys.webhookSecret,
    STRIPE_API_URL: simulator.url,
    METRICS_PORT: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    PORT: '0',
  };
  [serve, work] = await Promise.all([
    startProcess('serve', environment, (line) => lines.push(line)),
    startProcess('work', environment, (line) => lines.push(line)),
  ]);
  const made = await makeToken(database, {
    permissions: ['READ_ORDERS', 'READ_PERSONAL_DATA', 'REFUND_ORDERS'],
  });
  token = made.secret;
}, 180_000);
afterAll(async () => {
  await Promise.all([serve.stop(), work.stop()]);
  await simulator.stop();
  await collector.stop();
  await database.drop();
});

/** An order of 99.00 € that Stripe has taken. */
async function paidOrder() {
  const reference = `pi_${randomUUID()}`;
  const paid = await refundableOrder(database, { payments: [{ provider: 'stripe', reference }] });
  const payment = {
    provider: 'stripe' as const,
    reference,
    stamp: paid.paymentIds[0] ?? '',
    orderNumber: paid.orderId,
    method: 'card',
    amountMinor: 9900,
    currency: 'EUR',
    paidAt: Date.now(),
  };
  simulator.rememberPast({ payments: [payment], refunds: [] });
  return paid;
}

const REFUND = `mutation RefundOrder($input: RefundOrderInput!) {
  refundOrder(input: $input) { refund { id } errors { message } }
}`;

async function clickRefund(orderId: string, lineIds: readonly string[]) {
  const response = await fetch(`${serve.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      traceparent: `00-${CLICK.traceId}-${CLICK.spanId}-00`,
    },
    body: JSON.stringify({
      query: REFUND,
      variables: {
        input: {
          orderId,
          plan: { lines: lineIds.map((orderLineId) => ({ orderLineId, amountMinor: 9900 })) },
          reason: 'Asked for it',
          idempotencyKey: randomUUID(),
        },
      },
    }),
  });
  const answer = await response.json();
  return { answer, requestId: response.headers.get('x-request-id') ?? '' };
}

const textOf = async ({ metricsUrl }: ServerProcess) =>
  (await fetch(`${metricsUrl}/metrics`)).text();

/** The value of one series, written as Prometheus does; undefined where it is not told. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('a click', () => {
  test('is one trace over the mutation, its statements, the queue, the attempt and the provider’s call', async () => {
    const { orderId, lineIds } = await paidOrder();
    const { answer, requestId } = await clickRefund(orderId, lineIds);
    expect(answer).toMatchObject({ data: { refundOrder: { errors: [] } } });

    const ofClick = () => collector.spans.filter(({ traceId }) => traceId === CLICK.traceId);
    const names = () => ofClick().map(({ name }) => name);
    await expect.poll(names, { timeout: 30_000 }).toContain('job run-action');
    await expect.poll(names, { timeout: 30_000 }).toContain('POST /graphql');
    const named = (name: string): CollectedSpan => {
      const found = ofClick().filter((span) => span.name === name);
      expect({ name, spans: found.length }).toEqual({ name, spans: 1 });
      return found[0] as CollectedSpan;
    };
    const chain = [
      'POST /graphql',
      'mutation RefundOrder',
      'job run-action',
      'attempt refund-payment',
      'stripe refund',
    ].map(named);
    expect(chain.map(({ parentSpanId }) => parentSpanId)).toEqual([
      CLICK.spanId,
      ...chain.slice(0, -1).map(({ spanId }) => spanId),
    ]);
    expect(chain.map(({ service }) => service.replace('order-management-', ''))).toEqual([
      'serve',
      'serve',
      'work',
      'work',
      'work',
    ]);
    expect(named('POST /graphql').attributes['order_management.request_id']).toBe(requestId);
    // Statements are parts of the operation and of the attempt, each with its text and without a value.
    const mutation = chain[1]?.spanId;
    const statements = ofClick().filter(({ parentSpanId }) => parentSpanId === mutation);
    expect(statements.map(({ name }) => name)).toContain('insert refund');
    expect(JSON.stringify(ofClick())).not.toContain('buyer@example.com');
    expect(JSON.stringify(ofClick())).not.toContain('Asked for it');
    // To the provider nothing of it is told.
    expect(simulator.stripe.refunds.refunds.list()).toHaveLength(1);
  });

  test('has its request’s id on each line of the log that came of it, also in the worker, and the trace’s', async () => {
    const { orderId, lineIds } = await paidOrder();
    const { requestId } = await clickRefund(orderId, lineIds);

    const ofRequest = () => lines.filter((line) => line['requestId'] === requestId);
    const messages = () => ofRequest().map(({ msg }) => msg);
    await expect.poll(messages, { timeout: 30_000 }).toEqual(['request', 'attempt']);
    expect(ofRequest()).toMatchObject([
      { operationName: 'RefundOrder', traceId: CLICK.traceId, status: 200 },
      {
        kind: 'refund-payment',
        outcome: 'succeeded',
        trigger: 'AUTOMATIC',
        traceId: CLICK.traceId,
      },
    ]);
  });
});

describe('what operators ask', () => {
  test('is answered on a port of its own, and nothing of it where everybody comes', async () => {
    for (const { metricsUrl } of [serve, work]) {
      for (const path of ['/healthz', '/readyz', '/metrics']) {
        expect((await fetch(`${metricsUrl}${path}`)).status).toBe(200);
      }
      expect((await fetch(`${metricsUrl}/graphql`)).status).toBe(404);
    }
    const outside = await fetch(`${serve.url}/metrics`);
    expect(await outside.text()).not.toContain('order_management_');
  });

  test('counts what was done, by labels that only we choose', async () => {
    const foreign = { query: '{ __typename }', operationName: undefined };
    const named = { query: 'query SomebodysOwn { __typename }' };
    for (const body of [foreign, named]) {
      await fetch(`${serve.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
    }
    await fetch(`${serve.url}/events/stripe`, { method: 'POST', body: '{}' });
    const [served, worked] = [await textOf(serve), await textOf(work)];
    const P = 'order_management_';
    expect(
      valueOf(
        served,
        `${P}graphql_operation_duration_seconds_count{operation="RefundOrder",outcome="ok"}`,
      ),
    ).toBe(2);
    expect(
      valueOf(
        served,
        `${P}graphql_operation_duration_seconds_count{operation="other",outcome="ok"}`,
      ),
    ).toBe(2);
    expect(served).not.toContain('SomebodysOwn');
    expect(
      valueOf(served, `${P}provider_deliveries_total{provider="stripe",outcome="refused"}`),
    ).toBe(1);
    expect(
      valueOf(
        worked,
        `${P}attempt_duration_seconds_count{kind="refund-payment",purpose="REFUND",outcome="succeeded"}`,
      ),
    ).toBe(2);
    expect(
      valueOf(
        worked,
        `${P}outgoing_call_duration_seconds_count{target="stripe",operation="refund",outcome="succeeded"}`,
      ),
    ).toBe(2);
    expect(valueOf(worked, `${P}attempt_start_latency_seconds_count{trigger="AUTOMATIC"}`)).toBe(2);
    expect(valueOf(worked, `${P}refund_legs{status="SUCCEEDED"}`)).toBe(2);
    expect(valueOf(worked, `${P}attention_orders`)).toBe(0);
    expect(valueOf(worked, `${P}shop_figures_up`)).toBe(1);
    expect(served + worked).not.toMatch(/ord_|act_|ref_|leg_|@example\.com/);
  });
});

describe('what is handed to Grafana and Prometheus', () => {
  test('asks for nothing that the running processes do not tell', async () => {
    const text = (await textOf(serve)) + (await textOf(work));
    const told = new Set(['up']);
    for (const [, name, type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
      const parts = type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
      for (const part of parts) told.add(`${name}${part}`);
    }
    expect(told.size).toBeGreaterThan(50);
    const asked = watchedExpressions().flatMap(({ where, expr }) =>
      metricsIn(expr).map(({ name }) => ({ where, name })),
    );
    expect(asked.length).toBeGreaterThan(70);
    expect(asked.filter(({ name }) => !told.has(name))).toEqual([]);
  });
});
