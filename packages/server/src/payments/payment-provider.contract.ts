import { describe, expect, onTestFinished, test } from 'vitest';
import {
  BadSignature,
  ProviderFailure,
  type NewPayment,
  type PaymentProvider,
  type PaymentNews,
  type RawDelivery,
  type StartedPayment,
} from './payment-provider.ts';

/** What every provider that takes payments by itself must hold to, run against a stand-in of it. */

/** "Before" is before anything was done, "after" is when only the answer is lost. */
export const outages = [
  'drop-before',
  'drop-after',
  'hang-before',
  'hang-after',
  'error-500',
  'error-500-after',
  'error-429',
] as const;
export type Outage = (typeof outages)[number];

export type ProviderWorld = {
  readonly provider: OnlineProvider;
  /** The same with a short time-out, for calls that are never answered. */
  readonly impatient: OnlineProvider;
  /** One that the provider takes, with an id nobody used before. */
  newPayment(): NewPayment;
  /** How many payments the provider knows under our id. */
  paymentsAtProvider(id: string): number;
  /** Every call fails in this way until it is mended. */
  breakDown(how: Outage | 'error-400'): void;
  mend(): void;
  /** The customer, with what `start` gave, at the provider's own page. */
  customer(
    started: StartedPayment,
    does: 'pays' | 'is refused' | 'leaves it pending',
  ): Promise<void>;
  /** What the provider sends to us next; waits for it. */
  nextDelivery(): Promise<RawDelivery>;
  readonly now: () => Date;
  close(): Promise<void>;
};

/** A provider that takes payments by itself. */
export type OnlineProvider = PaymentProvider &
  Required<Pick<PaymentProvider, 'start' | 'find' | 'readEvents'>>;

/**
 * Declares the suite; each test opens a world of its own. `isSignatureDated` says whether
 * the signature of a delivery tells when it was made.
 */
export function describePaymentProvider(
  name: string,
  { isSignatureDated }: { readonly isSignatureDated: boolean },
  open: () => Promise<ProviderWorld>,
): void {
  async function opened(): Promise<ProviderWorld> {
    const world = await open();
    onTestFinished(() => world.close());
    return world;
  }

  describe(`${name}, as a payment provider`, () => {
    test('makes one payment of one id, however often it is started', async () => {
      const world = await opened();
      const payment = world.newPayment();
      const { reference } = await world.provider.start(payment, whileTesting);

      const again = await Promise.allSettled([
        world.provider.start(payment, whileTesting),
        world.provider.start(payment, whileTesting),
      ]);
      for (const repeat of again) {
        expect(repeat).toSatisfy(() =>
          repeat.status === 'fulfilled'
            ? repeat.value.reference === reference
            : repeat.reason instanceof ProviderFailure,
        );
      }
      expect(world.paymentsAtProvider(payment.id)).toBe(1);
    });

    test.each(outages)('never takes %s for a no, and tells nobody who paid', async (how) => {
      const world = await opened();
      const payment = world.newPayment();
      world.breakDown(how);

      const failure = await failureOf(during(how, world).start(payment, whileTesting));
      expect(failure.kind).toBe('unavailable');
      expectNothingPersonal(failure, payment);
      const made = how.endsWith('-after') ? 1 : 0;
      await expect.poll(() => world.paymentsAtProvider(payment.id)).toBe(made);
    });

    test.each(outages)('learns nothing of a payment by %s', async (how) => {
      const world = await opened();
      const payment = world.newPayment();
      const { reference } = await world.provider.start(payment, whileTesting);
      world.breakDown(how);

      const lookUp = during(how, world).find({ id: payment.id, reference }, whileTesting);
      expect((await failureOf(lookUp)).kind).toBe('unavailable');
    });

    test.each(outages)('heals from %s without a second payment', async (how) => {
      const world = await opened();
      const payment = world.newPayment();
      world.breakDown(how);
      await failureOf(during(how, world).start(payment, whileTesting));
      world.mend();

      await Promise.allSettled([world.provider.start(payment, whileTesting)]);
      expect(world.paymentsAtProvider(payment.id)).toBeLessThanOrEqual(1);
      const found = await world.provider.find({ id: payment.id, reference: null }, whileTesting);
      expect(['absent', payment.id]).toContain(found === 'absent' ? found : found.stamp);
    });

    test('takes a definite no for one, and tells nobody who paid', async () => {
      const world = await opened();
      const payment = world.newPayment();
      world.breakDown('error-400');

      const failure = await failureOf(world.provider.start(payment, whileTesting));
      expect(failure.kind).toBe('refused');
      expectNothingPersonal(failure, payment);
      expect(world.paymentsAtProvider(payment.id)).toBe(0);
    });

    test('gives up when its caller does, long before its own time-out', async () => {
      const world = await opened();
      world.breakDown('hang-before');
      const caller = new AbortController();
      const start = world.provider.start(world.newPayment(), caller.signal);
      caller.abort();

      expect((await failureOf(start)).kind).toBe('unavailable');
    });

    test.each([
      ['pays', 'SUCCEEDED'],
      ['is refused', 'FAILED'],
      ['leaves it pending', 'PENDING'],
    ] as const)(
      'tells by event and when asked the same of a customer who %s',
      async (does, status) => {
        const world = await opened();
        const payment = world.newPayment();
        const started = await world.provider.start(payment, whileTesting);
        await world.customer(started, does);

        const { news } = await newsOf(world);
        expect(news).toMatchObject({
          status,
          stamp: payment.id,
          reference: started.reference,
          amountMinor: payment.amountMinor,
          currency: payment.currency,
        });
        expect(news.failureMessage === null).toBe(status !== 'FAILED');

        const { id } = payment;
        const found = await world.provider.find({ id, reference: started.reference }, whileTesting);
        expect(found).toMatchObject({
          status,
          stamp: payment.id,
          reference: started.reference,
          amountMinor: payment.amountMinor,
          currency: payment.currency,
          failureMessage: news.failureMessage,
        });
      },
    );

    test('says that a payment it does not know is absent', async () => {
      const world = await opened();
      const payment = { id: world.newPayment().id, reference: 'never-heard-of' };
      expect(await world.provider.find(payment, whileTesting)).toBe('absent');
      expect(await world.provider.find({ ...payment, reference: null }, whileTesting)).toBe(
        'absent',
      );
    });

    test('gives the same news the same id each time they are delivered', async () => {
      const world = await opened();
      await world.customer(await world.provider.start(world.newPayment(), whileTesting), 'pays');

      const { news, by } = await newsOf(world);
      expect(world.provider.readEvents(by, world.now())).toEqual([news]);
    });

    test('refuses a delivery that was altered, forged or stripped of its signature', async () => {
      const world = await opened();
      const payment = world.newPayment();
      await world.customer(await world.provider.start(payment, whileTesting), 'is refused');
      const { by } = await newsOf(world);

      for (const wrong of falsified(by, payment)) {
        expect(() => world.provider.readEvents(wrong, world.now())).toThrow(BadSignature);
      }
    });

    if (!isSignatureDated) return;
    test('refuses a delivery dated five minutes off', async () => {
      const world = await opened();
      await world.customer(await world.provider.start(world.newPayment(), whileTesting), 'pays');
      const { by } = await newsOf(world);

      for (const offMs of [302_000, -302_000]) {
        const then = new Date(world.now().getTime() + offMs);
        expect(() => world.provider.readEvents(by, then)).toThrow(BadSignature);
      }
    });
  });
}

