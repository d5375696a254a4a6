import { DiscountCodeTable } from '../database/catalogue.ts';
import { findDiscountCodes } from '../database/catalogue-parts.ts';
import { query } from '../database/orm.ts';
import { toDecimal } from '../domain/money.ts';
import type { DiscountKind } from '../domain/pricing.ts';
import { once } from './idempotency.ts';
import { recordSaved } from './manage-catalogue.ts';
import {
  blankToNull,
  changesBetween,
  currencyRefusals,
  HIGHEST_PRICE_MINOR,
  invalid,
  lengthRefusals,
  productsAmong,
  refuseUnlessOwn,
} from './manage-catalogue-checks.ts';
import { lockCheckout, refuseAny } from './manage-configuration-checks.ts';
import type { Outcome, Refusal } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';

export type SaveDiscountCode = {
  readonly id?: string | null;
  readonly idempotencyKey: string;
  readonly checkoutId: string;
  readonly code: string;
  readonly description?: string | null;
  readonly kind: DiscountKind;
  /** Basis points, with PERCENT. */
  readonly percentBp?: number | null;
  /** Minor units of each currency, with FIXED. */
  readonly amounts: readonly AmountWish[];
  readonly validFrom?: Date | null;
  /** The first moment at which it no longer works. */
  readonly expiresAt?: Date | null;
  readonly usageLimit?: number | null;
  readonly perCustomerLimit?: number | null;
  readonly excludeDiscounted: boolean;
  readonly productIds: readonly string[];
  readonly active: boolean;
};

type AmountWish = { readonly currency: string; readonly amountMinor: number };

const LONGEST_CODE = 50;
const LARGEST_LIMIT = 2_147_483_647;

/** Makes a discount code or changes one. Orders keep what it took off, whatever becomes of it. */
export async function saveDiscountCode(
  input: SaveDiscountCode,
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, (work) =>
    once(work, { operation: 'saveDiscountCode', key: input.idempotencyKey, input }, async () => {
      await lockCheckout(work, input.checkoutId, ['checkoutId']);
      const present = input.id ? await work.em.findOne(DiscountCodeTable, { id: input.id }) : null;
      if (input.id) refuseUnlessOwn(work, present, input.checkoutId, 'discount code');
      refuseAny([
        ...(await codeRefusals(work, input)),
        ...lengthRefusals(input.description, 500, 'description'),
        ...worthRefusals(input),
        ...limitRefusals(input),
        ...(await productRefusals(work, input)),
      ]);
      const before = present && (await findDiscountCodes(work.em, { ids: [present.id] }))[0];
      const values = {
        code: input.code.trim(),
        description: blankToNull(input.description),
        kind: input.kind,
        percentBp: input.percentBp ?? null,
        validFrom: input.validFrom ?? null,
        expiresAt: input.expiresAt ?? null,
        usageLimit: input.usageLimit ?? null,
        perCustomerLimit: input.perCustomerLimit ?? null,
        excludeDiscounted: input.excludeDiscounted,
        active: input.active,
      };
      const id = present?.id ?? request.tools.newId('dsc');
      if (present) work.em.assign(present, values);
      else {
        const { checkoutId } = input;
        work.em.create(DiscountCodeTable, { id, checkoutId, ...values, createdAt: work.now });
      }
      await work.em.flush();
      await replaceParts(work, id, input);
      recordSaved(work, id, {
        what: 'code',
        name: values.code,
        isNew: !present,
        changes: changesBetween(
          before
            ? {
                ...before,
                amounts: amountWords(before.amounts),
                products: [...before.productIds].sort(),
              }
            : null,
          {
            ...values,
            amounts: amountWords(input.amounts),
            products: [...new Set(input.productIds)].sort(),
          },
        ),
      });
      return { id };
    }),
  );
}

