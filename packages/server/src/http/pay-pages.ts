import { createHash } from 'node:crypto';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import {
  BadSignature,
  type PayForm,
  type PaymentProvider,
  type RawDelivery,
} from '../payments/payment-provider.ts';
import { receivePaymentNews } from '../use-cases/receive-payment-event.ts';
import { systemRequest } from '../use-cases/request.ts';
import { deliveryOf } from './incoming-events.ts';
import { factsOf } from './request-log.ts';

const BODY_LIMIT = '64kb';

type PayRequest = Request<{ provider: string }>;

/**
 * `/pay/<provider>`: sends a customer on to a provider that wants a posted form, and takes them back.
 * Whatever they bring from there is believed only when it is signed; where they go on to is sealed
 * into the link, or anybody could make our address lead to theirs.
 */
export function payPages(
  means: Pick<Services, 'orm' | 'tools' | 'providers'> & { log: Log },
): Router {
  const find = (request: PayRequest) => means.providers.byName(request.params.provider);

  const goOn = (request: PayRequest, response: Response): void => {
    const form = believed(() => find(request)?.payForm?.(deliveryOf(request).query));
    if (!form) return refuseLink(response);
    response.setHeader('content-security-policy', csp);
    response.setHeader('cache-control', 'no-store');
    response.type('html').send(pageOf(form));
  };

  const comeBack = async (request: PayRequest, response: Response): Promise<void> => {
    const provider = find(request);
    const delivery = deliveryOf(request);
    const to = believed(() => provider?.returnUrl?.(delivery.query));
    if (!provider || !to) return refuseLink(response);
    const { requestId } = factsOf(response);
    const news = newsIn(provider, delivery, means.tools.now());
    const actor = { kind: 'PROVIDER', id: provider.name, name: provider.label } as const;
    const asked = systemRequest(means.orm.em.fork(), means.tools, actor);
    await receivePaymentNews(provider.name, news, asked);
    means.log.info({ provider: provider.name, requestId, news: news.length }, 'customer came back');
    response.redirect(303, to);
  };

  const router = Router();
  const back: RequestHandler<{ provider: string }> = (request, response, next) => {
    comeBack(request, response).then(undefined, next);
  };
  router.get('/:provider', goOn);
  router.get('/:provider/back', back);
  router.post('/:provider/back', express.raw({ type: () => true, limit: BODY_LIMIT }), back);
  return router;
}

function refuseLink(response: Response): void {
  response.status(400).json({ error: 'This link is not one of ours.' });
}

/** Null where the link was not made here, or not for such a provider. */
function believed<Value>(read: () => Value | undefined): Value | null {
  try {
    return read() ?? null;
  } catch (error) {
    if (error instanceof BadSignature) return null;
    throw error;
  }
}

/** Somebody who turned back brings nothing that is signed, and goes on all the same. */
function newsIn(provider: PaymentProvider, delivery: RawDelivery, now: Date) {
  return believed(() => provider.readEvents?.(delivery, now)) ?? [];
}

const SCRIPT = 'document.forms[0].submit()';
const scriptHash = createHash('sha256').update(SCRIPT).digest('base64');
/** Without `form-action`: it would hold for every redirect after the form, wherever the provider leads. */
const csp = `default-src 'none'; script-src 'sha256-${scriptHash}'; base-uri 'none'; frame-ancestors 'none'`;

function pageOf({ action, fields }: PayForm): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const host = escaped(new URL(action).host);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>On the way to the payment</title>
</head>
<body>
<form method="post" action="${escaped(action)}">
${inputs.join('\n')}
<p>You are being sent to ${host} to pay.</p>
<button>Continue</button>
</form>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
