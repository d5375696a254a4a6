import { assertMinor, sumMinor } from './money.ts';
import type { RefundPart } from './refund.ts';

// Over which payments a refund goes back, and what is only written down (`rules.md`, "Decisions that are
// costly to change later"). Minor units of one currency; which payments count is decided elsewhere.

/** What of an order's payments can go back through their providers: the API's own words. */
export const RefundCapability = {
  FULL_AND_PARTIAL: 'FULL_AND_PARTIAL',
  FULL_ONLY: 'FULL_ONLY',
  NONE: 'NONE',
} as const;
export type RefundCapability = (typeof RefundCapability)[keyof typeof RefundCapability];

/** A captured payment, as far as the spread needs it. */
export type RefundSource = {
  readonly id: string;
  readonly capability: RefundCapability;
  readonly capturedMinor: number;
  /** What its provider may still return: neither gone back, nor on its way, nor recorded as returned. */
  readonly returnableMinor: number;
  /** What no standing refund is written down for. Restored data makes it more than is returnable. */
  readonly recordableMinor: number;
};

/** The share of a refund that goes one way. `paymentId` null: the order was never paid through us. */
export type SpreadLeg = {
  readonly paymentId: string | null;
  readonly movesMoney: boolean;
  readonly amountMinor: number;
  readonly parts: readonly RefundPart[];
};

/** What can be done with all of them together: the best of each. */
export function bestCapability(capabilities: readonly RefundCapability[]): RefundCapability {
  const best = (['FULL_AND_PARTIAL', 'FULL_ONLY'] as const).find((one) =>
    capabilities.includes(one),
  );
  return best ?? 'NONE';
}

/**
 * Spreads the parts of a refund over the payments, given in the order of their captures: first those
 * that can be refunded in part, then those that only can whole, and only if all they took fits; the
 * rest is recorded. With `returnMoney` false everything is. Every line and every leg adds up exactly,
 * no part is zero, and the VAT of a line's parts adds up to its own.
 */
export function spreadRefund(
  parts: readonly RefundPart[],
  sources: readonly RefundSource[],
  returnMoney: boolean,
): SpreadLeg[] {
  const totalMinor = sumMinor(parts.map(({ amountMinor }) => amountMinor));
  const moved = returnMoney ? shareMoved(totalMinor, sources) : new Map<string, number>();
  const restMinor = totalMinor - sumMinor(moved.values());
  const recorded = shareRecorded(restMinor, sources, moved);
  const beyondMinor = restMinor - sumMinor(recorded.values());
  const bare = [
    ...legsOf(moved, sources, true),
    ...legsOf(recorded, sources, false),
    { paymentId: null, movesMoney: false, amountMinor: beyondMinor },
  ];
  return fill(
    bare.filter(({ amountMinor }) => amountMinor > 0),
    parts,
  );
}

type BareLeg = Omit<SpreadLeg, 'parts'>;

function shareMoved(totalMinor: number, sources: readonly RefundSource[]): Map<string, number> {
  const shares = new Map<string, number>();
  let leftMinor = totalMinor;
  const give = (id: string, amountMinor: number) => {
    if (amountMinor <= 0) return;
    shares.set(id, amountMinor);
    leftMinor -= amountMinor;
  };
  for (const { id, capability, returnableMinor } of sources) {
    if (capability === 'FULL_AND_PARTIAL') give(id, Math.min(leftMinor, returnableMinor));
  }
  for (const source of sources) {
    if (isReturnableWhole(source) && source.capturedMinor <= leftMinor) {
      give(source.id, source.capturedMinor);
    }
  }
  return shares;
}

/** A provider that returns only all of it can do so while nothing of it has gone any way. */
function isReturnableWhole({ capability, capturedMinor, returnableMinor }: RefundSource): boolean {
  return capability === 'FULL_ONLY' && returnableMinor === capturedMinor;
}

function shareRecorded(
  restMinor: number,
  sources: readonly RefundSource[],
  moved: ReadonlyMap<string, number>,
): Map<string, number> {
  const shares = new Map<string, number>();
  let leftMinor = restMinor;
  for (const { id, recordableMinor } of sources) {
    const share = Math.min(leftMinor, Math.max(0, recordableMinor - (moved.get(id) ?? 0)));
    if (share === 0) continue;
    shares.set(id, share);
    leftMinor -= share;
  }
  return shares;
}

function legsOf(
  shares: ReadonlyMap<string, number>,
  sources: readonly RefundSource[],
  movesMoney: boolean,
): BareLeg[] {
  return sources.map(({ id }) => ({
    paymentId: id,
    movesMoney,
    amountMinor: shares.get(id) ?? 0,
  }));
}

/** Lays the lines through the legs, both in their order, as one tape is measured by another. */
function fill(legs: readonly BareLeg[], parts: readonly RefundPart[]): SpreadLeg[] {
  const lines = parts.map((part) => ({ ...part, takenMinor: 0, takenVatMinor: 0 }));
  let index = 0;
  return legs.map((leg) => {
    const filled: RefundPart[] = [];
    let roomMinor = leg.amountMinor;
    while (roomMinor > 0) {
      const line = lines[index];
      if (!line) throw new RangeError('The legs hold more than the lines');
      const amountMinor = Math.min(roomMinor, line.amountMinor - line.takenMinor);
      if (amountMinor > 0) filled.push(take(line, amountMinor));
      roomMinor -= amountMinor;
      if (line.takenMinor === line.amountMinor) index += 1;
    }
    return { ...leg, parts: filled };
  });
}

/** The VAT goes the same way: that of all taken so far, less what was taken before. */
function take(
  line: RefundPart & { takenMinor: number; takenVatMinor: number },
  amountMinor: number,
): RefundPart {
  line.takenMinor += amountMinor;
  const vatSoFar = shareOf(line.vatMinor, line.takenMinor, line.amountMinor);
  const vatMinor = vatSoFar - line.takenVatMinor;
  line.takenVatMinor = vatSoFar;
  return { lineId: line.lineId, amountMinor, vatMinor };
}

/** `wholeMinor` × `part` ÷ `of`, half a unit away from zero; exact at the end. */
function shareOf(wholeMinor: number, part: number, of: number): number {
  assertMinor(wholeMinor);
  const doubled = 2n * BigInt(Math.abs(wholeMinor)) * BigInt(part);
  const share = Number((doubled + BigInt(of)) / (2n * BigInt(of)));
  return wholeMinor < 0 && share !== 0 ? -share : share;
}