/** Customers may type a code in any case, so two that differ only in it would be one. */
async function codeRefusals(work: Work, input: SaveDiscountCode): Promise<Refusal[]> {
  const code = input.code.trim();
  if (code === '') return [invalid('Give the code that customers type.', 'code')];
  if (code.length > LONGEST_CODE) {
    return [invalid(`A code has at most ${LONGEST_CODE} characters.`, 'code')];
  }
  const taken = await query<{ code: string }>(
    work.em,
    `select code from discount_code
     where checkout_id = $1 and lower(code) = lower($2) and id is distinct from $3`,
    [input.checkoutId, code, input.id ?? null],
  );
  return taken.map((other) => invalid(`This checkout has the code ${other.code} already.`, 'code'));
}

function worthRefusals({ kind, percentBp, amounts }: SaveDiscountCode): Refusal[] {
  switch (kind) {
    case 'PERCENT': {
      const isShare = Number.isInteger(percentBp) && percentBp! >= 1 && percentBp! <= 10_000;
      return [
        ...(isShare
          ? []
          : [invalid('A share is from 0.01 to 100 %: 1 to 10000 basis points.', 'percentBp')]),
        ...(amounts.length === 0 ? [] : [invalid('Amounts belong to FIXED only.', 'amounts')]),
      ];
    }
    case 'FIXED':
      return [
        ...(percentBp === null || percentBp === undefined
          ? []
          : [invalid('A share belongs to PERCENT only.', 'percentBp')]),
        ...(amounts.length > 0 ? [] : [invalid('Give at least one amount.', 'amounts')]),
        ...amounts.flatMap(({ amountMinor }, index) => [
          ...currencyRefusals(amounts, index, 'amounts'),
          ...(Number.isSafeInteger(amountMinor) &&
          amountMinor >= 1 &&
          amountMinor <= HIGHEST_PRICE_MINOR
            ? []
            : [invalid('An amount is above zero.', 'amounts', index, 'amountMinor')]),
        ]),
      ];
  }
}

function limitRefusals(input: SaveDiscountCode): Refusal[] {
  const { validFrom, expiresAt } = input;
  const limits = (['usageLimit', 'perCustomerLimit'] as const).flatMap((field) => {
    const limit = input[field] ?? 1;
    return limit >= 1 && limit <= LARGEST_LIMIT
      ? []
      : [invalid('A limit is at least 1. Leave it out for none.', field)];
  });
  const isBackwards = validFrom && expiresAt && expiresAt <= validFrom;
  return [
    ...limits,
    ...(isBackwards ? [invalid('It expires before it begins to work.', 'expiresAt')] : []),
  ];
}

async function productRefusals(work: Work, input: SaveDiscountCode): Promise<Refusal[]> {
  const own = await productsAmong(work, input.checkoutId, input.productIds);
  return input.productIds.flatMap((id, index): Refusal[] =>
    own.has(id)
      ? []
      : [
          {
            code: 'NOT_FOUND',
            message: 'There is no such product in this checkout.',
            path: ['productIds', String(index)],
          },
        ],
  );
}

async function replaceParts(work: Work, id: string, input: SaveDiscountCode): Promise<void> {
  await query(work.em, 'delete from discount_code_amount where discount_code_id = $1', [id]);
  await query(
    work.em,
    `insert into discount_code_amount (discount_code_id, currency, amount_minor)
     select $1, x.currency, x.amount from unnest($2::text[], $3::bigint[]) as x (currency, amount)`,
    [
      id,
      input.amounts.map(({ currency }) => currency),
      input.amounts.map(({ amountMinor }) => amountMinor),
    ],
  );
  await query(work.em, 'delete from discount_code_product where discount_code_id = $1', [id]);
  await query(
    work.em,
    `insert into discount_code_product (discount_code_id, product_id)
     select $1, x.id from unnest($2::text[]) as x (id) on conflict do nothing`,
    [id, input.productIds],
  );
}

function amountWords(amounts: readonly AmountWish[]): string {
  return amounts
    .map(({ currency, amountMinor }) => `${currency} ${toDecimal(amountMinor, currency)}`)
    .sort()
    .join(', ');
}