/** A caller that never gives up. */
const { signal: whileTesting } = new AbortController();

function during(how: Outage, world: ProviderWorld): OnlineProvider {
  return how.startsWith('hang-') ? world.impatient : world.provider;
}

/** The news of one payment, skipping deliveries that are about something else. */
async function newsOf(world: ProviderWorld): Promise<{ news: PaymentNews; by: RawDelivery }> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const by = await world.nextDelivery();
    const [news] = world.provider.readEvents(by, world.now());
    if (news?.kind === 'payment') return { news, by };
  }
  throw new Error('ten deliveries without any news');
}

async function failureOf(work: Promise<unknown>): Promise<ProviderFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ProviderFailure) return error;
    throw error;
  }
  throw new Error('the provider was believed');
}

function expectNothingPersonal(failure: ProviderFailure, payment: NewPayment): void {
  const said = `${failure.message} ${failure.detail}`.toLowerCase();
  for (const value of [payment.email, payment.firstName, payment.lastName]) {
    expect(said).not.toContain(value?.toLowerCase() ?? 'a name that was never given');
  }
}

/** What somebody could make of an honest delivery without knowing the secret. */
function falsified(honest: RawDelivery, payment: NewPayment): RawDelivery[] {
  const text = new TextDecoder().decode(honest.body);
  const anotherText = text.replaceAll(payment.id, `${payment.id}x`);
  const withText = (body: string) => ({ ...honest, body: new TextEncoder().encode(body) });
  const isInBody = text.length > 0;

  const altered = isInBody
    ? [withText(anotherText), withText(`${text} `), withText('')]
    : Object.keys(honest.query)
        .filter((key) => key !== 'signature')
        .map((key) => ({ ...honest, query: { ...honest.query, [key]: `${honest.query[key]}1` } }));

  const unsigned = { ...honest, headers: {}, query: without(honest.query, 'signature') };
  const forged = isInBody
    ? { ...honest, headers: mapped(honest.headers, forgedHex) }
    : { ...honest, query: mapped(honest.query, forgedHex) };
  return [...altered, unsigned, forged];
}

/** Every signature becomes another one of the same shape. */
function forgedHex(value: string): string {
  return value.replace(/[0-9a-f]{64,}/g, (signature) => '0'.repeat(signature.length));
}

function mapped(values: Readonly<Record<string, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function without(values: Readonly<Record<string, string>>, name: string) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
