import { createHash, randomBytes } from 'node:crypto';

// The secret of an API token: `oms_live_`, 256 random bits, and a checksum of both, by which a mistyped or cut token is
// told from a revoked one without asking the database. Only the SHA-256 of a secret is ever kept.

/** By this people and secret scanners know one of our tokens. */
const PREFIX = 'oms_live_';
const RANDOM_BYTES = 32;
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHORTEST_GIVEN_SECRET = 20;
/** Shown in lists, enough to tell tokens apart and far too little to guess one. */
const VISIBLE_LENGTH = PREFIX.length + 6;
const VISIBLE_OF_GIVEN = 4;

/** What a secret of one's own must be, in words that follow "needs". */
export const FIT_SECRET = `${SHORTEST_GIVEN_SECRET} to 200 characters: letters, digits and signs without spaces`;

export function isFitSecret(secret: string): boolean {
  return /^[\x21-\x7e]{20,200}$/.test(secret);
}

export function makeSecret(): string {
  const random = randomBytes(RANDOM_BYTES).toString('base64url');
  return `${PREFIX}${random}${checksumOf(random)}`;
}

/** 256 random bits need no salt and no slow hash. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The beginning that may be shown. Of a secret that somebody chose, less: it may be short. */
export function visiblePart(secret: string): string {
  return secret.slice(0, hasForm(secret) ? VISIBLE_LENGTH : VISIBLE_OF_GIVEN);
}

/** Whether it looks like one that we made, or like one that was given; false: not worth a look into the database. */
export function mayBeOurs(secret: string): boolean {
  return hasForm(secret) ? hasRightChecksum(secret) : secret.length >= SHORTEST_GIVEN_SECRET;
}

/** Our prefix, and as long as we make them. A given secret may begin with our prefix too, and has no checksum. */
export function hasForm(secret: string): boolean {
  return (
    secret.startsWith(PREFIX) && secret.length === PREFIX.length + RANDOM_LENGTH + CHECKSUM_LENGTH
  );
}

export function hasRightChecksum(secret: string): boolean {
  return secret.endsWith(checksumOf(secret.slice(PREFIX.length, -CHECKSUM_LENGTH)));
}

function checksumOf(random: string): string {
  return createHash('sha256')
    .update(PREFIX + random)
    .digest('base64url')
    .slice(0, CHECKSUM_LENGTH);
}
