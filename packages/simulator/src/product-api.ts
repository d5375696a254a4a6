// What a checkout page asks of the product: its four mutations, over HTTP with a bearer token.

import { z } from 'zod';
import { parseJson } from './wire.ts';

export type ProductAddress = {
  readonly productUrl: string;
  /** A token that may write checkouts. */
  readonly token: string;
};

/** The product is down, slow, broke, or refused the whole request. */
export class ProductTrouble extends Error {
  override readonly name = 'ProductTrouble';
}

const userErrors = z.array(z.object({ code: z.string(), message: z.string() }));
export type UserErrors = z.infer<typeof userErrors>;

const order = z.object({
  id: z.string(),
  number: z.string(),
  status: z.string(),
  total: z.object({ minor: z.number(), currency: z.string() }),
});
const opened = z.object({
  order: order.nullable(),
  addOns: z.array(z.object({ id: z.string(), kind: z.string(), name: z.string() })),
  paymentMethods: z.array(
    z.object({ provider: z.string(), method: z.string(), label: z.string() }),
  ),
  errors: userErrors,
});
const changed = z.object({ order: order.nullable(), errors: userErrors });
const started = z.object({
  payment: z.object({ id: z.string(), status: z.string() }).nullable(),
  redirectUrl: z.string().nullable(),
  clientSecret: z.string().nullable(),
  errors: userErrors,
});

export type ShopOrder = z.infer<typeof order>;
export type OpenedCheckout = z.infer<typeof opened>;
export type StartedPayment = z.infer<typeof started>;

const orderFields = 'order { id number status total { minor currency } }';
const answerWithinMs = 20_000;

export type ProductApi = {
  openCheckout(input: Record<string, unknown>): Promise<OpenedCheckout>;
  updateCheckout(input: Record<string, unknown>): Promise<z.infer<typeof changed>>;
  submitBilling(input: Record<string, unknown>): Promise<z.infer<typeof changed>>;
  startPayment(input: Record<string, unknown>): Promise<StartedPayment>;
};

/** Every call throws ProductTrouble where the product gives no proper answer. */
export function productApi(address: ProductAddress, stopping: AbortSignal): ProductApi {
  const call = <T>(name: string, fields: string, shape: z.ZodType<T>) => {
    const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} errors { code message } } }`;
    return (input: Record<string, unknown>) => ask(address, stopping, name, query, input, shape);
  };
  return {
    openCheckout: call(
      'openCheckout',
      `${orderFields} addOns { id kind name } paymentMethods { provider method label }`,
      opened,
    ),
    updateCheckout: call('updateCheckout', orderFields, changed),
    submitBilling: call('submitBilling', orderFields, changed),
    startPayment: call('startPayment', 'payment { id status } redirectUrl clientSecret', started),
  };
}

async function ask<T>(
  { productUrl, token }: ProductAddress,
  stopping: AbortSignal,
  name: string,
  query: string,
  input: Record<string, unknown>,
  shape: z.ZodType<T>,
): Promise<T> {
  const response = await fetch(new URL('/graphql', productUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input } }),
    redirect: 'manual',
    signal: AbortSignal.any([stopping, AbortSignal.timeout(answerWithinMs)]),
  }).catch((error: unknown) => {
    throw new ProductTrouble(`The product did not answer: ${reasonOf(error)}`);
  });
  const text = await response.text().catch(() => '');
  const answer = graphqlAnswer.safeParse(parseJson(text));
  const [error] = answer.data?.errors ?? [];
  if (error) throw new ProductTrouble(`${name}: ${error.message}`);
  const payload = shape.safeParse(answer.data?.data?.[name]);
  if (!payload.success)
    throw new ProductTrouble(`${name}: the product answered ${response.status} in a shape unknown`);
  return payload.data;
}

const graphqlAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
