import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { MisusedOption, readStartOptions } from './start-options.ts';

const token = 'a-token-of-20-characters';

describe('the options of npm start', () => {
  test('left out, they open the demo with shoppers on port 4000', () => {
    expect(readStartOptions([], {})).toEqual({
      port: 4000,
      dataDir: path.resolve('.data'),
      demo: true,
      traffic: true,
      seed: null,
      demoToken: null,
      dev: false,
    });
  });

  test('are taken as given; without a demo there are no shoppers', () => {
    const args = ['--port', '4711', '--data', '/tmp/shop', '--no-demo', '--seed', '7'];
    expect(readStartOptions(args, { DEMO_API_TOKEN: token })).toEqual({
      port: 4711,
      dataDir: '/tmp/shop',
      demo: false,
      traffic: false,
      seed: 7,
      demoToken: token,
      dev: false,
    });
  });

  test('help comes before everything else', () => {
    expect(readStartOptions(['--help'], {})).toBe('help');
  });

  test.each([
    ['a port that is no number', ['--port', 'abc'], {}, '--port is a whole number from 1 to 65535'],
    ['a port that no machine has', ['--port', '65536'], {}, 'from 1 to 65535, not "65536"'],
    ['an option that there is not', ['--prot', '4000'], {}, "Unknown option '--prot'"],
    ['a token that can be guessed', [], { DEMO_API_TOKEN: 'demo' }, 'DEMO_API_TOKEN needs 20 to'],
    ['a token with a space', [], { DEMO_API_TOKEN: `${token} x` }, 'without spaces'],
  ])('refuses %s before anything is started', (_, args, environment, words) => {
    expect(() => readStartOptions(args, environment)).toThrow(MisusedOption);
    expect(() => readStartOptions(args, environment)).toThrow(words);
  });

  test('a token set to nothing is not set', () => {
    expect(readStartOptions([], { DEMO_API_TOKEN: '' })).toMatchObject({ demoToken: null });
  });
});
