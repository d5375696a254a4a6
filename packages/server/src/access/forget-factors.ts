import type { MikroORM } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import { type Outcome, refuse } from '../use-cases/outcome.ts';
import { decide, type Request } from '../use-cases/request.ts';
import { recordInShop } from '../use-cases/shop-history.ts';
import { mailNews } from './account-mails.ts';
import { findHolder } from './account-means.ts';
import { AUTH_SCHEMA } from './session-library.ts';
import { endSessions } from './session-row.ts';

/**
 * For a member who has lost their devices, by the operator who knows who asks: second factor and passkeys are taken
 * away, and every session ends. The password stays, so that whoever asked in their name has gained nothing by it.
 */
export async function forgetFactors(
  email: string,
  orm: MikroORM,
  request: Request,
): Promise<Outcome<{ readonly name: string }>> {
  const holder = await findHolder(orm, { email: email.toLowerCase() });
  return decide(request, async (work) => {
    if (!holder) refuse('NOT_FOUND', `Nobody with the address ${email} may sign in.`);
    const { id, userId, name } = holder;
    await query(
      work.em,
      `update ${AUTH_SCHEMA}."user" set "twoFactorEnabled" = false where id = $1`,
      [userId],
    );
    await query(work.em, `delete from ${AUTH_SCHEMA}."twoFactor" where "userId" = $1`, [userId]);
    await query(work.em, 'delete from passkey where member_id = $1', [id]);
    await endSessions(work, holder, { except: null });
    recordInShop(work, id, {
      event: 'member.two_factor_disabled',
      summary: `The second factor and the passkeys of ${name} were taken away at the terminal.`,
    });
    await mailNews(work, holder, {
      subject: 'Two-factor sign-in was switched off',
      happened:
        'The second factor and the passkeys of your account at Order Management were taken away by whoever runs it',
    });
    return { name };
  });
}
