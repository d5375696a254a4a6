import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { openCheckout } from '../use-cases/open-checkout.ts';
import { startPayment } from '../use-cases/start-payment.ts';
import { submitBilling } from '../use-cases/submit-billing.ts';
import { updateCheckout } from '../use-cases/update-checkout.ts';
import { Allowed } from './access-rule.ts';
import {
  OpenCheckoutInput,
  StartPaymentInput,
  SubmitBillingInput,
  UpdateCheckoutInput,
} from './checkout-intake-input.ts';
import {
  OpenCheckoutPayload,
  StartPaymentPayload,
  SubmitBillingPayload,
  UpdateCheckoutPayload,
  type OpenCheckoutValue,
} from './checkout-intake-payload.ts';
import type { GraphQLContext } from './context.ts';

/** What a checkout page calls on behalf of its customer. */
@Resolver()
export class CheckoutIntakeMutations {
  @Allowed('WRITE_CHECKOUT')
  @Mutation(() => OpenCheckoutPayload, {
    description:
      'A customer opened the checkout page: the order begins. Answers what the page may offer.',
  })
  async openCheckout(
    @Arg('input', () => OpenCheckoutInput, {
      description: 'Which link, and what is known of the customer.',
    })
    input: OpenCheckoutInput,
    @Ctx() { request, services, loaders }: GraphQLContext,
  ): Promise<OpenCheckoutValue> {
    const outcome = await openCheckout(input, request, services.providers);
    if (!outcome.ok)
      return { order: null, addOns: [], paymentMethods: [], errors: outcome.refusals };
    const { orderId, addOns, paymentMethods } = outcome.value;
    loaders.clear();
    return { order: await loaders.orders.load(orderId), addOns, paymentMethods, errors: [] };
  }

  @Allowed('WRITE_CHECKOUT')
  @Mutation(() => UpdateCheckoutPayload, {
    description:
      'What the customer chose so far; send it again with every change. The new prices are on the order. Refused while a payment is under way and after it.',
  })
  async updateCheckout(
    @Arg('input', () => UpdateCheckoutInput, {
      description: 'The choices. What is left out stays as it is.',
    })
    input: UpdateCheckoutInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<UpdateCheckoutPayload> {
    const outcome = await updateCheckout(input, request);
    if (!outcome.ok) return { order: null, errors: outcome.refusals };
    loaders.clear();
    return { order: await loaders.orders.load(outcome.value.orderId), errors: [] };
  }

  @Allowed('WRITE_CHECKOUT')
  @Mutation(() => SubmitBillingPayload, {
    description:
      'The billing form was sent. Until the payment it may be sent again, and replaces what was there.',
  })
  async submitBilling(
    @Arg('input', () => SubmitBillingInput, { description: 'The form.' }) input: SubmitBillingInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<SubmitBillingPayload> {
    const outcome = await submitBilling(input, request);
    if (!outcome.ok) return { order: null, errors: outcome.refusals };
    loaders.clear();
    return { order: await loaders.orders.load(outcome.value.orderId), errors: [] };
  }

  @Allowed('WRITE_CHECKOUT')
  @Mutation(() => StartPaymentPayload, {
    description:
      'Begins a payment at its provider; needs the billing form. An order with a total of 0 is confirmed here, without a provider.',
  })
  async startPayment(
    @Arg('input', () => StartPaymentInput, { description: 'How the customer wants to pay.' })
    input: StartPaymentInput,
    @Ctx() { request, services, loaders }: GraphQLContext,
  ): Promise<StartPaymentPayload> {
    const { providers, publicUrl } = services;
    const outcome = await startPayment(input, request, { providers, publicUrl });
    if (!outcome.ok) {
      return { payment: null, redirectUrl: null, clientSecret: null, errors: outcome.refusals };
    }
    const { paymentId, redirectUrl, clientSecret } = outcome.value;
    loaders.clear();
    const payment = paymentId === null ? null : await loaders.payments.load(paymentId);
    return { payment, redirectUrl, clientSecret, errors: [] };
  }
}
