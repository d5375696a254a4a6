import { lockApiToken, type ApiTokenFound } from '../database/api-token.ts';
import { query } from '../database/orm.ts';
import {
  apiTokenState,
  excessOver,
  LONGEST_LIFE_MS,
  LONGEST_NAME,
  MOST_LIVE_TOKENS,
  type Giver,
} from '../domain/api-token.ts';
import { Permission } from '../domain/permission.ts';
import { isRangeWithin, readAddressRange } from './address-range.ts';
import type { ApiTokenWish } from './manage-api-tokens.ts';
import { invalid } from './manage-catalogue-checks.ts';
import { refuseAny } from './manage-configuration-checks.ts';
import { type Refusal, refuse } from './outcome.ts';
import type { Work } from './request.ts';

const MOST_RANGES = 20;

type Checked = Pick<
  ApiTokenFound,
  'name' | 'permissions' | 'reach' | 'allowedAddresses' | 'expiresAt'
>;

/** The token that is wished for, or every reason against it, each at its field. */
export async function checkedToken(work: Work, wish: ApiTokenWish): Promise<Checked> {
  const { giver, allowedAddresses } = await giverOf(work);
  const reach = wish.checkoutIds ? [...new Set(wish.checkoutIds)] : 'ALL';
  const permissions = Object.values(Permission).filter((one) => wish.permissions.includes(one));
  const ranges = (wish.allowedAddresses ?? []).map(readAddressRange);
  const excess = excessOver(giver, { permissions, reach, expiresAt: wish.expiresAt });
  refuseAny([
    ...formRefusals(wish),
    ...lifeRefusals(wish.expiresAt, work.now),
    ...(excess.isTooLong
      ? [notAllowed('A token made by a token ends no later than that one.', 'expiresAt')]
      : []),
    ...excess.permissions.map((permission) =>
      notAllowed(`You cannot give ${permission}: you do not have it yourself.`, 'permissions'),
    ),
    ...(await checkoutRefusals(work, reach, excess.checkouts)),
    ...rangeRefusals(ranges, allowedAddresses),
  ]);
  return {
    name: wish.name.trim(),
    permissions,
    reach,
    allowedAddresses: [...new Set(ranges.filter((range) => range !== null))],
    expiresAt: wish.expiresAt,
  };
}

/** Two that live under one name could not be told apart in the history, where the name says who it was. */
export function nameRefusals(name: string, live: readonly string[]): Refusal[] {
  if (live.length >= MOST_LIVE_TOKENS) {
    const words = `There are ${MOST_LIVE_TOKENS} tokens already. Revoke those that nobody uses.`;
    return [{ code: 'NOT_ALLOWED', message: words, path: null }];
  }
  const isTaken = live.some((one) => one.toLowerCase() === name.toLowerCase());
  return isTaken
    ? [invalid('Another token has this name. Revoke that one first, or choose another.', 'name')]
    : [];
}

/**
 * Who gives. A program's own token is read and held in this transaction: what was revoked meanwhile makes nothing any
 * more, and what it makes is not open to more addresses or for longer than it is itself.
 */
async function giverOf(work: Work): Promise<{ giver: Giver; allowedAddresses: readonly string[] }> {
  const { actor, permissions, reach } = work.request;
  if (actor.kind === 'SYSTEM') {
    const all = new Set(Object.values(Permission));
    return {
      giver: { isProgram: true, permissions: all, reach: 'ALL', endsAt: null },
      allowedAddresses: [],
    };
  }
  if (actor.kind !== 'TOKEN') {
    return { giver: { isProgram: false, permissions, reach, endsAt: null }, allowedAddresses: [] };
  }
  const own = await lockApiToken(work.em, actor.id ?? '');
  if (!own || apiTokenState(own, work.now) !== 'LIVE') {
    refuse('NOT_ALLOWED', 'This token has been revoked.');
  }
  const giver = {
    isProgram: true,
    permissions: new Set(own.permissions),
    reach: own.reach,
    endsAt: own.expiresAt,
  };
  return { giver, allowedAddresses: own.allowedAddresses };
}

function formRefusals({ name, permissions, checkoutIds }: ApiTokenWish): Refusal[] {
  const trimmed = name.trim();
  return [
    ...(trimmed === '' ? [invalid('Give it a name by which you will know it.', 'name')] : []),
    ...(trimmed.length > LONGEST_NAME
      ? [invalid(`A name has at most ${LONGEST_NAME} characters.`, 'name')]
      : []),
    ...(/\p{Cc}/u.test(trimmed) ? [invalid('A name is one line of text.', 'name')] : []),
    ...(permissions.length === 0
      ? [invalid('Choose at least one thing that it may do.', 'permissions')]
      : []),
    ...(checkoutIds?.length === 0
      ? [invalid('Choose at least one checkout, or all of them.', 'checkoutIds')]
      : []),
  ];
}

function lifeRefusals(expiresAt: Date, now: Date): Refusal[] {
  const lifeMs = expiresAt.getTime() - now.getTime();
  if (!(lifeMs > 0)) return [invalid('A token ends in the future.', 'expiresAt')];
  return lifeMs > LONGEST_LIFE_MS
    ? [invalid('A token ends within a year. Make a new one then.', 'expiresAt')]
    : [];
}

/** What is not there and what is not theirs look the same. */
async function checkoutRefusals(
  work: Work,
  reach: Checked['reach'],
  beyond: 'ALL' | readonly string[],
): Promise<Refusal[]> {
  if (beyond === 'ALL') {
    const words = 'You have only some of the checkouts: name those that the token is for.';
    return [notAllowed(words, 'checkoutIds')];
  }
  if (reach === 'ALL') return [];
  const rows = await query<{ id: string }>(
    work.em,
    'select id from checkout where id = any($1::text[])',
    [reach.filter((id) => !id.includes('\0'))],
  );
  const known = new Set(rows.map(({ id }) => id));
  return reach.some((id) => !known.has(id) || beyond.includes(id))
    ? [{ code: 'NOT_FOUND', message: 'There is no such checkout.', path: ['checkoutIds'] }]
    : [];
}

function rangeRefusals(ranges: readonly (string | null)[], own: readonly string[]): Refusal[] {
  const at = (index: number) => ['allowedAddresses', String(index)];
  if (ranges.length > MOST_RANGES) {
    return [invalid(`At most ${MOST_RANGES} addresses or ranges.`, 'allowedAddresses')];
  }
  if (own.length > 0 && ranges.length === 0) {
    const words = 'This token is for some addresses only: name those that the new one is for.';
    return [notAllowed(words, 'allowedAddresses')];
  }
  return ranges.flatMap((range, index) => {
    if (range === null) {
      return [
        invalid('An address looks like 203.0.113.7, a range like 203.0.113.0/24.', ...at(index)),
      ];
    }
    return own.length === 0 || isRangeWithin(range, own)
      ? []
      : [notAllowed('You cannot give an address that you may not use yourself.', ...at(index))];
  });
}

function notAllowed(message: string, ...path: string[]): Refusal {
  return { code: 'NOT_ALLOWED', message, path };
}
