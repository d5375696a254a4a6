// Stripe's promise about keys (API v1): an answer is kept for 24 hours once the work began, 500s
// included; the same key with other parameters, or while its first request is under way, is refused.

import type { Clock } from './clock.ts';
import { problemAnswer } from './stripe-answers.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

type Remembered = { readonly fingerprint: string; readonly at: number; answer: WireAnswer | null };
export type KeptAnswer = { readonly answer: WireAnswer; readonly isRemembered: boolean };

const keptMs = 24 * 60 * 60 * 1000;

export type IdempotencyKeys = {
  once(request: WireRequest, work: () => Promise<KeptAnswer>): Promise<WireAnswer>;
};

export function makeIdempotencyKeys(clock: Clock): IdempotencyKeys {
  const keys = new Map<string, Remembered>();

  function forgetOld(): void {
    for (const [key, { at }] of keys) {
      if (clock.now() - at < keptMs) return; // Maps keep the order of insertion.
      keys.delete(key);
    }
  }

  return {
    once: async (request, work) => {
      const key = request.headers['idempotency-key'];
      if (request.method !== 'POST' || !key) return (await work()).answer;
      if (key.length > 255) return tooLong;
      forgetOld();

      const fingerprint = `${request.path}\n${sortedParameters(request.body)}`;
      const known = keys.get(key);
      if (known && known.fingerprint !== fingerprint) return otherParameters(key);
      if (known && !known.answer) return stillUnderWay(key);
      if (known?.answer) return replay(known.answer, key);

      const entry: Remembered = { fingerprint, at: clock.now(), answer: null };
      keys.set(key, entry);
      try {
        const { answer, isRemembered } = await work();
        if (isRemembered) entry.answer = answer;
        return { ...answer, headers: { ...answer.headers, 'idempotency-key': key } };
      } finally {
        if (!entry.answer) keys.delete(key);
      }
    },
  };
}

function sortedParameters(body: string): string {
  const parameters = new URLSearchParams(body);
  parameters.sort();
  return parameters.toString();
}

function replay(answer: WireAnswer, key: string): WireAnswer {
  const headers = { ...answer.headers, 'idempotency-key': key, 'idempotent-replayed': 'true' };
  return { ...answer, headers };
}

const tooLong = problemAnswer(400, {
  type: 'invalid_request_error',
  message: 'The idempotency key is longer than 255 characters.',
});

function otherParameters(key: string): WireAnswer {
  return problemAnswer(400, {
    type: 'idempotency_error',
    message: `The key '${key}' was first used with other parameters; use a new key for a new request.`,
  });
}

function stillUnderWay(key: string): WireAnswer {
  return problemAnswer(409, {
    type: 'invalid_request_error',
    code: 'idempotency_key_in_use',
    message: `Another request with the key '${key}' is still in progress.`,
  });
}
