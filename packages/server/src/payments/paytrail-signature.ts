import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Paytrail's signature, the same for requests, answers and callbacks: an HMAC over
 * every parameter whose name begins with `checkout-`, sorted by name, and the body
 * exactly as sent. New parameters may appear at any time, so names are never listed.
 */

/** Headers of a request or an answer, or the query of a callback; names in lower case. */
export type SignedParameters = Readonly<Record<string, string | undefined>>;

/** The signature in hexadecimal; the algorithm is the one that the parameters declare. */
export function paytrailSignature(
  secret: string,
  parameters: SignedParameters,
  body: string | Uint8Array,
): string {
  const algorithm = parameters['checkout-algorithm'];
  if (algorithm !== 'sha256' && algorithm !== 'sha512') {
    throw new Error('Paytrail signs with sha256 or sha512 only');
  }
  const hmac = createHmac(algorithm, secret);
  for (const name of signedNames(parameters)) hmac.update(`${name}:${parameters[name]}\n`);
  return hmac.update(body).digest('hex');
}

/** False for a missing or wrong signature and for an algorithm that Paytrail does not have. */
export function isSignedByPaytrail(
  secret: string,
  parameters: SignedParameters & { readonly signature?: string | undefined },
  body: string | Uint8Array,
): boolean {
  const { signature, 'checkout-algorithm': algorithm } = parameters;
  if (signature === undefined || (algorithm !== 'sha256' && algorithm !== 'sha512')) return false;

  const given = Buffer.from(signature);
  const expected = Buffer.from(paytrailSignature(secret, parameters, body));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function signedNames(parameters: SignedParameters): string[] {
  return Object.keys(parameters)
    .filter((name) => name.startsWith('checkout-') && parameters[name] !== undefined)
    .sort();
}
