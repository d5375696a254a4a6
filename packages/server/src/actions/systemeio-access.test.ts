import { describe, expect, test } from 'vitest';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { ActionRun } from './action-type.ts';
import { exampleOrder } from './example-order.ts';
import { failingAt, localFetch, passingFaults, simulatedPlatforms } from './platform-stand-in.ts';
import { removalOf, stepsStandIn } from './steps-stand-in.ts';
import { systemeioExample } from './settings-examples-stand-in.ts';
import { makeSystemeioAccess } from './systemeio-access.ts';

const { apiKey } = systemeioExample;

const firstRun = {
  key: 'act_01-1',
  lineId: 'lin_01',
  now: new Date('2026-11-20T22:31:00Z'),
  signal: new AbortController().signal,
};

/** An account at the simulated Systeme.io; `typeFor` brings the kind with another way out. */
async function account(given: unknown = systemeioExample) {
  const simulator = await simulatedPlatforms();
  const typeFor = (fetch: SafeFetch) =>
    makeSystemeioAccess({ fetch, systemeioApiUrl: simulator.accessSetup.systemeio.apiUrl });
  const type = typeFor(localFetch());
  const settings = type.readSettings(given);
  const runOf = (more: Partial<ActionRun>) => ({ ...firstRun, steps: stepsStandIn(), ...more });
  return {
    simulator,
    run: (more: Partial<ActionRun> = {}, order = exampleOrder, by = type) =>
      by.run(order, settings, runOf(more)),
    remove: (
      { grant, kept, ...more }: Partial<ActionRun> & Parameters<typeof removalOf>[1] = {},
      order = exampleOrder,
      by = type,
    ) => by.remove?.(order, settings, removalOf(runOf(more), { grant, kept })),
    failing: (call: number, kind: (typeof passingFaults)[number]) =>
      typeFor(failingAt(simulator, 'systemeio', { call, kind }, 500).fetch),
    said: () =>
      simulator.systemeio.calls
        .list()
        .toReversed()
        .map(({ method, address, answered }) => {
          const path = address.replace('/systemeio/api/', '').replace(/9\d{6}/g, ':id');
          return `${method} ${path} ${answered}`;
        }),
    has: () =>
      simulator.access
        .list()
        .map(({ kind, targetId }) => `${kind} ${targetId}`)
        .toSorted(),
  };
}

const wholeWork = [
  'GET contacts?email=vaino.makinen%40example.com&limit=10 200',
  'POST contacts 201',
  'POST contacts/:id/tags 204',
  'POST contacts/:id/tags 204',
  'GET school/enrollments?contact=:id&course=301&limit=50 200',
  'POST school/courses/301/enrollments 201',
];

