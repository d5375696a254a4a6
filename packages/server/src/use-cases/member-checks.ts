import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { CheckoutTable } from '../database/catalogue.ts';
import { lockAdmins, lockMember, type MemberFound } from '../database/members.ts';
import {
  checkoutsFor,
  holdsMore,
  mayGrant,
  type Deciding,
  type MemberStanding,
} from '../domain/member.ts';
import type { Role } from '../domain/permission.ts';
import { type Outcome, type Refusal, Refused, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { decide, type Request, type Work } from './request.ts';

// What all decisions about members have in common.

const LONGEST_NAME = 200;

/** In sentences. */
export const roleWords: Readonly<Record<Role, string>> = {
  VIEWER: 'Viewer',
  CUSTOMER_SERVICE: 'Customer Service',
  MAINTAINER: 'Maintainer',
  ADMIN: 'Admin',
};

/** Who decides, as the rules see it. */
export function decidingOf({ actor, permissions }: Request): Deciding {
  return { memberId: actor.kind === 'PERSON' ? actor.id : null, permissions };
}

export function standingOf({ id, role, disabledAt }: MemberFound): MemberStanding {
  return { id, role, isDisabled: disabledAt !== null };
}

/** Why nothing at all can be decided about members; null where it can. */
export function managingRefusal({ permissions, reach }: Request): string | null {
  if (!permissions.has('MANAGE_MEMBERS')) return 'Your role may not manage members.';
  return reach === 'ALL'
    ? null
    : 'Members are managed for all checkouts, and you have only some of them.';
}

/**
 * Decides about members in one transaction, one decision at a time: `admins` are those who can sign in, and
 * nobody becomes or ceases to be one meanwhile. Somebody who has just lost the right decides nothing more.
 */
export function decideAboutMembers<Value>(
  request: Request,
  change: (work: Work, admins: readonly string[]) => Promise<Value>,
): Promise<Outcome<Value>> {
  return decide(request, async (work) => {
    const refusal = managingRefusal(request);
    if (refusal) refuse('NOT_ALLOWED', refusal);
    const admins = await lockAdmins(work.em);
    const { kind, id } = request.actor;
    if (kind === 'PERSON' && !admins.includes(id ?? '')) {
      refuse('NOT_ALLOWED', 'Your own role has just been changed: you may not manage members.');
    }
    return change(work, admins);
  });
}

/** A member about whom whoever asks may decide, locked. `path` leads to the id in the input. */
export async function lockManagedMember(
  work: Work,
  id: string,
  path: readonly string[],
): Promise<MemberFound> {
  const member = isStorable(id) ? await lockMember(work.em, id) : null;
  if (!member) refuse('NOT_FOUND', 'There is no such member.', path);
  const refusal = holdsMore(standingOf(member), decidingOf(work.request));
  if (refusal) refuse('NOT_ALLOWED', refusal, path);
  return member;
}

/** `missing`: what to say to whoever gives none, who may be the one that is named. */
export function nameRefusals(name: string, missing = 'Say what they are called.'): Refusal[] {
  if (name.trim() === '') return [invalid(missing, 'name')];
  // In a mail or at a terminal it could pass for another line.
  if (/\p{Cc}/u.test(name) || !isStorable(name))
    return [invalid('A name is one line of text.', 'name')];
  return name.length > LONGEST_NAME
    ? [invalid(`A name has at most ${LONGEST_NAME} characters.`, 'name')]
    : [];
}

/** Whether it looks like one address, as mail servers take it. */
export function emailRefusals(email: string): Refusal[] {
  return z.email().max(254).safeParse(email).success
    ? []
    : [invalid('Give one email address like name@example.com.', 'email')];
}

/** Role and checkouts as they will be kept, or why they cannot. */
export async function readGrant(
  work: Work,
  wish: { readonly role: Role; readonly checkoutIds: readonly string[] },
): Promise<{ checkoutIds: readonly string[]; refusals: Refusal[] }> {
  const refusals: Refusal[] = [];
  if (!mayGrant(work.request.permissions, wish.role)) {
    const message = `You cannot make somebody ${roleWords[wish.role]}: that role may do more than you.`;
    refusals.push({ code: 'NOT_ALLOWED', message, path: ['role'] });
  }
  const checkoutIds = checkoutsFor(wish.role, wish.checkoutIds);
  if (!checkoutIds) {
    refusals.push(
      invalid('Choose at least one checkout, or they would see nothing.', 'checkoutIds'),
    );
  } else if (!(await areCheckouts(work.em, checkoutIds))) {
    const message = 'One of the checkouts does not exist.';
    refusals.push({ code: 'NOT_FOUND', message, path: ['checkoutIds'] });
  }
  return { checkoutIds: checkoutIds ?? [], refusals };
}

async function areCheckouts(em: EntityManager, ids: readonly string[]): Promise<boolean> {
  if (!ids.every(isStorable)) return false;
  return (await em.count(CheckoutTable, { id: { $in: [...ids] } })) === ids.length;
}

export function refuseAny(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new Refused(refusals);
}

export function invalid(message: string, field: string): Refusal {
  return { code: 'INVALID', message, path: [field] };
}
