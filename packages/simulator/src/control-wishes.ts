// What the control API takes. Numbers and booleans may come as text, from the page's forms.

import type { Response } from 'express';
import { z } from 'zod';
import { faultKinds } from './faults.ts';
import type { EventFault, EventTarget, Fault, FaultTarget } from './faults.ts';
import { paymentOutcomes } from './shopper-script.ts';
import type { ShopperScript } from './shopper-script.ts';

export const eventTarget = z.enum([
  'stripe-events',
  'paytrail-events',
  'epassi-events',
]) satisfies z.ZodType<EventTarget>;

export const faultTarget = z.union([
  z.enum(['stripe', 'paytrail', 'epassi', 'kajabi', 'systemeio', 'mail', 'webhook']),
  z.templateLiteral(['webhook:', z.string().regex(/^[\w-]+$/)]),
]) satisfies z.ZodType<FaultTarget>;

/** An empty field of a form is a field not filled. */
const emptyAsMissing = (value: unknown) => (value === '' ? undefined : value);
const times = z.preprocess(
  (value) => (value === '' || value === undefined ? null : value),
  z.coerce.number().int().min(1).max(1_000_000).nullable(),
);
const rate = z.preprocess(emptyAsMissing, z.coerce.number().min(0).max(1).default(1));
const yes = z.preprocess(
  (value) => value === true || value === 'on' || value === 'true',
  z.boolean(),
);

export const faultWish = z.object({
  kind: z.enum([...faultKinds, 'none']),
  times,
  rate,
  slowMs: z.preprocess(emptyAsMissing, z.coerce.number().int().min(0).max(600_000).default(3000)),
  retryAfterSeconds: z.preprocess(
    emptyAsMissing,
    z.coerce.number().int().min(0).max(86_400).default(30),
  ),
}) satisfies z.ZodType<Omit<Fault, 'kind'> & { kind: Fault['kind'] | 'none' }>;

export const eventFaultWish = z.object({
  copies: z.preprocess(emptyAsMissing, z.coerce.number().int().min(1).max(100).default(1)),
  reorder: yes,
  delayMs: z.preprocess(emptyAsMissing, z.coerce.number().int().min(0).max(3_600_000).default(0)),
  drop: yes,
  times,
  rate,
}) satisfies z.ZodType<EventFault>;

const paymentTry = z.object({
  provider: z.string().nullable().default(null),
  method: z.string().nullable().default(null),
  outcome: z.enum(paymentOutcomes).default('succeed'),
});

/** A script as shopper-script.ts has it; instead of `tries` one provider, method and outcome will do. */
export const shopperWish = z
  .strictObject({
    linkSlug: z.string().nullable(),
    country: z.string().length(2),
    region: z.string().nullable(),
    currency: z.string().length(3).nullable(),
    language: z.string().nullable(),
    device: z.enum(['DESKTOP', 'MOBILE', 'TABLET']).nullable(),
    analyticsConsent: z.enum(['ACCEPTED', 'REJECTED', 'NEVER_ASKED']),
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    fields: z.array(z.object({ key: z.string(), value: z.string() })),
    orderBumps: z.int().min(0),
    preUpsells: z.int().min(0),
    discountCode: z.string().nullable(),
    leavesAfter: z.enum(['opening', 'choosing', 'billing']).nullable(),
    tries: z.array(paymentTry).max(10),
    provider: z.string().nullable(),
    method: z.string().nullable(),
    outcome: z.enum(paymentOutcomes),
  })
  .partial()
  .transform(({ provider, method, outcome, ...script }): Partial<ShopperScript> => {
    const one = paymentTry.parse({ provider, method, outcome });
    return { tries: [one], ...script };
  });

export function refuse(response: Response, error: z.ZodError): void {
  response.status(400).json({ error: z.prettifyError(error) });
}
