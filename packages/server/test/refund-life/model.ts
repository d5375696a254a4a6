import type { RefundStatus } from '../../src/domain/refund.ts';

// What the money of an order should be after any refunds, failures, news and restores: the rules told once
// more, without a database. Which leg gives what of which line is taken from the real refund; that the
// spread adds up is proved where it is made.

export type LegModel = {
  readonly id: string;
  /** Place of its payment; null for money that did not come through us. */
  readonly payment: number | null;
  readonly movesMoney: boolean;
  /** By place of the line. */
  readonly parts: readonly { readonly line: number; readonly amountMinor: number }[];
  readonly amountMinor: number;
  status: RefundStatus;
  isBooked: boolean;
};

export type News = 'SUCCEEDED' | 'PENDING' | 'FAILED' | 'UNKNOWN';

export class MoneyModel {
  readonly legs: LegModel[] = [];

  constructor(
    readonly prices: readonly number[],
    readonly captures: readonly number[],
  ) {}

  isOpen({ status }: LegModel): boolean {
    return status === 'REQUESTED' || status === 'PENDING' || status === 'UNKNOWN';
  }

  #sum(of: (leg: LegModel) => number): number {
    return this.legs.reduce((sum, leg) => sum + of(leg), 0);
  }

  refundedOf(line: number): number {
    return this.#sum((leg) => (leg.isBooked ? amountOn(leg, line) : 0));
  }

  pendingOf(line: number): number {
    return this.#sum((leg) => (this.isOpen(leg) ? amountOn(leg, line) : 0));
  }

  leftOf(line: number): number {
    return (this.prices[line] ?? 0) - this.refundedOf(line) - this.pendingOf(line);
  }

  reservedOf(payment: number): number {
    return this.#sum((leg) => (this.isOpen(leg) && leg.payment === payment ? leg.amountMinor : 0));
  }

  /** What the provider returned, whatever our data were restored to. */
  returnedOf(payment: number): number {
    return this.#sum((leg) =>
      leg.movesMoney && leg.status === 'SUCCEEDED' && leg.payment === payment ? leg.amountMinor : 0,
    );
  }

  standingOf(payment: number): number {
    return this.#sum((leg) => (leg.isBooked && leg.payment === payment ? leg.amountMinor : 0));
  }

  add(leg: Omit<LegModel, 'status' | 'isBooked'>): void {
    this.legs.push({
      ...leg,
      status: leg.movesMoney ? 'REQUESTED' : 'RECORDED',
      isBooked: !leg.movesMoney,
    });
  }

  /** Told late or twice, it changes nothing; success may still turn into failure, and nothing else back. */
  hear(place: number, news: News): void {
    const leg = this.legs[place];
    if (!leg?.movesMoney || leg.status === 'FAILED') return;
    if (leg.status === 'SUCCEEDED' && news !== 'FAILED') return;
    if (leg.status === 'PENDING' && news === 'UNKNOWN') return;
    leg.status = news;
    leg.isBooked = news === 'SUCCEEDED';
  }

  get hasToRestore(): boolean {
    return this.legs.some(({ isBooked }) => isBooked);
  }

  restore(): void {
    for (const leg of this.legs) leg.isBooked = false;
  }
}

function amountOn({ parts }: LegModel, line: number): number {
  return parts.find((part) => part.line === line)?.amountMinor ?? 0;
}
