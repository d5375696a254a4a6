import type { World } from './world.ts';

/** A browser waits longer; a person does not. */
const PATIENCE_MS = 5_000;

type Answer<Data> = { ok: true; data: Data } | { ok: false; words: string };

/** One request, as a script sends it; whatever is wrong with the answer is told in few words. */
export async function ask<Data = unknown>(world: World, text: string): Promise<Answer<Data>> {
  try {
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.token}` },
      body: JSON.stringify({ query: text }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = (await response.json().catch(() => ({}))) as {
      data?: Data;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    if (response.ok && body.data && !body.errors) return { ok: true, data: body.data };
    const [error] = body.errors ?? [];
    return { ok: false, words: `${response.status} ${error?.extensions?.code ?? ''}`.trim() };
  } catch (error) {
    const isLate = (error as Error).name === 'TimeoutError';
    return {
      ok: false,
      words: isLate ? `no answer in ${PATIENCE_MS / 1_000} s` : 'connection lost',
    };
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
