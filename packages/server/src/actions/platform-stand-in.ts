/** The other side of the kinds that call a platform: the simulated ones, and one that only fails. */
import {
  quietly,
  startSimulator,
  type FaultKind,
  type Simulator,
} from '@order-management/simulator';
import { onTestFinished } from 'vitest';
import {
  deserted,
  hangsUp,
  neverAnswers,
  receiverThat,
  type Reaction,
} from '../outside/receiver-stand-in.ts';
import { makeSafeFetch, type SafeFetch } from '../outside/safe-fetch.ts';
import type { OtherSideBehaviour } from './action-type.contract.ts';

/** Kajabi and Systeme.io without limits, until the test is over. */
export async function simulatedPlatforms(): Promise<Simulator> {
  const simulator = await startSimulator({
    ...quietly,
    seed: 20_261_123,
    settleAfterMs: null,
  });
  onTestFinished(() => simulator.stop());
  simulator.limits.set('kajabi', null);
  simulator.limits.set('systemeio', null);
  return simulator;
}

/** Says back everything it was sent, keys and all, which no platform should. */
function echoes(status: number, headers: Record<string, string> = {}): Reaction {
  return ({ body, headers: sent, path }, response) =>
    response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(
      JSON.stringify({
        base: [`No, Väinö: ${decodeURIComponent(body)} ${body}`],
        detail: `${path} ${decodeURIComponent(path)} ${Object.values(sent).join(' ')}`,
      }),
    );
}

const reactions: Record<Exclude<OtherSideBehaviour, 'takes' | 'absent'>, Reaction> = {
  refuses: echoes(422),
  'asks-to-wait': echoes(429, { 'retry-after': '120' }),
  'in-trouble': echoes(500),
  silent: neverAnswers,
  'hangs-up': hangsUp,
};

/** A platform that is not one, and how often it was called. */
export async function failingPlatform(
  behaviour: Exclude<OtherSideBehaviour, 'takes'>,
): Promise<{ url: string; arrivals: () => number }> {
  if (behaviour === 'absent')
    return { url: `http://127.0.0.1:${await deserted()}`, arrivals: () => 0 };
  const receiver = await receiverThat(reactions[behaviour]);
  return { url: receiver.url, arrivals: () => receiver.calls.length };
}

export function localFetch(timeoutMs = 5_000): SafeFetch {
  return makeSafeFetch({ allowPrivate: ['127.0.0.1'], requireHttps: false, timeoutMs });
}

/** Lets one call of an attempt go wrong, counted from 1; `calls` says how many there were. */
export function failingAt(
  simulator: Simulator,
  target: 'kajabi' | 'systemeio',
  wrong: { readonly call: number; readonly kind: FaultKind },
  timeoutMs = 5_000,
): { fetch: SafeFetch; calls: () => number } {
  const fetch = localFetch(timeoutMs);
  let calls = 0;
  return {
    calls: () => calls,
    fetch: (request) => {
      calls += 1;
      if (calls === wrong.call) simulator.faults.set(target, { kind: wrong.kind, times: 1 });
      return fetch(request);
    },
  };
}

/** Every way a single call can go wrong without a no that would stay one. */
export const passingFaults = [
  'drop-before',
  'drop-after',
  'hang-after',
  'error-429',
  'error-500',
  'error-500-after',
] as const satisfies readonly FaultKind[];
