import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressJudge, isPublic, makeAddressPolicy } from './address-policy.ts';

const production = makeAddressPolicy({ allowPrivate: [], requireHttps: true });

describe('which web addresses may be called', () => {
  test.each([
    'https://example.com/hook',
    'https://example.com:8443/hook?token=a',
    'https://93.184.216.34/',
    'https://[2606:4700:4700::1111]/',
    'https://xn--pivkirja-0za.fi/',
  ])('calls %s', (url) => {
    expect(production.judgeUrl(url).ok).toBe(true);
  });

  test('however a private address is written, it stays private', () => {
    const first = fc.constantFrom([10], [127], [0], [192, 168], [169, 254], [172, 20], [100, 100]);
    const rest = fc.array(fc.nat(255), { minLength: 3, maxLength: 3 });
    const forms: ((bytes: readonly number[]) => string)[] = [
      (bytes) => bytes.join('.'),
      (bytes) => String(numberOf(bytes)),
      (bytes) => `0x${numberOf(bytes).toString(16)}`,
      (bytes) => bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
      (bytes) => bytes.map((byte) => `0x${byte.toString(16)}`).join('.'),
      (bytes) => `[::ffff:${bytes.join('.')}]`,
      (bytes) => `[::${bytes.join('.')}]`,
      (bytes) => `[64:ff9b::${bytes.join('.')}]`,
    ];
    fc.assert(
      fc.property(first, rest, fc.constantFrom(...forms), (start, end, write) => {
        const host = write([...start, ...end].slice(0, 4));
        expect(production.judgeUrl(`https://${host}/`).ok).toBe(false);
      }),
    );
  });

  test('one private address among public ones refuses all of them', () => {
    const judged = production.judgeUrl('https://example.com/');
    if (!judged.ok) throw new Error(judged.message);

    expect(production.judgeAddresses(judged.target, ['93.184.216.34'])).toBeNull();
    expect(production.judgeAddresses(judged.target, ['93.184.216.34', '10.0.0.1'])?.message).toBe(
      'The address example.com leads into a private or reserved network, where we do not call. Use an address that is reachable from the internet.',
    );
    expect(production.judgeAddresses(judged.target, [])?.message).toBe(
      'The name of the address leads nowhere.',
    );
    expect(production.judgeAddresses(judged.target, ['not an address'])?.ok).toBe(false);
  });
});

describe("the operator's exceptions", () => {
  const lenient = makeAddressPolicy({
    allowPrivate: ['10.1.0.0/16', '192.168.0.9', 'intranet.example:8080', '[::1]:9000'],
    requireHttps: true,
  });

  test.each([
    'http://10.1.2.3:5080/hook',
    'http://192.168.0.9/',
    'http://intranet.example:8080/',
    'http://[::1]:9000/',
  ])('call %s', (url) => {
    expect(lenient.judgeUrl(url).ok).toBe(true);
  });

  test.each([
    'https://10.2.0.1/',
    'https://192.168.0.10/',
    'https://[::1]/',
    'https://[::1]:9001/',
    'https://a:b@10.1.2.3/',
  ])('do not call %s', (url) => {
    expect(lenient.judgeUrl(url).ok).toBe(false);
  });

  test('free the port only of addresses that lie within them', () => {
    const judged = lenient.judgeUrl('http://shop.example:5080/');
    if (!judged.ok) throw new Error(judged.message);

    expect(lenient.judgeAddresses(judged.target, ['10.1.2.3'])).toBeNull();
    expect(lenient.judgeAddresses(judged.target, ['93.184.216.34'])?.message).toBe(
      'The address is not encrypted. It must begin with https://.',
    );
  });

  test.each(['10.1.0.0/99', 'intranet.example', 'http://x', '', 'a@b:80'])(
    'refuse the entry "%s" when the program starts',
    (entry) => {
      expect(() => makeAddressPolicy({ allowPrivate: [entry], requireHttps: true })).toThrow(
        'neither a network',
      );
    },
  );

  test('without https, port 80 is called too', () => {
    const inDemo = makeAddressPolicy({ allowPrivate: [], requireHttps: false });
    expect(inDemo.judgeUrl('http://example.com/').ok).toBe(true);
    expect(inDemo.judgeUrl('http://example.com:8080/').ok).toBe(false);
  });
});

test('public means the same machine to everybody on the internet', () => {
  const seen = ['8.8.8.8', '2606:4700::1', '::8.8.8.8', '3fff::1', '4000::1', '2001:db8::1', 'x'];
  expect(seen.filter(isPublic)).toEqual(['8.8.8.8', '2606:4700::1']);
});

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

describe('an address that somebody types', () => {
  test('is refused in the words of the call, unless the operator has freed it', () => {
    const judge = addressJudge({ allowPrivate: ['intranet:8080'], requireHttps: true });
    expect(judge('https://hook.internal/x')).toBe(
      'The address hook.internal leads into a private or reserved network, where we do not call. Use an address that is reachable from the internet.',
    );
    expect(judge('http://intranet:8080/x')).toBeNull();
    expect(judge('https://example.com/x')).toBeNull();
    // Where it leads only the name server knows: that is judged at the call.
    const within = addressJudge({ allowPrivate: ['10.0.0.0/8'], requireHttps: true });
    expect(within('https://hook.internal/x')).toBeNull();
  });
});
