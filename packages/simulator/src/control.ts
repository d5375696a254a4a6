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
import { moneyRoutes } from './money-routes.ts';
import {
  eventFaultWish,
  eventTarget,
  faultTarget,
  faultWish,
  refuse,
  shopperWish,
} from './control-wishes.ts';

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
