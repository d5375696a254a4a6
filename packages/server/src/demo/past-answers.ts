import type { ActionOutcome } from '../domain/action.ts';
import { type Chance, HEX, LETTERS } from './chance.ts';
import { REDACTED } from './past-requests.ts';

/** How one attempt of the past went: what it came to, how long it took (ms) and what was answered. */
export type PastAnswer = {
  readonly outcome: ActionOutcome;
  readonly technical: string | null;
  readonly response: unknown;
  readonly takesMs: number;
  /** The worker died in the middle: nobody wrote an answer, and another one took over. */
  readonly died?: boolean;
};

type MakeAnswer = (chance: Chance) => PastAnswer;

/** What mail servers did, in the words that sellers read. */
export const mailAnswers = {
  taken: (chance) => ({
    outcome: { outcome: 'done', note: 'The mail server took it for delivery.' },
    technical: null,
    response: { reply: `250 2.0.0 Ok: queued as ${chance.text(10, HEX).toUpperCase()}` },
    takesMs: chance.between(280, 1_700),
  }),
  postponed: failed(
    'The mail server cannot take the email for now, for example because the mailbox is full. Nothing was sent.',
    'yes',
    `EENVELOPE RCPT TO: 452 4.2.2 <${REDACTED}> Mailbox full`,
    [400, 2_000],
  ),
  unreachable: failed(
    'The mail server could not be reached, or did not answer. Nothing was sent.',
    'yes',
    'ETIMEDOUT CONN: Connection timeout',
    [15_000, 15_100],
  ),
  refused: failed(
    'The mail server refused the email, so it was not sent. Often the address does not exist or its mailbox is closed: ask the customer for another one.',
    'no',
    `EENVELOPE RCPT TO: 550 5.1.1 <${REDACTED}> Recipient address rejected: User unknown`,
    [400, 2_000],
  ),
  unconfirmed: (chance) => ({
    outcome: {
      outcome: 'unknown',
      again: 'yes',
      message:
        'The mail server was given the email but never confirmed it, so the customer may have it. Sending it again repeats the same email, which many mailboxes recognise; at worst it arrives twice.',
    },
    technical: 'ECONNECTION DATA: Connection closed unexpectedly',
    response: null,
    takesMs: chance.between(9_000, 15_000),
  }),
} as const satisfies Readonly<Record<string, MakeAnswer>>;

/** What receivers of webhooks did. */
export const hookAnswers = {
  accepted: (chance) => {
    const status = chance.weighted([200, 201, 202, 204], (one) => (one === 200 ? 12 : 1));
    return {
      outcome: { outcome: 'done', note: `Answered with ${status}.` },
      technical: null,
      response: answered(status, status === 204 ? '' : '{"ok":true}', chance.between(70, 900)),
      takesMs: chance.between(90, 950),
    };
  },
  troubled: refused(
    503,
    'The receiver is having trouble (503).',
    'yes',
    'Service Temporarily Unavailable',
  ),
  broken: refused(
    500,
    'The receiver is having trouble (500).',
    'yes',
    '{"error":"database is locked"}',
  ),
  busy: refused(429, 'The receiver is asking for fewer calls (429).', 'yes', 'Too Many Requests'),
  forbidden: refused(
    401,
    'The receiver refused the call (401). Check that it uses the same signing secret, then run it again.',
    'no',
    '{"error":"invalid signature"}',
  ),
  gone: refused(
    410,
    'The receiver says that this address is gone for good (410). Put the new address into the settings, or disable the webhook.',
    'no',
    '{"error":"this endpoint has moved"}',
  ),
  unaccepted: refused(
    422,
    'The receiver did not accept the call (422). Its answer says why; when that is mended, run it again.',
    'no',
    '{"error":"the course has no free place in this group"}',
  ),
  silent: failed(
    'The receiver did not answer in time. It may have received what was sent.',
    'yes',
    'timeout (after): UND_ERR_HEADERS_TIMEOUT: Headers Timeout Error',
    [15_000, 15_050],
  ),
} as const satisfies Readonly<Record<string, MakeAnswer>>;

/** A worker that stopped in the middle; the lease runs out before another takes over. */
export function deathOfWorker(leaseMs: number): PastAnswer {
  return {
    outcome: {
      outcome: 'unknown',
      again: 'yes',
      message: 'The program that ran this stopped in the middle of it. It was taken over.',
    },
    technical: null,
    response: null,
    takesMs: leaseMs,
    died: true,
  };
}

const stripeRefusals: readonly (readonly [string, number])[] = [
  ['Your card was declined.', 8],
  ['Your card has insufficient funds.', 6],
  ['Your card has expired.', 2],
  ['Your card’s security code is incorrect.', 2],
  [
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    5,
  ],
  ['An error occurred while processing your card. Try again in a little bit.', 1],
];

const bankLabels: Readonly<Record<string, string>> = {
  osuuspankki: 'OP',
  nordea: 'Nordea',
  mobilepay: 'MobilePay',
  spankki: 'S-Pankki',
  danske: 'Danske Bank',
  aktia: 'Aktia',
  creditcard: 'Card',
};

/** Why a payment came to nothing, as its provider puts it; null where the customer just left. */
export function paymentRefusal(
  chance: Chance,
  { provider, method }: { readonly provider: string; readonly method: string },
): string | null {
  if (provider === 'stripe') {
    if (chance.happens(0.2)) return null;
    return method === 'klarna'
      ? 'The payment was not accepted.'
      : chance.weighted(stripeRefusals, ([, weight]) => weight)[0];
  }
  if (provider === 'paytrail') {
    const at = bankLabels[method];
    return `The payment was cancelled or refused${at ? ` at ${at}` : ''}.`;
  }
  return provider === 'epassi' ? 'The benefit balance does not cover the amount.' : null;
}

/** What a provider calls a refund. */
export function refundReference(chance: Chance, provider: string): string {
  return provider === 'stripe'
    ? `re_3${chance.text(23, LETTERS)}`
    : [8, 4, 4, 4, 12].map((length) => chance.text(length, HEX)).join('-');
}

function failed(
  message: string,
  again: 'yes' | 'no',
  technical: string,
  takes: readonly [number, number],
): MakeAnswer {
  return (chance) => ({
    outcome: { outcome: 'failed', message, again },
    technical,
    response: null,
    takesMs: chance.between(...takes),
  });
}

function refused(status: number, message: string, again: 'yes' | 'no', body: string): MakeAnswer {
  return (chance) => {
    const takesMs = chance.between(60, 1_400);
    return {
      outcome: { outcome: 'failed', message, again },
      technical: null,
      response: answered(status, body, takesMs),
      takesMs,
    };
  };
}

function answered(status: number, body: string, durationMs: number): unknown {
  const headers = { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain' };
  return { status, headers: body === '' ? {} : headers, body, durationMs };
}
