import { z } from 'zod';
import type { BillingField } from '../database/order.ts';
import { lockOrder } from './load-order.ts';
import { type Outcome, Refused, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { decide, type Request } from './request.ts';
import { refuseUnlessOpen } from './update-checkout.ts';

export type SubmitBilling = {
  readonly orderId: string;
  readonly email: string;
  readonly country: string;
  readonly region?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly fields?: readonly { readonly key: string; readonly value: string }[] | null;
};

/** The fields a billing form may have besides email, country and names. */
export const FIELD_LABELS: Readonly<Record<string, string>> = {
  phone: 'Phone',
  street: 'Street address',
  apartment: 'Apartment',
  postalCode: 'Postal code',
  city: 'City',
  company: 'Company',
  vatNumber: 'VAT number',
};

const formSchema = z.object({
  email: z
    .email('Give an email address like name@example.com.')
    .max(254, 'An email address has at most 254 characters.'),
  country: z.string().regex(/^[A-Z]{2}$/, 'Give the country as two capital letters, like FI.'),
  region: shortText(100),
  firstName: shortText(200),
  lastName: shortText(200),
});

function shortText(longest: number) {
  return z
    .string()
    .max(longest, `At most ${longest} characters.`)
    .refine(isStorable, 'Plain text only.')
    .nullish();
}

/** The billing form was sent: only email and country are sure to be there. May be sent again before paying. */
export async function submitBilling(
  input: SubmitBilling,
  request: Request,
): Promise<Outcome<{ orderId: string }>> {
  return decide(request, async (work) => {
    const form = readForm(input);
    const fields = readFields(input);
    const order = await lockOrder(work, input.orderId, 'orderId');
    await refuseUnlessOpen(work, order);
    const isFirst = !order.billingSubmittedAt;
    order.email = form.email;
    order.country = form.country;
    order.region = blankToNull(form.region);
    order.firstName = blankToNull(form.firstName);
    order.lastName = blankToNull(form.lastName);
    order.billingFields = fields;
    order.billingSubmittedAt ??= work.now;
    work.touch(order.id);
    work.record(order.id, {
      event: isFirst ? 'billing.submitted' : 'billing.changed',
      summary: isFirst ? 'The billing form was sent.' : 'The billing form was sent again.',
    });
    return { orderId: order.id };
  });
}

function readForm(input: SubmitBilling): z.infer<typeof formSchema> {
  const result = formSchema.safeParse({ ...input, email: input.email.trim() });
  if (result.success) return result.data;
  throw new Refused(
    result.error.issues.map(({ message, path }) => ({
      code: 'INVALID',
      message,
      path: path.map(String),
    })),
  );
}

function readFields({ fields }: SubmitBilling): BillingField[] {
  const given = fields ?? [];
  if (given.length > 30) refuse('INVALID', 'A billing form has at most 30 fields.', ['fields']);
  return given.flatMap(({ key, value }, index) => {
    if (!/^[a-zA-Z][a-zA-Z0-9_]{0,49}$/.test(key)) {
      refuse('INVALID', 'A field’s key is a word of letters and digits.', [
        'fields',
        String(index),
        'key',
      ]);
    }
    if (value.length > 1000 || !isStorable(value)) {
      refuse('INVALID', 'Plain text of at most 1,000 characters.', [
        'fields',
        String(index),
        'value',
      ]);
    }
    return value.trim() === ''
      ? []
      : [{ key, label: FIELD_LABELS[key] ?? key, value: value.trim().toWellFormed() }];
  });
}

function blankToNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}
