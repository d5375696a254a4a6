import { describe, expect, onTestFinished, test } from 'vitest';
import type {
  PaidPayment,
  PaymentProvider,
  ProviderRefund,
  RawDelivery,
  RefundNews,
} from './payment-provider.ts';
import { outages, type Outage } from './payment-provider.contract.ts';

/** What every provider that returns money by itself must hold to, run against a stand-in of it. */

export type RefundingProvider = PaymentProvider &
  Required<Pick<PaymentProvider, 'capability' | 'refund'>>;

export type RefundWorld = {
  readonly provider: RefundingProvider;
  /** The same with a short time-out, for calls that are never answered. */
  readonly impatient: RefundingProvider;
  /** One that the customer has paid at the provider. */
  paidPayment(): Promise<PaidPayment>;
  /** How many refunds the provider knows under our key. */
  refundsAtProvider(key: string): number;
  /** Every call fails in this way until it is mended. */
  breakDown(how: Outage | 'error-400'): void;
  mend(): void;
  nextDelivery(): Promise<RawDelivery>;
  /** Where that comes to. */
  readonly callbackUrl: string;
  readonly now: () => Date;
  close(): Promise<void>;
};

type Open = () => Promise<RefundWorld>;

/** Each test opens a world of its own, with one payment that can be returned. */
async function opened(open: Open): Promise<{ world: RefundWorld; wish: ProviderRefund }> {
  const world = await open();
  onTestFinished(() => world.close());
  return { world, wish: wholeOf(await world.paidPayment(), world.callbackUrl) };
}

/** What holds for all of them. */
export function describeRefundingProvider(name: string, open: Open): void {
  describe(`${name}, as a provider that returns money`, () => {
    test('returns a whole payment under our key', async () => {
      const { world, wish } = await opened(open);

      expect(await world.provider.refund(wish, whileTesting)).toEqual({
        outcome: 'succeeded',
        reference: expect.stringMatching(/.{4,}/) as string,
      });
      expect(world.refundsAtProvider(wish.id)).toBe(1);
    });

    test.each(outages)('never takes %s for a no, and names nobody', async (how) => {
      const { world, wish } = await opened(open);
      world.breakDown(how);

      const answer = await during(how, world).refund(wish, whileTesting);
      expect(answer.outcome).toBe('unknown');
      expectNothingPersonal(answer);
      const made = how.endsWith('-after') ? 1 : 0;
      await expect.poll(() => world.refundsAtProvider(wish.id)).toBe(made);
    });

    test('takes a definite no for one, and names nobody', async () => {
      const { world, wish } = await opened(open);
      world.breakDown('error-400');

      const answer = await world.provider.refund(wish, whileTesting);
      expect(answer.outcome).toBe('refused');
      expectNothingPersonal(answer);
      expect(world.refundsAtProvider(wish.id)).toBe(0);
    });

    test('returns nothing twice under two keys', async () => {
      const { world, wish } = await opened(open);
      await world.provider.refund(wish, whileTesting);

      const second = { ...wish, id: 'leg_second' };
      expect(await world.provider.refund(second, whileTesting)).toMatchObject({
        outcome: 'refused',
      });
      expect(world.refundsAtProvider('leg_second')).toBe(0);
    });

    test('returns no more than was paid', async () => {
      const { world, wish } = await opened(open);
      const amountMinor = wish.amountMinor + 1;

      const answer = await world.provider.refund({ ...wish, amountMinor }, whileTesting);
      expect(answer.outcome).toBe('refused');
      expect(world.refundsAtProvider(wish.id)).toBe(0);
    });

    test('refuses a payment that the provider does not know', async () => {
      const { world, wish } = await opened(open);
      const payment = { ...wish.payment, id: 'pay_nobody', reference: 'never-heard-of' };

      const answer = await world.provider.refund({ ...wish, payment }, whileTesting);
      expect(answer.outcome).toBe('refused');
    });

    test('gives up when its caller does, long before its own time-out', async () => {
      const { world, wish } = await opened(open);
      world.breakDown('hang-before');
      const caller = new AbortController();
      const answer = world.provider.refund(wish, caller.signal);
      caller.abort();

      expect(await answer).toMatchObject({ outcome: 'unknown' });
    });
  });
}

/** Of those that return whole payments only. */
export function describeWholeRefunds(name: string, open: Open): void {
  describe(`${name}, as a provider that returns whole payments`, () => {
    test('says so, and sends no part', async () => {
      const { world, wish } = await opened(open);
      expect(world.provider.capability(wish.payment, world.now()).capability).toBe('full');

      const part = { ...wish, amountMinor: 100, lines: [{ id: 'line_01', amountMinor: 100 }] };
      expect(await world.provider.refund(part, whileTesting)).toMatchObject({ outcome: 'refused' });
      expect(world.refundsAtProvider(wish.id)).toBe(0);
    });
  });
}

/** Of those that report what became of a refund. */
export function describeRefundNews(name: string, open: Open): void {
  describe(`${name}, as a provider that tells of refunds`, () => {
    test('tells what became of one, with our key', async () => {
      const { world, wish } = await opened(open);
      const answer = await world.provider.refund(wish, whileTesting);

      const news = await newsOf(world);
      expect(news).toMatchObject({
        key: wish.id,
        status: 'SUCCEEDED',
        amountMinor: wish.amountMinor,
        currency: wish.payment.currency,
        failureMessage: null,
      });
      expect(answer).toEqual({ outcome: 'succeeded', reference: news.reference });
    });
  });
}

