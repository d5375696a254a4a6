/**
 * Tells another system of a paid order, as Standard Webhooks describe it: the receiver knows a
 * repetition by its `webhook-id`, so a call without an answer may be repeated.
 */
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { FetchFailure, type SafeResponse } from '../outside/fetch-failure.ts';
import type { SafeFetch, SafeRequest } from '../outside/safe-fetch.ts';
import type { ActionAnswer, ActionRun, ActionType } from './action-type.ts';
import { REDACTED, redactFor, redactUrl, type Redact } from './redact.ts';
import { retryAfterMs } from './retry-after.ts';
import { isPlainWebAddress, mistakesIn, readWith } from './settings.ts';
import type { SettingField } from './settings-form.ts';
import { webhookPayload, type WebhookPayload } from './webhook-payload.ts';

export type WebhookSettings = z.infer<typeof settingsSchema>;

const settingsSchema = z.object({
  /** What the seller calls it. */
  name: z.string().max(200).optional(),
  url: z.string().max(2_000).refine(isPlainWebAddress, {
    error: 'It must be a web address that begins with https:// and holds no user name or password.',
  }),
  /** 24 to 64 random bytes, `whsec_` and Base64 (Standard Webhooks 1.0). */
  signingSecret: z.string().refine(isSigningSecret, {
    error: 'It must be "whsec_" followed by 24 to 64 bytes in Base64.',
  }),
});

const label = 'Webhook';

const webhookForm: readonly SettingField[] = [
  {
    name: 'url',
    label: 'Address',
    help: 'Where the paid order is sent, by POST. It must be the final address: redirects are not followed.',
    input: 'url',
    required: true,
  },
  {
    name: 'signingSecret',
    label: 'Signing secret',
    help: '“whsec_” followed by 24 to 64 bytes in Base64. The receiver checks each call with it (Standard Webhooks).',
    input: 'secret',
    required: true,
  },
];

export function makeWebhook(outside: { fetch: SafeFetch }): ActionType<WebhookSettings> {
  return {
    kind: 'webhook',
    label,
    levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
    secretSettings: ['signingSecret'],
    settingsForm: webhookForm,
    readSettings: (json) => readWith(settingsSchema, label, json),
    checkSettings: (json) => mistakesIn(settingsSchema, json),
    preview: async (order, _settings, lineId) => ({
      subject: null,
      html: null,
      text: null,
      body: webhookPayload(order, lineId),
    }),
    async run(order, settings, run) {
      const payload = webhookPayload(order, run.lineId);
      const request = signedRequest(payload, settings, run);
      const redact = redactFor(order);
      const exchange = (response: SafeResponse | null) => ({
        request: redactedRequest(payload, request),
        response: response && redactedResponse(response, redact),
      });
      try {
        const response = await outside.fetch(request);
        return { ...judge(response, run.now), exchange: exchange(response) };
      } catch (error) {
        if (!(error instanceof FetchFailure)) throw error;
        const technical = redact(`${error.kind} (${error.phase}): ${error.technical}`);
        return { ...judgeFailure(error, run.now), technical, exchange: exchange(error.answer) };
      }
    },
  };
}

function signedRequest(
  payload: WebhookPayload,
  settings: WebhookSettings,
  run: ActionRun,
): SafeRequest {
  const body = JSON.stringify(payload);
  return {
    method: 'POST',
    url: settings.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'order-management-webhook/1',
      'webhook-id': run.key,
      'webhook-timestamp': String(Math.floor(run.now.getTime() / 1_000)),
      'webhook-signature': new Webhook(settings.signingSecret).sign(run.key, run.now, body),
    },
    body,
    signal: run.signal,
  };
}

/** Only 2xx is success; what will not pass by itself is not tried again (`rules.md`). */
function judge({ status, headers }: SafeResponse, now: Date): ActionAnswer {
  if (status >= 200 && status < 300) return { outcome: 'done', note: `Answered with ${status}.` };
  if (status < 400)
    return final(
      `The receiver answered with a redirect (${status}), which is not followed. The address in the settings must be the final one.`,
    );
  if (status === 410)
    return final(
      'The receiver says that this address is gone for good (410). Put the new address into the settings, or disable the webhook.',
    );
  if (status === 401 || status === 403)
    return final(
      `The receiver refused the call (${status}). Check that it uses the same signing secret, then run it again.`,
    );
  if (status === 404)
    return final('The receiver knows no such address (404). Check the address in the settings.');
  if (status >= 500 || status === 429 || status === 408) {
    const wait = retryAfterMs(headers['retry-after'], now);
    const message =
      status === 429
        ? 'The receiver is asking for fewer calls (429).'
        : `The receiver is having trouble (${status}).`;
    return {
      outcome: 'failed',
      message,
      again: 'yes',
      ...(wait !== null && { retryAfterMs: wait }),
    };
  }
  return final(
    `The receiver did not accept the call (${status}). Its answer says why; when that is mended, run it again.`,
  );
}

function judgeFailure(failure: FetchFailure, now: Date): ActionAnswer {
  // The receiver has spoken: that its answer never ended, or was too long, changes nothing.
  if (failure.answer) return judge(failure.answer, now);
  if (failure.kind === 'blocked') return final(`${failure.message} Nothing was sent.`);
  return { outcome: 'failed', message: failure.message, again: 'yes' };
}

function final(message: string): ActionAnswer {
  return { outcome: 'failed', message, again: 'no' };
}

function redactedRequest(payload: WebhookPayload, request: SafeRequest) {
  const { order } = payload.data;
  const { customer } = order;
  return {
    method: request.method,
    url: redactUrl(request.url),
    headers: { ...request.headers, 'webhook-signature': REDACTED },
    body: {
      ...payload,
      data: {
        ...payload.data,
        order: {
          ...order,
          customer: {
            ...customer,
            email: REDACTED,
            firstName: hide(customer.firstName),
            lastName: hide(customer.lastName),
            region: hide(customer.region),
            fields: customer.fields.map(({ key, label }) => ({ key, label, value: REDACTED })),
          },
        },
      },
    },
  };
}

function hide(value: string | null): string | null {
  return value === null ? null : REDACTED;
}

function redactedResponse(response: SafeResponse, redact: Redact) {
  const { 'content-type': contentType, 'retry-after': retryAfter, location } = response.headers;
  return {
    status: response.status,
    headers: {
      ...(contentType !== undefined && { 'content-type': redact(contentType) }),
      ...(retryAfter !== undefined && { 'retry-after': redact(retryAfter) }),
      ...(location !== undefined && { location: redact(redactUrl(location)) }),
    },
    body: redact(response.body),
    durationMs: response.durationMs,
  };
}

function isSigningSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (base64 === undefined || base64.length % 4 !== 0) return false;
  const length = Buffer.from(base64, 'base64').length;
  return length >= 24 && length <= 64;
}
