import type {
  DiscountAmountInput,
  DiscountCodeShownFragment,
  DiscountKind,
  SaveDiscountCodeInput,
} from '../../generated.ts';
import { readInstant, writeInstant } from '../form/instant-text.ts';
import {
  readAmount,
  readPercent,
  writeAmount,
  writePercent,
  type ReadText,
} from '../../ui/money-text.ts';
import type { Problems, Reading } from '../form/use-form.ts';

/** What the form of a discount code holds while it is typed; numbers and moments are text. */
export type CodeValues = {
  readonly code: string;
  readonly description: string;
  readonly kind: DiscountKind;
  readonly percent: string;
  readonly amounts: readonly AmountRow[];
  readonly validFrom: string;
  readonly expiresAt: string;
  readonly usageLimit: string;
  readonly perCustomerLimit: string;
  readonly excludeDiscounted: boolean;
  readonly productIds: readonly string[];
  readonly active: boolean;
};

export type AmountRow = {
  readonly key: string;
  readonly currency: string;
  readonly amount: string;
};

export type CodeDraft = Omit<SaveDiscountCodeInput, 'idempotencyKey'>;

export const noCode: CodeValues = {
  code: '',
  description: '',
  kind: 'PERCENT',
  percent: '',
  amounts: [{ key: 'first', currency: 'EUR', amount: '' }],
  validFrom: '',
  expiresAt: '',
  usageLimit: '',
  perCustomerLimit: '',
  excludeDiscounted: false,
  productIds: [],
  active: true,
};

export function savedCode(code: DiscountCodeShownFragment): CodeValues {
  return {
    code: code.code,
    description: code.description ?? '',
    kind: code.kind,
    percent: code.percentBp === null ? '' : writePercent(code.percentBp),
    amounts: code.amounts.map(({ minor, currency }) => ({
      key: currency,
      currency,
      amount: writeAmount(minor, currency),
    })),
    validFrom: writeInstant(code.validFrom),
    expiresAt: writeInstant(code.expiresAt),
    usageLimit: code.usageLimit?.toString() ?? '',
    perCustomerLimit: code.perCustomerLimit?.toString() ?? '',
    excludeDiscounted: code.excludeDiscounted,
    productIds: code.products.map(({ id }) => id),
    active: code.active,
  };
}

/** The code as the server takes it; only what its kind uses is read and sent. */
export function readCode(
  values: CodeValues,
  saved: DiscountCodeShownFragment | null,
  checkoutId: string,
): Reading<CodeDraft> {
  const isPercent = values.kind === 'PERCENT';
  const percent = isPercent ? readPercent(values.percent, 2) : nothing;
  const amounts = isPercent ? { amounts: [], problems: {} } : readAmounts(values.amounts);
  const validFrom = readInstant(values.validFrom, saved?.validFrom ?? null);
  const expiresAt = readInstant(values.expiresAt, saved?.expiresAt ?? null);
  const usageLimit = readLimit(values.usageLimit);
  const perCustomerLimit = readLimit(values.perCustomerLimit);
  const problems: Problems = {
    ...(values.code.trim() === '' && { code: 'Enter what customers type.' }),
    ...problemOf('percentBp', percent),
    ...amounts.problems,
    ...problemOf('validFrom', validFrom),
    ...problemOf('expiresAt', expiresAt),
    ...problemOf('usageLimit', usageLimit),
    ...problemOf('perCustomerLimit', perCustomerLimit),
  };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return {
    ok: true,
    input: {
      id: saved?.id ?? null,
      checkoutId,
      code: values.code.trim(),
      description: values.description.trim() || null,
      kind: values.kind,
      percentBp: valueOf(percent),
      amounts: amounts.amounts,
      validFrom: valueOf(validFrom),
      expiresAt: valueOf(expiresAt),
      usageLimit: valueOf(usageLimit),
      perCustomerLimit: valueOf(perCustomerLimit),
      excludeDiscounted: values.excludeDiscounted,
      productIds: [...values.productIds],
      active: values.active,
    },
  };
}

const nothing: ReadText<null> = { ok: true, value: null };

function readAmounts(rows: readonly AmountRow[]): {
  amounts: DiscountAmountInput[];
  problems: Problems;
} {
  const amounts: DiscountAmountInput[] = [];
  const problems: Record<string, string> = {};
  if (rows.length === 0) problems['amounts'] = 'Enter what it takes off in at least one currency.';
  for (const [index, { currency, amount }] of rows.entries()) {
    const read = readAmount(amount, currency);
    if (!currency) problems[`amounts.${index}.currency`] = 'Choose a currency.';
    else if (!read.ok) problems[`amounts.${index}.amountMinor`] = read.problem;
    else amounts.push({ currency, amountMinor: read.value });
  }
  return { amounts, problems };
}

/** A whole number from 1; empty is no limit. */
function readLimit(text: string): ReadText<number | null> {
  const typed = text.replaceAll(/\s/gu, '');
  if (typed === '') return nothing;
  const isPossible = /^\d{1,9}$/.test(typed) && Number(typed) > 0;
  return isPossible
    ? { ok: true, value: Number(typed) }
    : { ok: false, problem: 'Enter a whole number from 1, or leave it empty.' };
}

function problemOf(path: string, read: ReadText<unknown>): Problems {
  return read.ok ? {} : { [path]: read.problem };
}

function valueOf<Value>(read: ReadText<Value>): Value | null {
  return read.ok ? read.value : null;
}
