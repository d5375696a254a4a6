import { query } from '../database/orm.ts';
import type { AccountMeans, Answer, AskedByHolder } from './account-means.ts';

/** What a member sees of their own account. */
export async function showAccount(
  { holder }: AskedByHolder,
  { library, orm }: AccountMeans,
): Promise<Answer> {
  const { id, userId, name, email, hasTwoFactor } = holder;
  const passkeys = await query(
    orm.em.fork(),
    `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
     from passkey where member_id = $1 order by created_at, id`,
    [id],
  );
  const codes = hasTwoFactor ? await library.api.viewBackupCodes({ body: { userId } }) : null;
  return {
    status: 200,
    body: {
      name,
      email,
      hasTwoFactor,
      recoveryCodesLeft: codes?.backupCodes.length ?? 0,
      passkeys,
    },
  };
}
