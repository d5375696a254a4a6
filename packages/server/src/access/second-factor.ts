import { query } from '../database/orm.ts';
import { refuse } from '../use-cases/outcome.ts';
import type { Work } from '../use-cases/request.ts';
import { mailNews } from './account-mails.ts';
import {
  type AccountHolder,
  type AccountMeans,
  type AskedByHolder,
  recordAccount,
} from './account-means.ts';
import { AUTH_SCHEMA, CODES_LOCKED_MS, MOST_WRONG_CODES } from './session-library.ts';

/** An app's code is taken for a minute and a half around its own half minute; twice that is remembered. */
const REMEMBERED_MS = 3 * 60_000;

export type CodeKind = 'TOTP' | 'RECOVERY';

/** Six digits come from the app; anything else can only be a recovery code. */
export function readCode(typed: string): { kind: CodeKind; code: string } {
  const code = typed.replaceAll(/\s/g, '');
  return /^\d{6}$/.test(code) ? { kind: 'TOTP', code } : { kind: 'RECOVERY', code };
}

/**
 * Claims an app's code before it is looked at, so that of two that come with the same one, at once or
 * later, only the first is heard: the library would take both. False: it was claimed before.
 */
export async function claimCode(
  { orm, tools }: Pick<AccountMeans, 'orm' | 'tools'>,
  userId: string,
  code: string,
): Promise<boolean> {
  const em = orm.em.fork();
  const now = tools.now();
  await query(em, 'delete from used_code where user_id = $1 and used_at < $2', [
    userId,
    new Date(now.getTime() - REMEMBERED_MS),
  ]);
  const claimed = await query(
    em,
    `insert into used_code (user_id, code, used_at) values ($1, $2, $3)
     on conflict do nothing returning code`,
    [userId, code, now],
  );
  return claimed.length > 0;
}

/**
 * Takes a code of somebody signed in, and uses it up. The library counts wrong codes at sign-in only;
 * here they go to the same account, so that neither door is the easier one. Refuses at `code`.
 */
export async function takeCode(
  work: Work,
  typed: string,
  { holder, headers }: AskedByHolder,
  means: AccountMeans,
): Promise<void> {
  const { kind, code } = readCode(typed);
  await refuseLocked(holder, means);
  if (kind === 'TOTP' && !(await claimCode(means, holder.userId, code))) {
    refuse('INVALID', 'This code has been used. Wait for the next one in your app.', ['code']);
  }
  const { api } = means.library;
  const isRight = await (
    kind === 'TOTP'
      ? api.verifyTOTP({ headers, body: { code } })
      : api.verifyBackupCode({ headers, body: { code, disableSession: true } })
  ).then(
    () => true,
    (error: unknown) => {
      if (isRefusalOfLibrary(error)) return false;
      throw error;
    },
  );
  await countCode(holder, isRight, means);
  if (!isRight) refuse('INVALID', 'This code is wrong. Take the newest one.', ['code']);
  if (kind === 'RECOVERY') await recordRecoveryCode(work, holder);
}

export async function recordRecoveryCode(work: Work, holder: AccountHolder): Promise<void> {
  recordAccount(work, holder, 'member.recovery_code_used', 'Used a recovery code.');
  await mailNews(work, holder, {
    subject: 'A recovery code was used',
    happened:
      'One of the recovery codes of your account at Order Management was used instead of a code from your app',
  });
}

/** The library's own "no", as opposed to a fault. */
export function isRefusalOfLibrary(error: unknown): boolean {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500;
}

async function refuseLocked({ userId }: AccountHolder, { orm, tools }: AccountMeans) {
  const [locked] = await query(
    orm.em.fork(),
    `select 1 from ${AUTH_SCHEMA}."twoFactor" where "userId" = $1 and "lockedUntil" > $2`,
    [userId, tools.now()],
  );
  if (locked) {
    refuse('NOT_ALLOWED', 'Too many wrong codes. Wait fifteen minutes, then try again.', ['code']);
  }
}

/** Outside the transaction of what the code is for: a refusal must not forget that it was wrong. */
async function countCode(
  { userId }: AccountHolder,
  isRight: boolean,
  { orm, tools }: AccountMeans,
): Promise<void> {
  const until = new Date(tools.now().getTime() + CODES_LOCKED_MS);
  await query(
    orm.em.fork(),
    isRight
      ? `update ${AUTH_SCHEMA}."twoFactor" set "failedVerificationCount" = 0, "lockedUntil" = null where "userId" = $1`
      : `update ${AUTH_SCHEMA}."twoFactor" t
         set "failedVerificationCount" = n.count, "lockedUntil" = case when n.count >= $4 then $2::timestamptz end
         from (select id, case when "lockedUntil" <= $3 then 1 else coalesce("failedVerificationCount", 0) + 1 end as count
           from ${AUTH_SCHEMA}."twoFactor" where "userId" = $1 for update) n
         where t.id = n.id`,
    isRight ? [userId] : [userId, until, tools.now(), MOST_WRONG_CODES],
  );
}
