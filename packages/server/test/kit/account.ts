import { createHmac } from 'node:crypto';
import { query } from '../../src/database/orm.ts';
import { readAccountMail, type AccountMail } from '../../src/use-cases/account-mail.ts';
import type { TestDatabase } from './database.ts';

/** A browser at our sign-in and account routes: keeps the cookies it is given. */
export class Browser {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly cookies = new Map<string, string>();

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  async post(path: string, body: object = {}): Promise<Heard> {
    const response = await fetch(`${this.#url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie, ...this.#headers },
      body: JSON.stringify(body),
    });
    const setCookies = response.headers.getSetCookie();
    for (const one of setCookies) {
      const [pair = ''] = one.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (value === '' || /Max-Age=0/.test(one)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const parsed: unknown = text ? JSON.parse(text) : {};
    return { status: response.status, body: parsed as Heard['body'], setCookies };
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** A second browser with the same cookies: somebody who has copied them. */
  copy(): Browser {
    const other = new Browser(this.#url, this.#headers);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }
}

export type Heard = {
  readonly status: number;
  readonly body: {
    readonly errors?: readonly { code: string; message: string; path: string[] | null }[];
    readonly [field: string]: unknown;
  };
  readonly setCookies: readonly string[];
};

/** What an authenticator app shows (RFC 6238: SHA-1, six digits, half a minute). */
export function appCode(secret: string, atMs = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text.replaceAll('=', ''), (sign) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'),
  ).join('');
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

/** The mails about accounts that wait in the queue, oldest first. */
export async function queuedMails(database: TestDatabase): Promise<AccountMail[]> {
  const jobs = await query<{ payload: object }>(
    database.orm.em.fork(),
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'account-mail' order by j.id`,
  );
  return jobs.flatMap(({ payload }) => readAccountMail(payload, database.tools) ?? []);
}

/** What the audit log holds of accounts since the entry numbered so in its order of writing. */
export function accountEvents(
  database: TestDatabase,
): Promise<
  { chain: string; actor: string; event: string; summary: string; from_address: string | null }[]
> {
  return query(
    database.orm.em.fork(),
    `select chain, actor_kind || ' ' || coalesce(actor_id, '-') as actor, event, summary, from_address
     from history_entry where event like 'member.%' order by at, chain, seq`,
  );
}
