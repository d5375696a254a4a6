import { query } from '../database/orm.ts';
import { readSettings } from '../database/settings.ts';
import { refuse } from '../use-cases/outcome.ts';
import { mailNews } from './account-mails.ts';
import {
  type AccountMeans,
  type Answer,
  answerOf,
  type AskedByHolder,
  inAccount,
  recordAccount,
  refusedProof,
} from './account-means.ts';
import { refuseWrongPassword } from './own-password.ts';
import { claimCode, isRefusalOfLibrary, readCode, takeCode } from './second-factor.ts';
import { AUTH_SCHEMA } from './session-library.ts';
import { cookiesOf, endSessions, renewSession } from './session-row.ts';

/** Makes the secret for an authenticator app. It asks for nothing at sign-in before `confirmTwoFactor`. */
export async function setUpTwoFactor(
  { password }: { password: string },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, headers } = asked;
  const outcome = await inAccount(means, holder, asked, async (work) => {
    refuseIf(holder.hasTwoFactor, 'Two-factor sign-in is on already.');
    await refuseWrongPassword(work.em, holder, password, 'password');
    return {};
  });
  if (!outcome.ok) return refusedProof(outcome, asked, means);
  const made = await means.library.api.enableTwoFactor({
    headers,
    body: { password, method: 'totp' },
  });
  if (!('totpURI' in made)) throw new Error('The library made no secret');
  const { totpURI: uri } = made;
  return answerOf({
    ok: true,
    value: { uri, secret: new URL(uri).searchParams.get('secret') ?? '' },
  });
}

/** Switches it on with the app's first code. Answers with the recovery codes, which are not shown again. */
export async function confirmTwoFactor(
  { code: typed }: { code: string },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, headers } = asked;
  const { api } = means.library;
  const { kind, code } = readCode(typed);
  const outcome = await inAccount(means, holder, asked, async (work) => {
    refuseIf(holder.hasTwoFactor, 'Two-factor sign-in is on already.');
    if (kind !== 'TOTP') refuseWrongCode();
    if (!(await claimCode(means, holder.userId, code))) {
      refuse('INVALID', 'This code has been used. Wait for the next one in your app.', ['code']);
    }
    recordAccount(work, holder, 'member.two_factor_enabled', 'Switched two-factor sign-in on.');
    await mailNews(work, holder, {
      subject: 'Two-factor sign-in was switched on',
      happened: 'Two-factor sign-in of your account at Order Management was switched on',
    });
    // The library writes through a connection of its own. Its change is the last thing here, so that
    // nothing but the commit itself can still fail once it is done.
    await work.em.flush();
    await api.verifyTOTP({ headers, body: { code } }).catch((error: unknown) => {
      if (!isRefusalOfLibrary(error)) throw error;
      refuseWrongCode();
    });
    return {};
  });
  if (!outcome.ok) return answerOf(outcome);
  // Those that were opened by password alone would outlive the change.
  await inAccount(means, holder, asked, (work) => endSessions(work, holder, { except: null }));
  const { userId } = holder;
  const begun = await api.beginSession({ headers, body: { userId }, returnHeaders: true });
  const { backupCodes } = await api.viewBackupCodes({ body: { userId } });
  return answerOf(
    { ok: true, value: { recoveryCodes: backupCodes } },
    begun.headers.getSetCookie(),
  );
}

/** Makes new recovery codes; the old ones are worth nothing from then on. */
export async function renewRecoveryCodes(
  { password, code }: { password: string; code: string },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, headers } = asked;
  const outcome = await inAccount(means, holder, asked, async (work) => {
    refuseIf(!holder.hasTwoFactor, 'Two-factor sign-in is off.');
    await refuseWrongPassword(work.em, holder, password, 'password');
    await takeCode(work, code, asked, means);
    recordAccount(work, holder, 'member.recovery_codes_renewed', 'Made new recovery codes.');
    await mailNews(work, holder, {
      subject: 'New recovery codes were made',
      happened: 'The recovery codes of your account at Order Management were made anew',
    });
    await work.em.flush();
    const made = await means.library.api.generateBackupCodes({ headers, body: { password } });
    return { recoveryCodes: made.backupCodes };
  });
  return outcome.ok ? answerOf(outcome) : refusedProof(outcome, asked, means);
}

/** Switches it off. The present session gets a new token, the others end. */
export async function switchOffTwoFactor(
  { password, code }: { password: string; code: string },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, session } = asked;
  const outcome = await inAccount(means, holder, asked, async (work) => {
    refuseIf(!holder.hasTwoFactor, 'Two-factor sign-in is off already.');
    const { twoFactorRoles } = await readSettings(work.em);
    refuseIf(
      twoFactorRoles?.includes(holder.role) ?? false,
      'Your role needs two-factor sign-in, so it stays on.',
    );
    await refuseWrongPassword(work.em, holder, password, 'password');
    await takeCode(work, code, asked, means);
    const { userId } = holder;
    await query(
      work.em,
      `update ${AUTH_SCHEMA}."user" set "twoFactorEnabled" = false where id = $1`,
      [userId],
    );
    await query(work.em, `delete from ${AUTH_SCHEMA}."twoFactor" where "userId" = $1`, [userId]);
    await endSessions(work, holder, { except: session.id });
    recordAccount(work, holder, 'member.two_factor_disabled', 'Switched two-factor sign-in off.');
    await mailNews(work, holder, {
      subject: 'Two-factor sign-in was switched off',
      happened: 'Two-factor sign-in of your account at Order Management was switched off',
    });
    const renewal = { sessionId: session.id, isProof: true };
    return { token: await renewSession(work, holder, renewal) };
  });
  if (!outcome.ok) return refusedProof(outcome, asked, means);
  return answerOf({ ok: true, value: {} }, await cookiesOf(outcome.value.token, asked, means));
}

function refuseWrongCode(): never {
  refuse('INVALID', 'This code is wrong. Take the newest one from your app.', ['code']);
}

function refuseIf(isSo: boolean, message: string): void {
  if (isSo) refuse('NOT_ALLOWED', message);
}
