import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

/** Long enough that guessing is hopeless, short enough to be typed. */
export const MIN_PASSWORD_LENGTH = 12;
/** More would only make hashing slow. */
export const MAX_PASSWORD_LENGTH = 128;

/**
 * Why nobody should have this password, in words; null where nothing speaks against it. Asked wherever one is
 * chosen, by whomever.
 */
export function passwordRefusal(
  password: string,
  { email, name }: { readonly email: string; readonly name: string },
): string | null {
  const { length } = password;
  if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
    return `A password has ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters. Several words that do not belong together are easy to keep in mind.`;
  }
  const letters = password.toLowerCase();
  if (letters === email.toLowerCase() || letters === name.toLowerCase()) {
    return 'Your name or address is the first thing others try. Choose another one.';
  }
  return new Set(letters).size < 4
    ? 'This is the same few characters over and over. Choose another one.'
    : null;
}

/**
 * OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. The library's own scrypt stands
 * below their table. Each hash names its parameters, so that they can be raised without a reset.
 */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_LENGTH = 32;

const derive = promisify(
  (parameters: Argon2Parameters, done: (error: Error | null, key: Buffer) => void) =>
    argon2('argon2id', parameters, done),
);

/** `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, the form other programs read. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const key = await derive({ message: message(password), nonce, ...COST, tagLength: TAG_LENGTH });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(key)}`;
}

/** False also for a hash that cannot be read. */
export async function verifyPassword(given: { hash: string; password: string }): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(given.hash);
  if (!match) return false;
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number);
  const [nonce, expected] = match.slice(4).map((part) => Buffer.from(part, 'base64'));
  if (!memory || !passes || !parallelism || !nonce || !expected) return false;
  const key = await derive({
    message: message(given.password),
    nonce,
    memory,
    passes,
    parallelism,
    tagLength: expected.length,
  });
  return timingSafeEqual(key, expected);
}

/** The same letters typed on another keyboard may come composed differently. */
function message(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'));
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
