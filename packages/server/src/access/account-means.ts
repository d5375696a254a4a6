import type { MikroORM } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import type { Role } from '../domain/permission.ts';
import { type Outcome, Refused } from '../use-cases/outcome.ts';
import {
  type Actor,
  decide,
  type RequestOrigin,
  SYSTEM,
  type Tools,
  type Work,
} from '../use-cases/request.ts';
import { recordInShop } from '../use-cases/shop-history.ts';
import { AUTH_SCHEMA, type SessionLibrary, type SessionSettings } from './session-library.ts';

/** What everything about one's own account works with. */
export type AccountMeans = {
  readonly orm: MikroORM;
  readonly tools: Tools;
  readonly library: SessionLibrary;
  readonly settings: SessionSettings;
};

/** A member as the account pages know them; not one that was switched off. */
export type AccountHolder = {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly hasTwoFactor: boolean;
};

/** One request about an account, by somebody who may have no session yet. */
export type Asked = { readonly headers: Headers; readonly from: RequestOrigin };

/** The same by somebody signed in. */
export type AskedByHolder = Asked & {
  readonly holder: AccountHolder;
  readonly session: { readonly id: string; readonly token: string };
};

/** What goes back: a body, and the cookies that were set on the way. */
export type Answer = {
  readonly status: number;
  readonly body: object;
  readonly cookies?: readonly string[];
  readonly waitSeconds?: number;
  /** Done once the answer has gone out, so that nobody learns from the time it takes. */
  readonly afterwards?: () => Promise<void>;
};

/** Answers with what was done, or with why not, in the shape of every other refusal of the API. */
export function answerOf<Value extends object>(
  outcome: Outcome<Value>,
  cookies: readonly string[] = [],
): Answer {
  return outcome.ok
    ? { status: 200, body: outcome.value, cookies }
    : { status: 400, body: { errors: outcome.refusals } };
}

/** A refusal that concerns no field. */
export function no(status: number, code: string, message: string): Answer {
  return { status, body: { errors: [{ code, message, path: null }] } };
}

export function tooMany(waitSeconds: number): Answer {
  const message = `Too many attempts. Wait ${waitSeconds} seconds, then try again.`;
  return { ...no(429, 'TOO_MANY', message), waitSeconds };
}

/** Who this is to the shop, by an exact address or the library's id; null for strangers and who was switched off. */
export async function findHolder(
  orm: MikroORM,
  by: { readonly email: string } | { readonly userId: string },
): Promise<AccountHolder | null> {
  const [column, value] = 'email' in by ? ['email', by.email] : ['user_id', by.userId];
  const [holder] = await query<AccountHolder>(
    orm.em.fork(),
    `select m.id, m.user_id as "userId", m.name, m.email, m.role,
       coalesce(u."twoFactorEnabled", false) as "hasTwoFactor"
     from member m left join ${AUTH_SCHEMA}."user" u on u.id = m.user_id
     where m.${column} = $1 and m.disabled_at is null`,
    [value],
  );
  return holder ?? null;
}

export function personOf({ id, name }: AccountHolder): Actor {
  return { kind: 'PERSON', id, name };
}

/** One transaction about accounts. `actor` null: nobody has proved yet who this is. */
export function inAccount<Value>(
  means: Pick<AccountMeans, 'orm' | 'tools'>,
  actor: AccountHolder | null,
  { from }: Pick<Asked, 'from'>,
  change: (work: Work) => Promise<Value>,
): Promise<Outcome<Value>> {
  return decide(
    {
      em: means.orm.em,
      actor: actor ? personOf(actor) : SYSTEM,
      permissions: new Set(),
      reach: 'ALL',
      tools: means.tools,
      from,
    },
    change,
  );
}

/** What happened to accounts. `sign-in` is the chain of what concerns no member. */
export type AccountEvent =
  | 'member.signed_in'
  | 'member.sign_in_failed'
  | 'member.signed_out'
  | 'member.password_changed'
  | 'member.password_reset_requested'
  | 'member.password_reset'
  | 'member.two_factor_enabled'
  | 'member.two_factor_disabled'
  | 'member.recovery_codes_renewed'
  | 'member.recovery_code_used'
  | 'member.passkey_added'
  | 'member.passkey_removed'
  | 'member.identity_confirmed';

export function recordAccount(
  work: Work,
  holder: AccountHolder | null,
  event: AccountEvent,
  summary: string,
  actor: Actor = work.request.actor,
): void {
  recordInShop(work, holder?.id ?? 'sign-in', { event, summary, actor });
}

/**
 * Records what led to nothing. Here nobody has proved who they are, so it is not put down to the member
 * whose account was tried.
 */
export async function recordFailure(
  means: Pick<AccountMeans, 'orm' | 'tools'>,
  holder: AccountHolder | null,
  asked: Pick<Asked, 'from'>,
  summary: string,
): Promise<void> {
  const outcome = await inAccount(means, null, asked, (work) => {
    recordAccount(work, holder, 'member.sign_in_failed', summary);
    return Promise.resolve({});
  });
  if (!outcome.ok) throw new Refused(outcome.refusals);
}

/** Where a proof stands in what is asked of an open session. */
const PROOFS: ReadonlySet<string | undefined> = new Set(['currentPassword', 'password', 'code']);

/** Answers with why not, and puts a wrong password or code on record: somebody else may sit there. */
export async function refusedProof(
  outcome: Extract<Outcome<never>, { ok: false }>,
  asked: AskedByHolder,
  means: Pick<AccountMeans, 'orm' | 'tools'>,
): Promise<Answer> {
  if (outcome.refusals.some(({ path }) => PROOFS.has(path?.[0]))) {
    const summary = 'Somebody signed in gave a wrong password or code.';
    await recordFailure(means, asked.holder, asked, summary);
  }
  return answerOf(outcome);
}
