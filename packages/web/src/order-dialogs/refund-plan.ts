import type { RefundChoicesFragment, RefundPlanInput, RefundPreviewQuery } from '../generated.ts';
import { readAmount, writeAmount } from '../ui/money-text.ts';

/** What a person has typed and ticked in the refund form, and what of it is sent. */

export type RefundDraft = {
  /** By line, as typed; missing where nothing was. */
  readonly amounts: Readonly<Record<string, string>>;
  /** Lines whose access stays although it could go. */
  readonly keptAccess: ReadonlySet<string>;
  readonly returnMoney: boolean;
  /** Null until the person has decided. */
  readonly removeOfferAccess: boolean | null;
  /** Given back whole instead of lines. */
  readonly surplusPaymentId: string | null;
  readonly reason: string;
};

/** A plan as the API takes it, with every id as the text it is. */
export type RefundPlan = RefundPlanInput & {
  readonly lines: { orderLineId: string; amountMinor: number; removeAccess: boolean }[];
};

export type RefundPreview = NonNullable<RefundPreviewQuery['refundPreview']['preview']>;
export type RefundProblem = RefundPreviewQuery['refundPreview']['errors'][number];
type RefundableLine = RefundChoicesFragment['lines'][number];

export const EMPTY_DRAFT: RefundDraft = {
  amounts: {},
  keptAccess: new Set(),
  returnMoney: true,
  removeOfferAccess: null,
  surplusPaymentId: null,
  reason: '',
};

/** A typed amount: in minor units, or with the words for what is wrong with it. Nothing typed is nothing refunded. */
export type TypedAmount = { readonly minor: number; readonly problem: string | null };

export function typedAmount(draft: RefundDraft, line: RefundableLine): TypedAmount {
  const text = draft.amounts[line.orderLine.id] ?? '';
  if (text.trim() === '') return { minor: 0, problem: null };
  const { currency, minor: maximum } = line.maximum;
  const read = readAmount(text, currency);
  if (!read.ok) return { minor: 0, problem: read.problem };
  if (read.value > maximum) {
    return { minor: 0, problem: `At most ${writeAmount(maximum, currency)} can be refunded.` };
  }
  return { minor: read.value, problem: null };
}

/** Every line whole. */
export function allAmounts({ lines }: RefundChoicesFragment): Record<string, string> {
  return Object.fromEntries(
    lines
      .filter(({ maximum }) => maximum.minor > 0)
      .map(({ orderLine, maximum }) => [
        orderLine.id,
        writeAmount(maximum.minor, maximum.currency),
      ]),
  );
}

/**
 * The plan that the form stands for; null while it stands for none. Which access can go with it is said
 * by `removable`: the server's word on these very amounts.
 */
export function planOf(
  draft: RefundDraft,
  choices: RefundChoicesFragment,
  removable: ReadonlyMap<string, number>,
  isWhole: boolean,
): RefundPlan | null {
  if (draft.surplusPaymentId !== null) {
    return {
      lines: [],
      surplusPaymentId: draft.surplusPaymentId,
      returnMoney: draft.returnMoney,
      removeOfferAccess: false,
    };
  }
  const typed = choices.lines.map((line) => ({ line, amount: typedAmount(draft, line) }));
  if (typed.some(({ amount }) => amount.problem !== null)) return null;
  const lines = typed
    .filter(({ amount }) => amount.minor > 0)
    .map(({ line: { orderLine }, amount }) => ({
      orderLineId: orderLine.id,
      amountMinor: amount.minor,
      removeAccess:
        removable.get(orderLine.id) === amount.minor && !draft.keptAccess.has(orderLine.id),
    }));
  if (lines.length === 0) return null;
  return {
    lines,
    surplusPaymentId: null,
    returnMoney: draft.returnMoney,
    removeOfferAccess: choices.canRemoveOfferAccess && removesOfferAccess(draft, choices, isWhole),
  };
}

/** Unless decided otherwise, the offer's access goes with the whole order's money, and not with a part of it. */
export function removesOfferAccess(
  draft: RefundDraft,
  choices: RefundChoicesFragment,
  isWhole: boolean,
): boolean {
  return draft.removeOfferAccess ?? (isWhole && choices.offerAccessKeptBecause === null);
}

/** The lines whose access can go, with the amounts for which this was said. */
export function removableBy(preview: RefundPreview | null): ReadonlyMap<string, number> {
  return new Map(
    (preview?.lines ?? [])
      .filter(({ canRemoveAccess }) => canRemoveAccess)
      .map(({ orderLine, amount }) => [orderLine.id, amount.minor]),
  );
}

/** Why access would stay although asked for, by line: the other lines of this refund count too. */
export function keptBy(preview: RefundPreview | null): ReadonlyMap<string, string> {
  return new Map(
    (preview?.lines ?? []).flatMap(({ orderLine, keptBecause }) =>
      keptBecause === null ? [] : [[orderLine.id, keptBecause] as const],
    ),
  );
}

/** The order line a refusal is about; null where it is about the whole. */
export function lineOfProblem(
  { path }: Pick<RefundProblem, 'path'>,
  plan: RefundPlan | null,
): string | null {
  const at = path?.[0] === 'plan' && path[1] === 'lines' ? Number(path[2]) : Number.NaN;
  return plan?.lines[at]?.orderLineId ?? null;
}
