import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Secrets at rest: AES-256-GCM under one key of the operator. `purpose` is bound to the text, so that a
 * sealed value cannot be moved to where something else is expected.
 */
export type Sealer = {
  seal(plain: string, purpose: string): string;
  /** Throws when the key is another one, or the text was altered or moved. */
  open(sealed: string, purpose: string): string;
};

const MARK = 'sealed:v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `key` has 32 bytes. The sealed text names a fingerprint of it, so that a wrong key can be told. */
export function makeSealer(key: Buffer): Sealer {
  if (key.length !== 32) throw new RangeError(`A sealing key has 32 bytes, not ${key.length}`);
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const packed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
      return `${MARK}:${keyId}:${packed}`;
    },
    open(sealed, purpose) {
      const [mark, version, usedKey, packed] = sealed.split(':');
      if (`${mark}:${version}` !== MARK || !packed) throw new Error('This text is not sealed');
      if (usedKey !== keyId)
        throw new Error('This secret was sealed with another key: check SECRETS_KEY');
      const bytes = Buffer.from(packed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const plain = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    },
  };
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
