import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiTokenState, excessOver, givable, isWithinReach, type Giver } from './api-token.ts';
import { Permission, permissionsOf } from './permission.ts';

const now = new Date('2026-11-02T10:00:00Z');
const later = new Date('2026-12-02T10:00:00Z');
const nothing = { permissions: [], checkouts: [], isTooLong: false };

const admin: Giver = {
  isProgram: false,
  permissions: permissionsOf('ADMIN'),
  reach: 'ALL',
  endsAt: null,
};

const permissions = fc.uniqueArray(fc.constantFrom(...Object.values(Permission)));
const reach = fc.oneof(
  fc.constant('ALL' as const),
  fc.uniqueArray(fc.constantFrom('chk_a', 'chk_b', 'chk_c')),
);
const moment = fc.integer({ min: 1, max: 500 }).map((day) => new Date(now.getTime() + day * 86e6));
const program = fc.record({
  isProgram: fc.constant(true),
  permissions: permissions.map((some) => new Set(some)),
  reach,
  endsAt: moment,
});
const wish = fc.record({ permissions, reach, expiresAt: moment });

describe('what a token may be given', () => {
  test('is everything by an admin, the door of checkout pages too, although no role opens it', () => {
    expect([...givable(admin)].sort()).toEqual(Object.values(Permission).sort());
  });

  test('is nothing that a person without the right to make tokens could not do', () => {
    const permissions = permissionsOf('MAINTAINER');
    expect(givable({ ...admin, permissions })).toEqual(permissions);
  });

  test('is never more than the program has that gives it: rights, checkouts and life', () => {
    fc.assert(
      fc.property(program, wish, (giver, { permissions, reach, expiresAt }) => {
        const excess = excessOver(giver, { permissions, reach, expiresAt });
        const isWithin =
          permissions.every((one) => giver.permissions.has(one)) &&
          (giver.reach === 'ALL' ||
            (reach !== 'ALL' && reach.every((id) => giver.reach.includes(id)))) &&
          expiresAt <= giver.endsAt;
        expect(JSON.stringify(excess) === JSON.stringify(nothing)).toBe(isWithin);
      }),
    );
  });

  test('says each part that goes too far', () => {
    const giver: Giver = {
      isProgram: true,
      permissions: new Set(['MANAGE_TOKENS', 'READ_ORDERS']),
      reach: ['chk_a'],
      endsAt: now,
    };
    const wish = { permissions: ['READ_ORDERS', 'WRITE_CHECKOUT'] as const, expiresAt: later };
    expect(excessOver(giver, { ...wish, reach: ['chk_b', 'chk_a'] })).toEqual({
      permissions: ['WRITE_CHECKOUT'],
      checkouts: ['chk_b'],
      isTooLong: true,
    });
    expect(excessOver(giver, { ...wish, reach: 'ALL' }).checkouts).toBe('ALL');
  });
});

test.each([
  ['ALL', 'ALL', true],
  ['ALL', ['chk_a'], false],
  [['chk_a'], 'ALL', true],
  [['chk_a'], ['chk_a', 'chk_b'], true],
  [['chk_a', 'chk_c'], ['chk_a', 'chk_b'], false],
] as const)('a token of %j is there for somebody with %j: %s', (tokens, own, is) => {
  expect(isWithinReach(tokens, own)).toBe(is);
});

test.each([
  ['before its end', later, null, 'LIVE'],
  ['at the very moment of its end', now, null, 'EXPIRED'],
  ['withdrawn', later, now, 'REVOKED'],
  ['withdrawn and past its end', now, now, 'REVOKED'],
])('a token %s', (_, expiresAt, revokedAt, state) => {
  expect(apiTokenState({ expiresAt, revokedAt }, now)).toBe(state);
});
