import {
  countSealedTexts,
  lockRowsUnderOtherKeys,
  type SealedCount,
  type SealedPlace,
  sealedPlaces,
  type SealedRow,
  writeSealed,
} from '../database/sealed-places.ts';
import { resealSettings, type Sealer } from '../database/sealing.ts';
import { ALERT_SECRET } from './manage-settings.ts';
import { inOneTransaction, type Request } from './request.ts';
import { addressPurpose } from './request-order-export.ts';
import { recordInShop } from './shop-history.ts';

const BATCH_ROWS = 200;

/** How many rows came under the present key, and which could not be opened, by place. */
export type Rotation = {
  readonly changed: ReadonlyMap<SealedPlace, number>;
  /** Rows whose text is under a key that is not given, or spoilt. They stay as they are. */
  readonly unreadable: readonly string[];
  /** Told to stop before the end: the next run goes on from there. */
  readonly isWhole: boolean;
};

/**
 * Seals every secret anew under the present key, in batches of one transaction each, while the shop runs:
 * rows that somebody holds are left for the end and taken one by one. May end at any moment and be run
 * again. What another process seals under an old key meanwhile is found by `checkSecrets`.
 */
export async function rotateSecrets(
  request: Request,
  signal: AbortSignal,
  batchRows = BATCH_ROWS,
): Promise<Rotation> {
  await record(request, {
    event: 'secrets.rotation_started',
    summary: `Sealing all secrets anew under the key ${request.tools.sealer.keyId} began.`,
  });
  const changed = new Map<SealedPlace, number>();
  const unreadable = new Set<string>();
  for (const limit of [batchRows, 1]) {
    for (const place of sealedPlaces) {
      for (let after: string | undefined = ''; after !== undefined && !signal.aborted;) {
        const batch = await resealBatch(request, place, { after, limit });
        changed.set(place, (changed.get(place) ?? 0) + batch.changed);
        for (const key of batch.unreadable) unreadable.add(`${place} of ${key}`);
        after = batch.last;
      }
    }
  }
  const isWhole = !signal.aborted;
  await record(request, {
    event: 'secrets.rotated',
    summary: `${isWhole ? 'Secrets were sealed anew' : 'Sealing secrets anew was interrupted'} under the key ${request.tools.sealer.keyId}: ${wordsOf(changed)}${unreadable.size === 0 ? '' : `; ${unreadable.size} could not be opened`}.`,
  });
  return { changed, unreadable: [...unreadable], isWhole };
}

function wordsOf(changed: ReadonlyMap<SealedPlace, number>): string {
  return [...changed].map(([place, count]) => `${count} in ${place}`).join(', ') || 'none';
}

function record(request: Request, entry: { event: string; summary: string }): Promise<void> {
  return inOneTransaction(request, async (work) => {
    recordInShop(work, 'secrets', entry);
    await work.em.flush();
  });
}

type Batch = { changed: number; unreadable: string[]; last: string | undefined };

function resealBatch(
  request: Request,
  place: SealedPlace,
  { after, limit }: { after: string; limit: number },
): Promise<Batch> {
  const { sealer } = request.tools;
  return inOneTransaction(request, async ({ em }) => {
    const rows = await lockRowsUnderOtherKeys(em, place, {
      keyId: sealer.keyId,
      after,
      limit,
      // One row at a time is waited for: who holds a single lock is in nobody's way.
      skipLocked: limit > 1,
    });
    const batch: Batch = { changed: 0, unreadable: [], last: rows.at(-1)?.key };
    for (const row of rows) {
      const value = resealed(sealer, place, row);
      if (value === null) batch.unreadable.push(row.key);
      else {
        await writeSealed(em, place, { key: row.key, value });
        batch.changed += 1;
      }
    }
    return batch;
  });
}

/** Null for what no key that we have opens. */
function resealed(sealer: Sealer, place: SealedPlace, { key, value }: SealedRow): unknown {
  try {
    switch (place) {
      case 'action_configuration_version.settings':
      case 'action.settings':
        return resealSettings(sealer, value as Record<string, unknown>);
      case 'setting.value':
        return sealer.reseal(String(value), ALERT_SECRET);
      case 'order_export.address_key':
        return sealer.reseal(String(value), addressPurpose(key));
    }
  } catch {
    return null;
  }
}

/** What a key is to the configuration of this process. */
export type KeyRole = 'present' | 'retired' | 'unknown';
export type KeyUse = {
  readonly keyId: string;
  readonly role: KeyRole;
  readonly counts: readonly SealedCount[];
};

/** Which keys are in use, the present one first. `canRetire`: nothing needs any other than the present one. */
export async function checkSecrets({
  em,
  tools,
}: Pick<Request, 'em' | 'tools'>): Promise<{ uses: KeyUse[]; canRetire: boolean }> {
  const { keyId: present, retiredKeyIds } = tools.sealer;
  const found = await countSealedTexts(em.fork());
  const ids = new Set([present, ...retiredKeyIds, ...found.map(({ keyId }) => keyId)]);
  const uses = [...ids].map((keyId): KeyUse => {
    const counts = found.filter((one) => one.keyId === keyId);
    if (keyId === present) return { keyId, role: 'present', counts };
    return { keyId, role: retiredKeyIds.includes(keyId) ? 'retired' : 'unknown', counts };
  });
  const canRetire = uses.every(
    ({ role, counts }) =>
      role === 'present' || counts.every(({ isKnown }) => role === 'unknown' && !isKnown),
  );
  return { uses, canRetire };
}
