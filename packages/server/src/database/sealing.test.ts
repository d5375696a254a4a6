import { describe, expect, test } from 'vitest';
import { keyIdOf, makeSealer, openSettings, resealSettings, sealSettings } from './sealing.ts';

const sealer = makeSealer(Buffer.alloc(32, 1));

describe('secrets at rest', () => {
  test('come back as they were, and never look the same twice', () => {
    const [once, again] = [sealer.seal('whsec_abc', 'x'), sealer.seal('whsec_abc', 'x')];
    expect(once).not.toBe(again);
    expect(once).not.toContain('whsec');
    expect([sealer.open(once, 'x'), sealer.open(again, 'x')]).toEqual(['whsec_abc', 'whsec_abc']);
  });

  test('cannot be opened with another key, for another purpose, or after being altered', () => {
    const sealed = sealer.seal('secret', 'x');
    const flipped = `${sealed.slice(0, -2)}${sealed.endsWith('A') ? 'B' : 'A'}${sealed.slice(-1)}`;
    expect(() => makeSealer(Buffer.alloc(32, 2)).open(sealed, 'x')).toThrow('another key');
    expect(() => sealer.open(sealed, 'y')).toThrow('unable to authenticate');
    expect(() => sealer.open(flipped, 'x')).toThrow('unable to authenticate');
  });

  test('of an action leave its other settings readable and are sealed only once', () => {
    const settings = { url: 'https://example.com', signingSecret: 'whsec_abc' };
    const sealed = sealSettings(sealer, settings, ['signingSecret']);
    expect(sealed['url']).toBe('https://example.com');
    expect(sealSettings(sealer, sealed, ['signingSecret'])).toEqual(sealed);
    expect(openSettings(sealer, sealed, ['signingSecret'])).toEqual(settings);
  });
});

describe('a key that is replaced', () => {
  const [oldKey, newKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const rotating = makeSealer(newKey, [oldKey]);
  const sealed = sealer.seal('whsec_abc', 'x');

  test('still opens what lies under it, and seals nothing any more', () => {
    expect(rotating.open(sealed, 'x')).toBe('whsec_abc');
    expect(keyIdOf(sealed)).toBe(sealer.keyId);
    expect(keyIdOf(rotating.seal('whsec_abc', 'x'))).toBe(rotating.keyId);
    expect(rotating.retiredKeyIds).toEqual([sealer.keyId]);
    expect(() => makeSealer(newKey).open(sealed, 'x')).toThrow(
      `sealed with another key (${sealer.keyId}): check SECRETS_KEY and SECRETS_KEYS_RETIRED`,
    );
  });

  test('is not needed for what was sealed anew, where equal texts stay equal and others differ', () => {
    const renewed = rotating.reseal(sealed, 'x');
    expect(makeSealer(newKey).open(renewed, 'x')).toBe('whsec_abc');
    expect(rotating.reseal(sealed, 'x')).toBe(renewed);
    expect(rotating.reseal(renewed, 'x')).toBe(renewed);
    // The same secret sealed twice: two texts before, and two after.
    expect(rotating.reseal(sealer.seal('whsec_abc', 'x'), 'x')).not.toBe(renewed);
  });

  test('seals nothing anew that was altered, moved, or is under the present key and spoilt', () => {
    const renewed = rotating.reseal(sealed, 'x');
    const altered = (text: string) =>
      `${text.slice(0, -3)}${text.at(-3) === 'A' ? 'B' : 'A'}${text.slice(-2)}`;
    expect(() => rotating.reseal(sealed, 'y')).toThrow('unable to authenticate');
    expect(() => rotating.reseal(altered(sealed), 'x')).toThrow('unable to authenticate');
    expect(() => rotating.reseal(altered(renewed), 'x')).toThrow('unable to authenticate');
    expect(() => rotating.reseal('plain', 'x')).toThrow('not sealed');
  });

  test('leaves the other settings of an action as they are', () => {
    const settings = sealSettings(sealer, { url: 'https://example.com', tags: ['a'], key: 'k' }, [
      'key',
    ]);
    const renewed = resealSettings(rotating, settings);
    expect(openSettings(makeSealer(newKey), renewed, ['key'])).toEqual({
      url: 'https://example.com',
      tags: ['a'],
      key: 'k',
    });
  });
});
