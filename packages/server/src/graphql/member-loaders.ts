import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { findInvitations, type InvitationFound } from '../database/invitation.ts';
import {
  findAdmins,
  findMembers,
  findSessions,
  findSignInPages,
  type MemberFound,
  type SessionFound,
  type SignInFound,
} from '../database/members.ts';
import type { SequenceWish } from '../database/order-parts.ts';
import type { Tools } from '../use-cases/request.ts';
import { byId, bySequence, groupedBy } from './batches.ts';

/** Members and what hangs on them, each kind read for all asked at once. */
export type MemberLoaders = {
  readonly members: DataLoader<string, MemberFound | null>;
  readonly invitations: DataLoader<string, InvitationFound | null>;
  /** Those that ended by idleness included. */
  readonly sessionsOfMember: DataLoader<string, SessionFound[]>;
  readonly signIns: DataLoader<SequenceWish, SignInFound[], string>;
  /** Ids of the admins who can sign in; the key means nothing. */
  readonly admins: DataLoader<'all', string[]>;
};

export function memberLoaders(em: EntityManager, tools: Pick<Tools, 'now'>): MemberLoaders {
  return {
    members: byId((ids) => findMembers(em, ids)),
    invitations: byId((ids) => findInvitations(em, ids)),
    sessionsOfMember: groupedBy('memberId', (ids) => findSessions(em, ids, tools.now())),
    signIns: bySequence((wishes) => findSignInPages(em, wishes)),
    admins: new DataLoader(async (keys) => {
      const ids = await findAdmins(em);
      return keys.map(() => ids);
    }),
  };
}
