// What can be done to payments and refunds from outside: as their payer, their bank, or in the
// dashboards of the providers.

import type { Response, Router } from 'express';
import { z } from 'zod';
import type { World } from './app.ts';
import { refuse } from './control-wishes.ts';
import { StripeRefusal } from './stripe-answers.ts';

const paymentWish = z.object({
  outcome: z.enum(['succeed', 'fail', 'cancel', 'process']),
});
const refundWish = z.object({ status: z.enum(['succeeded', 'failed']) });
const dashboardWish = z.object({ amountMinor: z.coerce.number().int().min(1) });
const habits = z.object({
  beginAs: z.enum(['succeeded', 'pending']).optional(),
  paytrailBalanceMinor: z.int().min(0).nullable().optional(),
});

const paytrailAnswers = {
  succeed: 'ok',
  fail: 'fail',
  cancel: 'fail',
  process: 'pending',
} as const;
const epassiEndings = {
  succeed: 'paid',
  fail: 'rejected',
  cancel: 'cancelled',
  process: 'rejected', // Epassi knows no waiting.
} as const;
const paytrailStatus = { succeeded: 'ok', failed: 'fail', pending: 'pending' } as const;

export function moneyRoutes(router: Router, world: World): void {
  paymentRoutes(router, world);
  refundRoutes(router, world);
}

function paymentRoutes(router: Router, { stripe, paytrail, epassi }: World): void {
  router.get('/control/payments', (_request, response) => {
    response.json({
      stripe: stripe.payments.intents.list(),
      paytrail: paytrail.payments.list(),
      epassi: epassi.payments.list(),
    });
  });
  router.post('/control/payments/:id', (request, response) => {
    const wish = paymentWish.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    const { id } = request.params;
    const { outcome } = wish.data;
    if (epassi.payments.get(id)) {
      const next = epassi.answer(id, epassiEndings[outcome]);
      response.status(next === null ? 409 : 200).json({ redirect: next });
      return;
    }
    if (!id.startsWith('pi_')) {
      const provider = paytrail.payments.get(id)?.provider ?? 'osuuspankki';
      const next = paytrail.answer(id, provider, paytrailAnswers[outcome]);
      response.status(next === null ? 409 : 200).json({ redirect: next });
      return;
    }
    answerStripeDeed(response, () => {
      if (outcome === 'process') return stripe.payments.confirm(id, 'pm_sim_processing');
      const endings = { succeed: 'succeeded', fail: 'failed', cancel: 'canceled' } as const;
      return stripe.payments.settle(id, endings[outcome]);
    });
  });
  /** In the provider's own dashboard: Stripe tells the product, Paytrail does not. */
  router.post('/control/payments/:id/refunds', (request, response) => {
    const wish = dashboardWish.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    const { id } = request.params;
    const { amountMinor } = wish.data;
    if (id.startsWith('pi_')) {
      const given = { chargeId: null, intentId: id, amountMinor, reason: null, metadata: {} };
      answerStripeDeed(response, () => stripe.refunds.create(given));
      return;
    }
    const payment = paytrail.payments.get(id);
    const refund = payment && paytrail.refunding.createInPanel(payment, amountMinor);
    response.status(refund ? 200 : 409).json(refund ?? { error: 'It has less than this left.' });
  });
}

function refundRoutes(router: Router, { stripe, paytrail, epassi }: World): void {
  router.get('/control/refunds', (_request, response) => {
    response.json({
      stripe: stripe.refunds.refunds.list(),
      paytrail: paytrail.refunds.list(),
      epassi: epassi.refunds.list(),
    });
  });
  router.post('/control/refunds/:id', (request, response) => {
    const wish = refundWish.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    const { id } = request.params;
    const { status } = wish.data;
    if (id.startsWith('re_')) {
      answerStripeDeed(response, () => stripe.refunds.settle(id, status));
      return;
    }
    const refund = paytrail.refunding.settle(id, paytrailStatus[status]);
    response.status(refund ? 200 : 409).json(refund ?? { error: 'There is no such refund open.' });
  });
  router.put('/control/refunds', (request, response) => {
    const wish = habits.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    const { beginAs, paytrailBalanceMinor } = wish.data;
    if (beginAs !== undefined) {
      stripe.refunds.beginAs(beginAs);
      paytrail.refunding.beginAs(beginAs === 'pending' ? 'pending' : 'ok');
    }
    if (paytrailBalanceMinor !== undefined) paytrail.refunding.limitBalance(paytrailBalanceMinor);
    response.json(wish.data);
  });
}

function answerStripeDeed(response: Response, deed: () => unknown): void {
  try {
    response.json(deed());
  } catch (refusal) {
    if (!(refusal instanceof StripeRefusal)) throw refusal;
    response.status(refusal.status).json({ error: refusal.message });
  }
}
