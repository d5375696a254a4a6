import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * Secrets at rest: AES-256-GCM under one key of the operator. `purpose` is bound to the text, so that a
 * sealed value cannot be moved to where something else is expected. Retired keys open, and never seal.
 */
export type Sealer = {
  /** Fingerprint of the key that seals. */
  readonly keyId: string;
  /** Fingerprints of the keys that may only open. */
  readonly retiredKeyIds: readonly string[];
  seal(plain: string, purpose: string): string;
  /** Throws when the key is none of ours, or the text was altered or moved. */
  open(sealed: string, purpose: string): string;
  /**
   * The same secret under the present key; what is under it already stays. Equal texts stay equal, because
   * an action's settings are compared with those they were copied from. Throws as `open` does.
   */
  reseal(sealed: string, purpose: string): string;
  /** The same for the same text and key, and says nothing of the text to whoever has not the key. */
  fingerprint(text: string, purpose: string): string;
  /** What it is, or was, under each of the keys. */
  fingerprints(text: string, purpose: string): readonly string[];
};

const MARK = 'sealed:v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed text looks like, for the database's `~` too. */
export const SEALED_PATTERN = `${MARK}:[0-9a-f]{8}:[A-Za-z0-9_-]+`;
const wholeSealed = new RegExp(`^${SEALED_PATTERN}$`);

/** The fingerprint of the key that a text was sealed with; null where it is not sealed. */
export function keyIdOf(text: string): string | null {
  return wholeSealed.test(text) ? (text.split(':')[2] ?? null) : null;
}

/** Keys have 32 bytes. A sealed text names a fingerprint of its key, so that a wrong one can be told. */
export function makeSealer(key: Buffer, retiredKeys: readonly Buffer[] = []): Sealer {
  const keys = new Map([...retiredKeys, key].map((one) => [fingerprintOf(one), one]));
  const keyId = fingerprintOf(key);
  const open = (sealed: string, purpose: string): string => {
    const [mark, version, usedKey = '', packed] = sealed.split(':');
    if (`${mark}:${version}` !== MARK || !packed) throw new Error('This text is not sealed');
    const found = keys.get(usedKey);
    if (!found) {
      throw new Error(
        `This secret was sealed with another key (${usedKey}): check SECRETS_KEY and SECRETS_KEYS_RETIRED`,
      );
    }
    return decrypt(packed, purpose, found);
  };
  const sealWith = (nonce: Buffer, plain: string, purpose: string) =>
    `${MARK}:${keyId}:${encrypt(plain, purpose, { key, nonce })}`;
  return {
    keyId,
    retiredKeyIds: [...keys.keys()].filter((id) => id !== keyId),
    open,
    seal: (plain, purpose) => sealWith(randomBytes(NONCE_BYTES), plain, purpose),
    reseal: (sealed, purpose) => {
      const plain = open(sealed, purpose);
      if (keyIdOf(sealed) === keyId) return sealed;
      // Made from the old text, which is never the same for two secrets: so no nonce serves twice.
      const nonce = createHmac('sha256', key).update(sealed).digest().subarray(0, NONCE_BYTES);
      return sealWith(nonce, plain, purpose);
    },
    fingerprint: (text, purpose) => fingerprintWith(key, text, purpose),
    fingerprints: (text, purpose) =>
      [...keys.values()].map((one) => fingerprintWith(one, text, purpose)),
  };
}

function fingerprintWith(key: Buffer, text: string, purpose: string): string {
  const ownKey = createHmac('sha256', key).update(`fingerprint:${purpose}`).digest();
  return createHmac('sha256', ownKey).update(text).digest('hex');
}

function fingerprintOf(key: Buffer): string {
  if (key.length !== 32) throw new RangeError(`A sealing key has 32 bytes, not ${key.length}`);
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

function encrypt(plain: string, purpose: string, by: { key: Buffer; nonce: Buffer }): string {
  const cipher = createCipheriv('aes-256-gcm', by.key, by.nonce);
  cipher.setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([by.nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function decrypt(packed: string, purpose: string, key: Buffer): string {
  const bytes = Buffer.from(packed, 'base64url');
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), options);
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const plain = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([plain, decipher.final()]).toString('utf8');
}

const ACTION_SETTINGS = 'action-settings';

/** The settings with the named ones sealed; what is sealed already stays as it is. */
export function sealSettings(
  sealer: Sealer,
  settings: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Record<string, unknown> {
  return mapSecrets(settings, secrets, (text) =>
    text.startsWith(`${MARK}:`) ? text : sealer.seal(text, ACTION_SETTINGS),
  );
}

/** The settings with every sealed text in them under the present key, whatever kind they are of. */
export function resealSettings(
  sealer: Sealer,
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const sealed = Object.keys(settings).filter((name) => {
    const value = settings[name];
    return typeof value === 'string' && keyIdOf(value) !== null;
  });
  return mapSecrets(settings, sealed, (text) => sealer.reseal(text, ACTION_SETTINGS));
}

/** The settings as an action needs them, secrets readable. Never leaves the worker. */
export function openSettings(
  sealer: Sealer,
  settings: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Record<string, unknown> {
  return mapSecrets(settings, secrets, (text) => sealer.open(text, ACTION_SETTINGS));
}

function mapSecrets(
  settings: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
  change: (text: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      secrets.includes(name) && typeof value === 'string' ? change(value) : value,
    ]),
  );
}
