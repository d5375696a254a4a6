import { createHash } from 'node:crypto';
import { networkOf } from '../access/client-network.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Config } from '../config.ts';
import { forgetEndedWindows, takePoints } from '../database/rate-limit.ts';
import type { Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import { Bill, type Policy } from './bill.ts';
import { Purse, type Take } from './purse.ts';

/** Purses and refused proofs that a process keeps in mind. */
const MOST_REMEMBERED = 20_000;
const FORGET_EVERY_MS = 10 * 60_000;

export type RateLimits = {
  /** Begins the bill of a request from this address, of which nothing is paid yet. */
  open(address: string | null): Bill;
  /** The purse of whoever proved nothing, or was refused with these headers when nothing was left for them. */
  purseOf(viewer: Viewer | null, address: string | null): { policy: Policy; purse: Purse };
  /** Whose proof this is, if it was refused with nothing left: so that the same need not be looked up again. */
  refusedBefore(headers: Proof): Purse | null;
  /** Keeps in mind that this proof is one of a client with nothing left. */
  noteRefused(headers: Proof, purse: Purse): void;
  now(): Date;
  /** A limit stood against a request. */
  onRefused(policy: Policy): void;
};

/** What may prove who somebody is. */
export type Proof = {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
};

/** What this process knows of everybody's points in the present minute. */
export function makeRateLimits(means: {
  orm: Services['orm'];
  limits: Config['rateLimits'];
  now: () => Date;
  log: Log;
  onRefused: (policy: Policy) => void;
}): RateLimits {
  const { limits, now, orm } = means;
  const purses = new Map<string, Purse>();
  const refused = new Map<string, Purse>();
  let forgotAtMs = now().getTime();

  const take: Take = async (wish) => {
    const moment = now();
    const em = orm.em.fork();
    try {
      if (Math.abs(moment.getTime() - forgotAtMs) > FORGET_EVERY_MS) {
        forgotAtMs = moment.getTime();
        await forgetEndedWindows(em, moment);
      }
      return await takePoints(em, { ...wish, now: moment });
    } catch (error) {
      means.log.error({ error }, 'Points are counted by this process alone');
      throw error;
    }
  };
  const purseNamed = (policy: Policy, who: string, limit: number): Purse => {
    const key = `${policy} ${who}`;
    const known = purses.get(key);
    if (known) return known;
    makeRoom(purses, (purse) => purse.isForgettable(now()));
    const purse = new Purse(key, limit, take);
    purses.set(key, purse);
    return purse;
  };

  const rateLimits: RateLimits = {
    onRefused: means.onRefused,
    open: (address) => {
      const purse = purseNamed('address', networkOf(address), limits.addressPoints);
      return new Bill(rateLimits, address, { policy: 'address', purse });
    },
    purseOf: (viewer, address) =>
      viewer
        ? {
            policy: 'caller',
            purse: purseNamed('caller', viewer.actor.id ?? '', limits.callerPoints),
          }
        : {
            policy: 'stranger',
            purse: purseNamed('stranger', networkOf(address), limits.strangerPoints),
          },
    refusedBefore: (proof) => {
      if (refused.size === 0) return null;
      const digest = digestOf(proof);
      const purse = digest === null ? undefined : refused.get(digest);
      if (!purse) return null;
      if (purse.isSpent(1, now())) return purse;
      refused.delete(digest ?? '');
      return null;
    },
    noteRefused: (proof, purse) => {
      const digest = digestOf(proof);
      if (digest === null || purse.remaining(now()) > 0) return;
      makeRoom(refused, (one) => !one.isSpent(1, now()));
      refused.set(digest, purse);
    },
    now,
  };
  return rateLimits;
}

/** First what is of no use any more, then what has been there longest. */
function makeRoom(map: Map<string, Purse>, isUseless: (purse: Purse) => boolean): void {
  if (map.size < MOST_REMEMBERED) return;
  for (const [key, purse] of map) if (isUseless(purse)) map.delete(key);
  for (const key of map.keys()) {
    if (map.size < MOST_REMEMBERED) break;
    map.delete(key);
  }
}

function digestOf({ authorization, cookie }: Proof): string | null {
  const proof = authorization ?? cookie;
  return proof === undefined ? null : createHash('sha256').update(proof).digest('base64');
}
