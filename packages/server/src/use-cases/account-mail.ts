import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import type { Tools } from './request.ts';

/** A mail about somebody's account: plain sentences, and at most one button. */
export type AccountMail = {
  readonly to: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly url: string } | null;
  /** After this moment (UTC) it is of no use, and is no longer sent. */
  readonly validUntil: Date;
};

/** Binds a sealed mail to the queue. */
const PURPOSE = 'account-mail';
const MOST_TRIES = 12;

/**
 * Queues a mail with the change it is about: it goes out when that has committed, and again until the mail server took
 * it or it is of no use. It is sealed, since its button may be a key to the account.
 */
export async function queueAccountMail(
  em: EntityManager,
  tools: Pick<Tools, 'sealer' | 'cause'>,
  mail: AccountMail,
): Promise<void> {
  const sealed = tools.sealer.seal(JSON.stringify(mail), PURPOSE);
  await query(
    em,
    `select graphile_worker.add_job('account-mail', json_strip_nulls(json_build_object('sealed', $1::text, 'cause', $3::json)), max_attempts := $2)`,
    [sealed, MOST_TRIES, JSON.stringify(tools.cause?.() ?? null)],
  );
}

/** What `queueAccountMail` sealed; null once it is of no use. */
export function readAccountMail(payload: unknown, tools: Tools): AccountMail | null {
  const { sealed } = payload as { sealed: string };
  const stored = JSON.parse(tools.sealer.open(sealed, PURPOSE)) as AccountMail;
  const mail = { ...stored, validUntil: new Date(stored.validUntil) };
  return mail.validUntil > tools.now() ? mail : null;
}
