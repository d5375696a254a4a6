// The control API (/control/…) and the pages people look at.

import express, { Router } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { accessRoutes } from './access-routes.ts';
import type { World } from './app.ts';
import { controlScript } from './control-script.ts';
import { controlStyle } from './control-style.ts';
import { controlPage, panels } from './control-page.ts';
import { deliveryPage, messagePage, shopperPage } from './detail-pages.ts';
import {
  eventFaultWish,
  eventTarget,
  faultTarget,
  faultWish,
  shopperWish,
} from './control-wishes.ts';
import { StripeRefusal } from './stripe-answers.ts';

const pageCsp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
// A mail may bring its own looks but nothing that runs or calls home.
const mailCsp = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function controlRoutes(world: World): Router {
  const router = Router();
  pages(router, world);
  router.use('/control', express.json({ limit: '256kb' }), onlyJson);
  faultRoutes(router, world);
  listRoutes(router, world);
  moneyRoutes(router, world);
  accessRoutes(router, world);
  trafficRoutes(router, world);
  return router;
}

function pages(router: Router, world: World): void {
  router.get('/', (_request, response) => page(response, controlPage(world)));
  router.get('/inbox/:id', ({ params }, response) => page(response, messagePage(world, params.id)));
  router.get('/deliveries/:id', ({ params }, response) =>
    page(response, deliveryPage(world, params.id)),
  );
  router.get('/shoppers/:id', ({ params }, response) =>
    page(response, shopperPage(world, params.id)),
  );
  router.get('/control.css', (_request, response) => {
    response.type('css').end(controlStyle);
  });
  router.get('/control.js', (_request, response) => {
    response.type('js').end(controlScript);
  });
  router.get('/control/panels', (_request, response) => {
    response.json(panels(world));
  });
}

function page(response: Response, text: string | null): void {
  response.set({ 'content-security-policy': pageCsp, 'x-content-type-options': 'nosniff' });
  response.status(text === null ? 404 : 200).type('html');
  response.end(text ?? 'It is not remembered any more.');
}

/** Another site's form cannot send JSON, so it cannot turn switches. */
function onlyJson(request: Request, response: Response, next: () => void): void {
  const writes = request.method === 'POST' || request.method === 'PUT';
  if (writes && !request.is('application/json'))
    response.status(415).json({ error: 'Send application/json.' });
  else next();
}

function refuse(response: Response, error: z.ZodError): void {
  response.status(400).json({ error: z.prettifyError(error) });
}

function faultRoutes(router: Router, { faults }: World): void {
  router.get('/control/faults', (_request, response) => {
    response.json(faults.list());
  });
  router.delete('/control/faults{/:target}', ({ params }, response) => {
    faults.clear(params['target']);
    response.json(faults.list());
  });
  router.put('/control/faults/:target', (request, response) => {
    const events = eventTarget.safeParse(request.params.target);
    const calls = faultTarget.safeParse(request.params.target);
    if (events.success) {
      const wish = eventFaultWish.safeParse(request.body);
      if (!wish.success) return refuse(response, wish.error);
      faults.setEvents(events.data, wish.data);
    } else if (calls.success) {
      const wish = faultWish.safeParse(request.body);
      if (!wish.success) return refuse(response, wish.error);
      if (wish.data.kind === 'none') faults.clear(calls.data);
      else faults.set(calls.data, { ...wish.data, kind: wish.data.kind });
    } else return refuse(response, calls.error);
    response.json(faults.list());
  });
}

function listRoutes(router: Router, world: World): void {
  const { inbox, receiver, events } = world;
  router.get('/control/inbox', (_request, response) => {
    response.json(inbox.list());
  });
  router.delete('/control/inbox', (_request, response) => {
    inbox.clear();
    response.json([]);
  });
  router.get('/control/inbox/:id/html', ({ params }, response) => {
    const message = inbox.list().find(({ id }) => id === params.id);
    response.set('content-security-policy', mailCsp).type('html');
    response.status(message?.html ? 200 : 404).end(message?.html ?? '');
  });
  router.get('/control/deliveries', (_request, response) => {
    response.json(receiver.deliveries.list());
  });
  router.delete('/control/deliveries', (_request, response) => {
    receiver.deliveries.clear();
    response.json([]);
  });
  router.get('/control/events', (_request, response) => {
    response.json(events.list());
  });
  router.post('/control/events/:id/resend', ({ params }, response) => {
    const isKnown = world.stripe.resend(params.id);
    response.status(isKnown ? 200 : 404).json({ resent: isKnown });
  });
}

const paymentWish = z.object({
  outcome: z.enum(['succeed', 'fail', 'cancel', 'process']),
});
const refundWish = z.object({ status: z.enum(['succeeded', 'failed']) });

function moneyRoutes(router: Router, { stripe, paytrail }: World): void {
  router.get('/control/payments', (_request, response) => {
    response.json({ stripe: stripe.payments.intents.list(), paytrail: paytrail.payments.list() });
  });
  router.post('/control/payments/:id', (request, response) => {
    const wish = paymentWish.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    const { id } = request.params;
    const { outcome } = wish.data;
    if (!id.startsWith('pi_')) {
      const answer = ({ succeed: 'ok', fail: 'fail', cancel: 'fail', process: 'pending' } as const)[
        outcome
      ];
      const provider = paytrail.payments.get(id)?.provider ?? 'osuuspankki';
      const next = paytrail.answer(id, provider, answer);
      response.status(next === null ? 409 : 200).json({ redirect: next });
      return;
    }
    answerStripeDeed(response, () => {
      if (outcome === 'process') return stripe.payments.confirm(id, 'pm_sim_processing');
      const endings = { succeed: 'succeeded', fail: 'failed', cancel: 'canceled' } as const;
      return stripe.payments.settle(id, endings[outcome]);
    });
  });
  router.post('/control/refunds/:id', (request, response) => {
    const wish = refundWish.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    answerStripeDeed(response, () => stripe.refunds.settle(request.params.id, wish.data.status));
  });
  router.put('/control/refunds', (request, response) => {
    const wish = z.object({ beginAs: z.enum(['succeeded', 'pending']) }).safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    stripe.refunds.beginAs(wish.data.beginAs);
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

const trafficWish = z.object({
  running: z.union([z.boolean(), z.stringbool()]),
  shoppersPerMinute: z.coerce.number().min(0.1).max(600).optional(),
});

function trafficRoutes(router: Router, { traffic, productUrl }: World): void {
  router.get('/control/traffic', (_request, response) => {
    response.json({ ...traffic.state(), productUrl: productUrl() });
  });
  router.post('/control/traffic', (request, response) => {
    const wish = trafficWish.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    if (wish.data.running) traffic.start(wish.data.shoppersPerMinute);
    else traffic.stop();
    response.json(traffic.state());
  });
  router.get('/control/shoppers', (_request, response) => {
    response.json(traffic.list());
  });
  router.post('/control/shoppers', (request, response, next) => {
    const wish = shopperWish.safeParse(request.body);
    if (!wish.success) return refuse(response, wish.error);
    if (!traffic.state().isOpen)
      return void response.status(409).json({ error: 'The product is not connected yet.' });
    traffic.shop(wish.data).then((report) => response.json(report), next);
  });
}
