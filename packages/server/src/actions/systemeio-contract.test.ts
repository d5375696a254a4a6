import { describe, expect, test } from 'vitest';
import { describeActionType } from './action-type.contract.ts';
import { failingPlatform, localFetch, simulatedPlatforms } from './platform-stand-in.ts';
import { systemeioExample } from './settings-examples-stand-in.ts';
import { makeSystemeioAccess } from './systemeio-access.ts';

const { apiKey } = systemeioExample;

const nowhere = makeSystemeioAccess({
  fetch: localFetch(),
  systemeioApiUrl: 'http://127.0.0.1:1/api',
});

describe.each([
  ['a tag', { apiKey, tags: [501] }],
  ['a course', { apiKey, courseId: 301, accessType: 'dripping_content' }],
])('Systeme.io: %s', (_, settings) => {
  describeActionType('Systeme.io access', {
    type: nowhere,
    async meet(behaviour, timeoutMs) {
      const fetch = localFetch(timeoutMs);
      if (behaviour !== 'takes') {
        const { url, arrivals } = await failingPlatform(behaviour);
        const type = makeSystemeioAccess({ fetch, systemeioApiUrl: `${url}/api` });
        return { type, settings, arrivals, effects: () => 0, holds: () => 0 };
      }
      const { access, accessSetup, systemeio } = await simulatedPlatforms();
      const given = () => access.changes.list().filter(({ what }) => what === 'given');
      return {
        type: makeSystemeioAccess({ fetch, systemeioApiUrl: accessSetup.systemeio.apiUrl }),
        settings,
        arrivals: () => systemeio.calls.list().length,
        effects: () => given().length,
        holds: () => access.list().length,
      };
    },
    anotherKey: 'changes-nothing',
    unanswered: { outcome: 'failed', again: 'yes' },
    storedSettings: [
      systemeioExample,
      { apiKey, tags: [501] },
      { apiKey, tags: ['501', '501'], accessType: 'partial_access' },
      { apiKey, courseId: 301 },
      { apiKey, courseId: '301', accessType: 'partial_access', modules: ['1', 2] },
    ],
    unreadableSettings: [
      null,
      {},
      { apiKey },
      { tags: ['501'] },
      { apiKey: 'demo systeme key', tags: ['501'] },
      { apiKey, tags: ['customer'] },
      { apiKey, tags: '501' },
      { apiKey, tags: Array.from({ length: 21 }, (_, at) => at + 1) },
      { apiKey, courseId: 'watercolour' },
      { apiKey, courseId: '301', accessType: 'all' },
      { apiKey, courseId: '301', accessType: 'partial_access' },
    ],
    secrets: [apiKey],
  });
});

describe('the settings of Systeme.io access', () => {
  test('names its access by what it gives and to whom', () => {
    const key = (settings: unknown) =>
      nowhere.accessKeys?.(nowhere.readSettings(settings), ' Vaino@Example.com');
    expect(key(systemeioExample)).toEqual([
      'systemeio-access:tag 501:vaino@example.com',
      'systemeio-access:tag 503:vaino@example.com',
      'systemeio-access:course 301:vaino@example.com',
    ]);
    expect(
      key({ ...systemeioExample, tags: ['503', '501', '501'], accessType: 'dripping_content' }),
    ).toEqual(key(systemeioExample));
  });

  test('says at each field what is wrong with it', () => {
    expect(nowhere.checkSettings({ apiKey: '', tags: ['vip'], courseId: 'x' })).toEqual([
      { field: 'apiKey', message: 'Fill this in.' },
      {
        field: 'tags',
        message: 'It must be the number of a tag: Systeme.io shows it in the address of its page.',
      },
      {
        field: 'courseId',
        message:
          'It must be the number of a course: Systeme.io shows it in the address of its page.',
      },
    ]);
    expect(nowhere.checkSettings({ apiKey })).toEqual([
      { field: 'tags', message: 'Name at least one tag, or a course.' },
    ]);
  });
});
