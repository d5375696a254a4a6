import { createHash } from 'node:crypto';
import { query } from '../database/orm.ts';
import type { Sealer } from '../database/sealing.ts';
import { refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import type { Actor, Work } from './request.ts';

/**
 * Lets the effect happen once per actor and key, in the transaction of the effect. The same key with
 * the same input gives the first answer again; with another input it is refused. A refused effect uses
 * up no key, since its transaction leaves nothing. Two at once: the second waits for the first. Whether
 * whoever asks may still see what it is about is asked before, or an old key would show it for ever.
 */
export async function once<Result extends object>(
  work: Work,
  wish: { readonly operation: string; readonly key: string; readonly input: unknown },
  effect: () => Promise<Result>,
): Promise<Result> {
  if (wish.key.length === 0 || wish.key.length > 255 || !isStorable(wish.key)) {
    refuse('INVALID', 'An idempotency key is a text of 1 to 255 characters.', ['idempotencyKey']);
  }
  const actor = actorKey(work.request.actor);
  // Inputs name people, and a plain digest of an address is as good as the address.
  const { sealer } = work.request.tools;
  const names = [wish.key, ...hiddenNames(sealer, wish.key)];
  const inputHash = sealer.fingerprint(canonical(wish.input), INPUT);
  const claimed = await query(
    work.em,
    `insert into idempotency_key (actor, key, operation, input_hash, result, created_at)
     select $1, $2, $3, $4, 'null', $5::timestamptz
     where not exists (select from idempotency_key where actor = $1 and key = any($6))
     on conflict do nothing returning key`,
    [actor, wish.key, wish.operation, inputHash, work.now, names],
  );
  if (claimed.length === 0) return earlierResult<Result>(work, actor, { ...wish, names });
  const result = await effect();
  await query(
    work.em,
    'update idempotency_key set result = $3::jsonb where actor = $1 and key = any($2)',
    [actor, names, JSON.stringify(result)],
  );
  return result;
}

async function earlierResult<Result>(
  work: Work,
  actor: string,
  wish: { readonly operation: string; readonly names: readonly string[]; readonly input: unknown },
): Promise<Result> {
  const [earlier] = await query<{ operation: string; input_hash: string; result: Result | null }>(
    work.em,
    'select operation, input_hash, result from idempotency_key where actor = $1 and key = any($2)',
    [actor, wish.names],
  );
  // Null where the answer itself named somebody who was erased.
  if (
    earlier?.operation !== wish.operation ||
    !isOfInput(work, earlier.input_hash, wish.input) ||
    earlier.result === null
  ) {
    refuse(
      'IDEMPOTENCY_KEY_REUSED',
      'This idempotency key was used for another request, or too long ago to tell. See what became of that one; a new request needs a new key.',
      ['idempotencyKey'],
    );
  }
  return earlier.result;
}

const INPUT = 'idempotency';
const KEY = 'idempotency-key';
/** Before the fingerprint of a key that named somebody who was erased. */
const HIDDEN = 'erased:';

/** What a key is called once it may not be read any more; a repetition still finds it. */
export function hiddenName(sealer: Sealer, key: string): string {
  return `${HIDDEN}${sealer.fingerprint(key, KEY)}`;
}

function hiddenNames(sealer: Sealer, key: string): string[] {
  return sealer.fingerprints(key, KEY).map((digest) => `${HIDDEN}${digest}`);
}

/**
 * Under a retired key too: a request that is repeated after a rotation must not be told to come with a new
 * key and be done twice. Rows from before digests were keyed hold a plain one.
 */
function isOfInput(work: Work, digest: string, input: unknown): boolean {
  const text = canonical(input);
  if (work.request.tools.sealer.fingerprints(text, INPUT).includes(digest)) return true;
  return digest === createHash('sha256').update(text).digest('hex');
}

function actorKey(actor: Actor): string {
  return `${actor.kind}:${actor.id ?? actor.name}`;
}

/** JSON with sorted keys and without what is left out, so that equal inputs have equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