/** Of those that have no idea of a key: what is lost there stays unknown. */
export function describeKeylessRefunds(name: string, open: Open): void {
  describe(`${name}, as a provider that knows no keys`, () => {
    test('never says that a refund without an answer was not made', async () => {
      const { world, wish } = await opened(open);
      const found = await world.provider.findRefund?.(wish, whileTesting);
      expect(found ?? { outcome: 'unknown' }).toMatchObject({ outcome: 'unknown' });
    });
  });
}

/** Of those that return parts of a payment. */
export function describePartialRefunds(name: string, open: Open): void {
  describe(`${name}, as a provider that returns parts`, () => {
    test('returns a payment in parts, until nothing is left', async () => {
      const { world, wish } = await opened(open);
      const part = (id: string, amountMinor: number) =>
        world.provider.refund(
          { ...wish, id, amountMinor, lines: [{ id: 'line_01', amountMinor }] },
          whileTesting,
        );

      expect(await part('leg_a', 3300)).toMatchObject({ outcome: 'succeeded' });
      expect(await part('leg_b', 6601)).toMatchObject({ outcome: 'refused' });
      expect(await part('leg_c', 6600)).toMatchObject({ outcome: 'succeeded' });
      expect(await part('leg_d', 1)).toMatchObject({ outcome: 'refused' });
      expect(['leg_a', 'leg_b', 'leg_c', 'leg_d'].map((id) => world.refundsAtProvider(id))).toEqual(
        [1, 0, 1, 0],
      );
    });
  });
}

/** Of those where the same key never makes two refunds, and a refund is found by it. */
export function describeKeyedRefunds(name: string, open: Open): void {
  describe(`${name}, as a provider that knows keys`, () => {
    test('makes one refund of one key, however often it is sent', async () => {
      const { world, wish } = await opened(open);
      const first = await world.provider.refund(wish, whileTesting);

      const again = await Promise.all([
        world.provider.refund(wish, whileTesting),
        world.provider.refund(wish, whileTesting),
      ]);
      expect(again).toEqual([first, first]);
      expect(world.refundsAtProvider(wish.id)).toBe(1);
    });

    test('makes one refund of one key when it is sent at the same moment', async () => {
      const { world, wish } = await opened(open);
      const all = await Promise.all(
        Array.from({ length: 5 }, () => world.provider.refund(wish, whileTesting)),
      );

      expect(all.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
      expect(world.refundsAtProvider(wish.id)).toBe(1);
    });

    test.each(answerless)('finds what was made under %s', async (how) => {
      const { world, wish } = await opened(open);
      world.breakDown(how);
      await during(how, world).refund(wish, whileTesting);
      await expect.poll(() => world.refundsAtProvider(wish.id)).toBe(1);
      world.mend();

      const found = await world.provider.findRefund?.(wish, whileTesting);
      expect(found).toMatchObject({ outcome: 'succeeded' });
    });

    test.each(workless)(
      'finds nothing under %s, and makes one at most when sent again',
      async (how) => {
        const { world, wish } = await opened(open);
        world.breakDown(how);
        await during(how, world).refund(wish, whileTesting);
        world.mend();

        expect(await world.provider.findRefund?.(wish, whileTesting)).toBe('absent');
        // A 500 may be kept under the key: then it stays unknown, and still nothing is made twice.
        const again = await world.provider.refund(wish, whileTesting);
        expect(['succeeded', 'unknown']).toContain(again.outcome);
        expect(world.refundsAtProvider(wish.id)).toBe(again.outcome === 'succeeded' ? 1 : 0);
      },
    );

    test.each(outages)('learns nothing of a refund by %s', async (how) => {
      const { world, wish } = await opened(open);
      await world.provider.refund(wish, whileTesting);
      world.breakDown(how);

      const found = await during(how, world).findRefund?.(wish, whileTesting);
      expect(found).toMatchObject({ outcome: 'unknown' });
      expectNothingPersonal(found);
    });

    test('lists every refund, ours by their keys', async () => {
      const { world, wish } = await opened(open);
      await world.provider.refund(wish, whileTesting);

      const since = new Date(world.now().getTime() - 60_000);
      const listed = [];
      for await (const one of world.provider.listRefunds?.(since, whileTesting) ?? [])
        listed.push(one);
      expect(listed).toMatchObject([
        {
          key: wish.id,
          paymentReference: wish.payment.reference,
          amountMinor: wish.amountMinor,
          currency: wish.payment.currency,
          status: 'SUCCEEDED',
        },
      ]);
    });
  });
}

const answerless = outages.filter((how) => how.endsWith('-after'));
const workless = outages.filter((how) => !how.endsWith('-after'));

/** A caller that never gives up. */
const { signal: whileTesting } = new AbortController();

const customer = 'aino.virtanen@example.com';

function wholeOf(payment: PaidPayment, callbackUrl: string): ProviderRefund {
  const { amountMinor } = payment;
  return {
    id: 'leg_first',
    reference: null,
    payment,
    amountMinor,
    lines: [{ id: 'line_01', amountMinor }],
    email: customer,
    orderNumber: '1042',
    callbackUrl,
  };
}

function during(how: Outage, world: RefundWorld): RefundingProvider {
  return how.startsWith('hang-') ? world.impatient : world.provider;
}

/** The news of one refund, skipping deliveries that are about something else. */
async function newsOf(world: RefundWorld): Promise<RefundNews> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const by = await world.nextDelivery();
    const [news] = world.provider.readEvents?.(by, world.now()) ?? [];
    if (news?.kind === 'refund') return news;
  }
  throw new Error('ten deliveries without any news of a refund');
}

function expectNothingPersonal(answer: unknown): void {
  expect(JSON.stringify(answer)?.toLowerCase()).not.toContain(customer);
}
