import { createHash } from 'node:crypto';
import { parseEnvelope, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Pool } from 'pg';

/** What signs cookies and encrypts what the sign-in library keeps; retired ones only decrypt. */
export type SessionSecrets = {
  readonly secret: string;
  readonly retiredSecrets: readonly string[];
};

/**
 * For the library, which writes beside each encrypted value which secret it lies under. The number is made
 * from the secret itself, so that it stays the same wherever the secret stands in the lists. What the
 * library wrote while it knew one secret alone has no number: it is read with the oldest.
 */
export function librarySecrets({ secret, retiredSecrets }: SessionSecrets) {
  const all = [...new Set([secret, ...retiredSecrets])];
  return {
    secret: all.at(-1) ?? secret,
    secrets: all.map((value) => ({ version: versionOf(value), value })),
  };
}

function versionOf(secret: string): number {
  return createHash('sha256').update(secret).digest().readUInt32BE() >>> 1;
}

/** The library's encrypted columns: what codes are made from, and the codes for a lost phone. */
const ENCRYPTED = ['secret', 'backupCodes'] as const;
type Value = { readonly id: string; readonly column: string; readonly text: string };

export type SessionSecretUse = {
  /** Encrypted values under the present secret, under a retired one, and under none that is known. */
  readonly present: number;
  readonly retired: number;
  readonly unknown: number;
};

/** Which secrets the second factors lie under. Nobody has one where the library has no table for them. */
export async function countSessionSecrets(
  pool: Pool,
  secrets: SessionSecrets,
): Promise<SessionSecretUse> {
  const known = new Set(librarySecrets(secrets).secrets.map(({ version }) => version));
  const uses = (await readValues(pool)).map(({ text }) => {
    const version = parseEnvelope(text)?.version;
    if (version === versionOf(secrets.secret)) return 'present';
    return version === undefined || known.has(version) ? 'retired' : 'unknown';
  });
  const count = (use: keyof SessionSecretUse) => uses.filter((one) => one === use).length;
  return { present: count('present'), retired: count('retired'), unknown: count('unknown') };
}

/**
 * Puts every second factor under the present secret; gives back how many values. One that changes
 * meanwhile, because somebody uses up a code, is left as it is then and found again by the next run.
 * One under a secret that is not given stays, and is counted by `countSessionSecrets`.
 */
export async function renewSessionSecrets(pool: Pool, secrets: SessionSecrets): Promise<number> {
  const { secret: legacySecret, secrets: all } = librarySecrets(secrets);
  const currentVersion = versionOf(secrets.secret);
  const keys = new Map(all.map(({ version, value }) => [version, value]));
  const key = { keys, currentVersion, legacySecret };
  let renewed = 0;
  for (const { id, column, text } of await readValues(pool)) {
    const version = parseEnvelope(text)?.version;
    if (version === currentVersion || (version !== undefined && !keys.has(version))) continue;
    const data = await symmetricDecrypt({ key, data: text });
    const changed = await pool.query(
      `update auth."twoFactor" set "${column}" = $1 where id = $2 and "${column}" = $3`,
      [await symmetricEncrypt({ key, data }), id, text],
    );
    renewed += changed.rowCount ?? 0;
  }
  return renewed;
}

/** With a number, or bare as the library wrote it when it knew one secret: hexadecimal digits. */
const encryptedText = /^(?:\$ba\$\d+\$)?[0-9a-f]+$/u;

async function readValues(pool: Pool): Promise<Value[]> {
  const table = await pool.query<{ found: boolean }>(
    `select to_regclass('auth."twoFactor"') is not null as found`,
  );
  if (!table.rows[0]?.found) return [];
  const values = await Promise.all(
    ENCRYPTED.map((column) =>
      pool.query<Value>(
        `select id, '${column}' as "column", "${column}" as text from auth."twoFactor" order by id`,
      ),
    ),
  );
  return values.flatMap(({ rows }) => rows).filter(({ text }) => encryptedText.test(text));
}
