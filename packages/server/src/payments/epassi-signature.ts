import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Epassi's MAC: the plain SHA-512 of the values and the shop's key, joined by `&`, in hexadecimal.
 * Not an HMAC, and over a fixed list of values that differs from message to message.
 */
export function epassiMac(values: readonly string[], key: string): string {
  return createHash('sha512')
    .update([...values, key].join('&'))
    .digest('hex');
}

/**
 * False for a missing value, and for one with the `&` that joins them: the MAC of our own payment form,
 * which every customer sees, would else pass for the news that this payment was paid.
 */
export function isSignedByEpassi(
  values: readonly (string | undefined)[],
  mac: string | undefined,
  key: string,
): boolean {
  const known = values.filter((value) => value !== undefined && /^[^&]+$/.test(value));
  if (mac === undefined || known.length < values.length) return false;
  return isSame(epassiMac(known as string[], key), mac.toLowerCase());
}

/**
 * Our own seal on a link that Epassi's MAC does not cover: without it, anybody could send a customer
 * through our address to a page of theirs.
 */
export function sealOf(values: readonly string[], key: string): string {
  return createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url');
}

export function isSealed(
  values: readonly string[],
  seal: string | undefined,
  key: string,
): boolean {
  return seal !== undefined && isSame(sealOf(values, key), seal);
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