describe('Systeme.io access', () => {
  test('makes the customer a contact with the tags and the course', async () => {
    const { run, simulator, said, has } = await account();
    expect(await run()).toMatchObject({
      outcome: 'done',
      note: 'The contact at Systeme.io has tag 501, tag 503, course 301.',
    });
    expect(said()).toEqual(wholeWork);
    expect(has()).toEqual(['course 301', 'tag 501', 'tag 503']);
    expect(simulator.systemeio.contacts()).toMatchObject([
      {
        email: 'vaino.makinen@example.com',
        fields: { first_name: 'Väinö', surname: 'Mäkinen' },
      },
    ]);
  });

  test('takes a contact that is there, whatever its capital letters', async () => {
    const { run, simulator } = await account();
    await run();
    const customer = { ...exampleOrder.customer, email: 'Vaino.Makinen@Example.com' };
    expect(await run({}, { ...exampleOrder, customer })).toMatchObject({ outcome: 'done' });
    expect(simulator.systemeio.contacts()).toHaveLength(1);
  });

  test('needs no name', async () => {
    const { run, simulator } = await account();
    const customer = { ...exampleOrder.customer, firstName: null, lastName: '  ' };
    expect(await run({}, { ...exampleOrder, customer })).toMatchObject({ outcome: 'done' });
    expect(simulator.systemeio.contacts()).toMatchObject([{ fields: {} }]);
  });

  test.each(
    passingFaults.flatMap((kind) => [1, 2, 3, 4, 5, 6].map((call) => [kind, call] as const)),
  )(
    'goes on where it stopped, and gives nothing twice, after %s at call %i',
    async (kind, call) => {
      const { run, failing, simulator, has, said } = await account();
      const steps = stepsStandIn();
      expect(await run({ steps }, exampleOrder, failing(call, kind))).toMatchObject({
        outcome: 'failed',
        again: 'yes',
      });
      expect(await run({ steps })).toMatchObject({ outcome: 'done' });
      expect(has()).toEqual(['course 301', 'tag 501', 'tag 503']);
      expect(simulator.access.changes.list()).toHaveLength(3);
      expect(simulator.systemeio.contacts()).toHaveLength(1);
      // What was answered well before is not asked for again.
      const again = said().slice(call);
      expect(again.filter((line) => line.startsWith('GET contacts'))).toHaveLength(
        call <= 2 ? 1 : 0,
      );
      const tagsLeft = [2, 2, 2, 1, 0, 0][call - 1] ?? 0;
      expect(again.filter((line) => line.includes('/tags'))).toHaveLength(tagsLeft);
    },
  );

  test('waits as long as Systeme.io asks for in the middle of its work', async () => {
    const { run, failing } = await account();
    expect(await run({}, exampleOrder, failing(4, 'error-429'))).toMatchObject({
      outcome: 'failed',
      again: 'yes',
      retryAfterMs: 30_000,
      message: expect.stringContaining('Systeme.io is asking for fewer calls (429).'),
    });
  });

  test('begins anew when the contact it remembers was deleted', async () => {
    const { run, simulator, has } = await account();
    const steps = stepsStandIn({ contact: { contactId: 4 }, 'tag 501': { contactId: 4 } });
    expect(await run({ steps })).toMatchObject({ outcome: 'done' });
    expect(has()).toEqual(['course 301', 'tag 501', 'tag 503']);
    expect(simulator.systemeio.contacts()).toHaveLength(1);
  });

  test.each([
    [{ apiKey, tags: ['999'] }, 'Systeme.io has no tag 999. '],
    [{ apiKey, courseId: '999' }, 'Systeme.io has no course 999. '],
    [{ apiKey: 'another-key', tags: ['501'] }, 'Systeme.io does not accept the key'],
  ])('gives up with words where %o leads nowhere', async (settings, words) => {
    const { run, has } = await account(settings);
    const steps = stepsStandIn();
    for (const _ of ['first', 'again'])
      expect(await run({ steps })).toMatchObject({
        outcome: 'failed',
        again: 'no',
        message: expect.stringContaining(words),
      });
    expect(has()).toEqual([]);
  });

  test('gives up with words where the email address is not taken', async () => {
    const { run, said } = await account();
    const customer = { ...exampleOrder.customer, email: 'not an address' };
    expect(await run({}, { ...exampleOrder, customer })).toMatchObject({
      outcome: 'failed',
      again: 'no',
      message:
        'Systeme.io does not take the email address or name of the customer (422). Ask the customer for another address, or add the contact in Systeme.io, then run this again.',
    });
    expect(said()).toHaveLength(3);
  });

  test('takes the tags and the course away, and leaves the contact and what it has besides', async () => {
    const { simulator, run, remove, has } = await account();
    await run();
    const more = makeSystemeioAccess({
      fetch: localFetch(),
      systemeioApiUrl: simulator.accessSetup.systemeio.apiUrl,
    });
    const other = more.readSettings({ apiKey, tags: ['502'], courseId: '302' });
    await more.run(exampleOrder, other, { ...firstRun, steps: stepsStandIn() });

    expect(await remove()).toMatchObject({ outcome: 'done' });
    expect(has()).toEqual(['course 302', 'tag 502']);
    expect(simulator.systemeio.contacts()).toHaveLength(1);
  });

  test('takes away from the contact that was given to, though the email was corrected since', async () => {
    const { run, remove, has } = await account();
    const steps = stepsStandIn();
    await run({ steps });
    const customer = { ...exampleOrder.customer, email: 'corrected@example.com' };
    expect(await remove({ grant: steps }, { ...exampleOrder, customer })).toMatchObject({
      outcome: 'done',
    });
    expect(has()).toEqual([]);
  });

  test('leaves what another order still gives, and takes the rest', async () => {
    const { run, remove, has, said } = await account();
    const customer = 'vaino.makinen@example.com';
    const kept = ['tag 503', 'course 301'].map((one) => `systemeio-access:${one}:${customer}`);
    await run();
    const calls = said().length;
    expect(await remove({ kept })).toMatchObject({
      outcome: 'done',
      note: 'The contact at Systeme.io no longer has tag 501.',
    });
    expect(has()).toEqual(['course 301', 'tag 503']);
    expect(said().slice(calls)).toEqual([
      'GET contacts?email=vaino.makinen%40example.com&limit=10 200',
      'DELETE contacts/:id/tags/501 204',
    ]);
  });

  test.each([1, 2, 3, 4, 5])('takes away the rest when call %i of it has no answer', async (at) => {
    const { run, remove, failing, has } = await account();
    await run();
    const steps = stepsStandIn();
    expect(await remove({ steps }, exampleOrder, failing(at, 'drop-after'))).toMatchObject({
      outcome: 'failed',
      again: 'yes',
    });
    expect(await remove({ steps })).toMatchObject({ outcome: 'done' });
    expect(has()).toEqual([]);
  });

  test('touches nobody else when the account answers with strangers', async () => {
    const stranger = {
      id: 1,
      email: 'stranger@example.com',
      contact: { id: 1 },
      course: { id: 301 },
    };
    const asked: string[] = [];
    const fetch: SafeFetch = async ({ method, url }) => {
      asked.push(`${method} ${new URL(url).pathname}`);
      const body = method === 'GET' ? { items: [stranger], hasMore: false } : { id: 2 };
      return Promise.resolve({
        status: 200,
        headers: {},
        body: JSON.stringify(body),
        durationMs: 1,
      });
    };
    const type = makeSystemeioAccess({ fetch, systemeioApiUrl: 'https://api.example.com/api' });
    const settings = type.readSettings({ apiKey, courseId: '301' });
    const grant = stepsStandIn({ contact: { contactId: 2 } });

    const removal = removalOf({ ...firstRun, steps: stepsStandIn() }, { grant });
    expect(await type.remove?.(exampleOrder, settings, removal)).toMatchObject({
      outcome: 'done',
    });
    expect(asked).toEqual(['GET /api/school/enrollments']);
    asked.length = 0;
    await type.run(exampleOrder, settings, { ...firstRun, steps: stepsStandIn() });
    expect(asked).toEqual([
      'GET /api/contacts',
      'POST /api/contacts',
      'GET /api/school/enrollments',
      'POST /api/school/courses/301/enrollments',
    ]);
  });

  test('keeps what was said, without the customer and the key', async () => {
    const { run, simulator } = await account({ apiKey, tags: [501] });
    const { exchange } = await run();
    const { apiUrl } = simulator.accessSetup.systemeio;
    expect(exchange?.request).toEqual([
      { method: 'GET', url: `${apiUrl}/contacts?email=…&limit=10`, body: null },
      {
        method: 'POST',
        url: `${apiUrl}/contacts`,
        body: {
          email: '…',
          fields: [
            { slug: 'first_name', value: '…' },
            { slug: 'surname', value: '…' },
          ],
        },
      },
      {
        method: 'POST',
        url: expect.stringMatching(/\/contacts\/\d+\/tags$/),
        body: { tagId: 501 },
      },
    ]);
    expect(exchange?.response).toMatchObject([
      { status: 200, body: '…' },
      { status: 201, body: '…' },
      { status: 204, body: '' },
    ]);
  });
});
