import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignedFields = Readonly<Record<string, string>>;

/** Hex HMAC over all `checkout-` fields in alphabetical order and the exact body, as Paytrail signs everything. */
export function paytrailSignature(fields: SignedFields, body: string, secret: string): string {
  const lines = Object.keys(fields)
    .filter((name) => name.startsWith('checkout-'))
    .toSorted()
    .map((name) => `${name}:${fields[name] ?? ''}`);
  const algorithm = fields['checkout-algorithm'] === 'sha512' ? 'sha512' : 'sha256';
  return createHmac(algorithm, secret)
    .update([...lines, body].join('\n'))
    .digest('hex');
}

export function hasPaytrailSignature(fields: SignedFields, body: string, secret: string): boolean {
  const expected = Buffer.from(paytrailSignature(fields, body, secret));
  const given = Buffer.from(fields['signature'] ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
