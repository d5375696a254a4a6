import { describe, expect, test } from 'vitest';
import { makeSealer, openSettings, sealSettings } from './sealing.ts';

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
