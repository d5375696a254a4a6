import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkoutsFor,
  disableRefusal,
  holdsMore,
  mayGrant,
  roleRefusal,
  type MemberStanding,
} from './member.ts';
import { Permission, permissionsOf, Role } from './permission.ts';

const aino = { id: 'mem_aino', role: 'ADMIN', isDisabled: false } as const;
const veikko = { id: 'mem_veikko', role: 'VIEWER', isDisabled: false } as const;
const admin = { memberId: 'mem_aino', permissions: permissionsOf('ADMIN') };
const token = { memberId: null, permissions: permissionsOf('ADMIN') };

describe('who may decide about a member', () => {
  test('an admin decides about everybody but themselves', () => {
    expect(roleRefusal(veikko, admin, 0)).toBeNull();
    expect(disableRefusal(veikko, admin, 0)).toBeNull();
    expect(roleRefusal(aino, admin, 5)).toBe('You cannot change your own role. Another admin can.');
    expect(disableRefusal(aino, admin, 5)).toBe('You cannot disable yourself. Another admin can.');
    expect(holdsMore(aino, admin)).toBeNull();
  });

  test('the last admin who can sign in stays one, whoever asks', () => {
    for (const refusal of [roleRefusal, disableRefusal]) {
      expect(refusal(aino, token, 0)).toContain('the only admin who can sign in');
      expect(refusal(aino, token, 1)).toBeNull();
      expect(refusal({ ...aino, isDisabled: true }, token, 0)).toBeNull();
    }
  });

  test('nobody decides about somebody, or makes somebody, who may do more than they', () => {
    const narrow = {
      memberId: null,
      permissions: new Set<Permission>([...permissionsOf('VIEWER'), 'MANAGE_MEMBERS']),
    };
    expect(mayGrant(narrow.permissions, 'VIEWER')).toBe(true);
    expect(mayGrant(narrow.permissions, 'CUSTOMER_SERVICE')).toBe(false);
    expect(roleRefusal(aino, narrow, 3)).toContain('may do more than you');
    expect(disableRefusal(aino, narrow, 3)).toContain('may do more than you');
    expect(roleRefusal(veikko, narrow, 3)).toBeNull();
  });

  test('however members decide about each other, one admin who can sign in remains', () => {
    const member = fc.record({
      role: fc.constantFrom(...Object.values(Role)),
      isDisabled: fc.boolean(),
    });
    const deed = fc.record({
      by: fc.nat(),
      about: fc.nat(),
      role: fc.option(fc.constantFrom(...Object.values(Role)), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(member, { maxLength: 5 }), fc.array(deed), (others, deeds) => {
        const first = { role: 'ADMIN' as Role, isDisabled: false };
        let members: MemberStanding[] = [first, ...others].map((one, index) => ({
          ...one,
          id: `mem_${index}`,
        }));
        const admins = () =>
          members.filter(({ role, isDisabled }) => role === 'ADMIN' && !isDisabled);
        for (const { by, about, role } of deeds) {
          const who = members[by % members.length]!;
          const whom = members[about % members.length]!;
          const permissions = permissionsOf(who.role);
          if (who.isDisabled || !permissions.has('MANAGE_MEMBERS')) continue;
          const refusal = role === null ? disableRefusal : roleRefusal;
          const rest = admins().filter(({ id }) => id !== whom.id).length;
          if (refusal(whom, { memberId: who.id, permissions }, rest)) continue;
          const changed = role === null ? { ...whom, isDisabled: true } : { ...whom, role };
          members = members.map((one) => (one.id === whom.id ? changed : one));
        }
        expect(admins().length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the checkouts of a role', () => {
  test('are chosen ones, each once; an admin needs none and everybody else one', () => {
    expect(checkoutsFor('VIEWER', ['chk_b', 'chk_a', 'chk_b'])).toEqual(['chk_a', 'chk_b']);
    expect(checkoutsFor('ADMIN', ['chk_a'])).toEqual([]);
    expect(checkoutsFor('MAINTAINER', [])).toBeNull();
  });
});
