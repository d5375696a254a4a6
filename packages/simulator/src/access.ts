// Who has which access at the course platforms: one entry for a customer and an offer, course or
// tag. The fakes keep their grants here, so that page, control API and tests see one truth.

import type { Clock } from './clock.ts';
import { makeRecent } from './recent.ts';
import type { Watched } from './watched.ts';
import { makeWatched } from './watched.ts';

export type Access = {
  readonly platform: 'kajabi' | 'systemeio';
  readonly kind: 'offer' | 'course' | 'tag';
  /** The platform's id of the offer, course or tag. */
  readonly targetId: string;
  readonly targetName: string;
  /** What the offer opens; courses and tags open nothing but themselves. */
  readonly products: readonly string[];
  /** The platform's id of the customer. */
  readonly contactId: string;
  readonly email: string;
  readonly name: string | null;
  /** Kajabi's `external_user_id`; Systeme.io has none. */
  readonly externalId: string | null;
  /** Whether Kajabi was told by its activation URL or by its API. */
  readonly by: 'url' | 'api';
  readonly since: number;
};
export type AccessKey = Pick<Access, 'platform' | 'kind' | 'targetId' | 'contactId'>;
export type AccessChange = {
  readonly what: 'given' | 'taken';
  readonly at: number;
  readonly access: Access;
};

export type AccessBook = {
  /** Newest first. */
  list(): Access[];
  /** Every giving and taking that changed something. */
  readonly changes: Watched<AccessChange>;
  get(key: AccessKey): Access | undefined;
  /** Nothing changes, and the answer is false, where the customer has it already. */
  give(access: Omit<Access, 'since'>): boolean;
  /** False where there is nothing to take. */
  take(key: AccessKey): boolean;
  clear(): void;
};

export function makeAccessBook(clock: Clock): AccessBook {
  const entries = makeRecent<Access>(50_000);
  const changes = makeWatched<AccessChange>(20_000);
  const keyOf = ({ platform, kind, contactId, targetId }: AccessKey) =>
    `${platform} ${kind} ${contactId} ${targetId}`;
  return {
    changes,
    list: () => entries.list(),
    get: (key) => entries.get(keyOf(key)),
    give: (wanted) => {
      if (entries.get(keyOf(wanted))) return false;
      const access = { ...wanted, since: clock.now() };
      entries.set(keyOf(access), access);
      changes.add({ what: 'given', at: access.since, access });
      return true;
    },
    take: (key) => {
      const access = entries.get(keyOf(key));
      if (!access) return false;
      entries.delete(keyOf(key));
      changes.add({ what: 'taken', at: clock.now(), access });
      return true;
    },
    clear: () => {
      entries.clear();
      changes.clear();
    },
  };
}
