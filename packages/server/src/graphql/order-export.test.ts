import type { GraphQLSchema } from 'graphql';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { download } from '../../test/kit/exported.ts';
import {
  ask,
  contextOf,
  handToldChanges,
  listen,
  servicesOf,
  viewerOf,
  type HandToldChanges,
} from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { newKey, requestOf } from '../../test/kit/shop.ts';
import type { Viewer } from '../access/viewer.ts';
import { permissionsOf } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

const NOW = new Date('2026-11-23T10:00:00.000Z');
let schema: GraphQLSchema;
let database: TestDatabase;
let changes: HandToldChanges;
beforeAll(async () => {
  schema = await makeSchema();
});
beforeEach(async () => {
  database = await freshDatabase();
  database.tools.setNow(NOW);
  changes = handToldChanges();
  await seedTwoCheckouts(database);
  await seedOrders(database, [
    { id: 'ord_a', number: '1' },
    { id: 'ord_b', number: '2', checkoutId: 'chk_two' },
  ]);
});
afterEach(() => database.drop());

const sami: Viewer = { ...viewerOf(), actor: { kind: 'PERSON', id: 'mem_sami', name: 'Sami' } };
const contextFor = (viewer: Viewer) => contextOf(servicesOf(database, changes), viewer);
const run = (source: string, variables: Record<string, unknown> = {}, viewer = viewerOf()) =>
  ask(schema, source, contextFor(viewer), variables);
/** What `viewerOf` is called to the use cases. */
const aino = () => requestOf(database, { permissions: [...permissionsOf('ADMIN')] });

const FIELDS = `id status requestedAt expiresAt total rows progress downloadUrl failureMessage`;
const REQUEST = `mutation ($input: RequestOrderExportInput!) { requestOrderExport(input: $input) {
  export { ${FIELDS} } errors { code message path } } }`;
const request = async (input: object = {}, viewer?: Viewer) => {
  const wish = { timeZone: 'Europe/Helsinki', idempotencyKey: newKey(), ...input };
  const { data, errors } = await run(REQUEST, { input: wish }, viewer);
  if (errors) throw errors[0] ?? new Error('refused');
  return data?.['requestOrderExport'] as { export: { id: string } | null; errors: object[] };
};
const idOf = async (viewer?: Viewer) => (await request({}, viewer)).export?.id ?? '';

describe('requestOrderExport', () => {
  test('answers with an address that lives for fifteen minutes', async () => {
    expect(await request()).toEqual({
      errors: [],
      export: {
        id: expect.stringMatching(/^exp_/u) as string,
        status: 'WAITING',
        requestedAt: '2026-11-23T10:00:00.000Z',
        expiresAt: '2026-11-23T10:15:00.000Z',
        total: 2,
        rows: 0,
        progress: 0,
        downloadUrl: expect.stringMatching(
          /^http:\/\/shop\.test\/exports\/exp_\w+\.csv\?key=[\w-]{43}$/u,
        ) as string,
        failureMessage: null,
      },
    });
  });

  test('counts what the asker reaches', async () => {
    expect(await request({}, viewerOf({ reach: ['chk_two'] }))).toMatchObject({
      export: { total: 1 },
    });
  });

  test('refuses to search personal data for those who may not read it', async () => {
    const viewer = viewerOf({ permissions: [...permissionsOf('VIEWER')] });
    await expect(request({ filter: { email: 'anna' } }, viewer)).rejects.toThrow(
      'needs the permission READ_PERSONAL_DATA',
    );
    const sort = { field: 'CUSTOMER_EMAIL', direction: 'ASC' };
    await expect(request({ sort }, viewer)).rejects.toThrow('READ_PERSONAL_DATA');
  });

  test('refuses a zone that there is not, and a comma that means two things', async () => {
    await expect(request({ timeZone: 'Europe/Atlantis' })).rejects.toThrow(/IANA name of a zone/u);
    expect(await request({ decimalStyle: 'COMMA' })).toEqual({
      export: null,
      errors: [
        {
          code: 'INVALID',
          message: 'A comma cannot separate the columns and the decimals as well.',
          path: ['decimalStyle'],
        },
      ],
    });
  });
});

describe('an export', () => {
  const LOOK = `query ($id: ID!) { orderExport(id: $id) { ${FIELDS} } node(id: $id) { id } }`;
  const look = async (id: string, viewer?: Viewer) => (await run(LOOK, { id }, viewer)).data;

  test('is there for whoever asked, and for nobody else', async () => {
    const id = await idOf();
    expect(await look(id)).toMatchObject({ orderExport: { id }, node: { id } });
    expect(await look(id, sami)).toEqual({ orderExport: null, node: null });
    expect(await look('exp_none')).toEqual({ orderExport: null, node: null });
    const permissions = viewerOf().permissions;
    const powerless = viewerOf({
      permissions: [...permissions].filter((one) => one !== 'EXPORT_ORDERS'),
    });
    expect(
      (await run('query ($id: ID!) { node(id: $id) { id } }', { id }, powerless)).data,
    ).toEqual({ node: null });
  });

  test('has no address any more once it was cancelled', async () => {
    const id = await idOf();
    const cancel = `mutation ($id: ID!) { cancelOrderExport(id: $id) { export { status downloadUrl failureMessage } errors { code } } }`;
    expect((await run(cancel, { id })).data).toEqual({
      cancelOrderExport: {
        errors: [],
        export: { status: 'FAILED', downloadUrl: null, failureMessage: 'It was cancelled.' },
      },
    });
    expect((await run(cancel, { id: await idOf() }, sami)).data).toMatchObject({
      cancelOrderExport: { export: null, errors: [{ code: 'NOT_FOUND' }] },
    });
  });
});

describe('orderExportChanged', () => {
  const WATCH = `subscription ($id: ID!) { orderExportChanged(id: $id) { status rows progress downloadUrl } }`;
  const watch = (id: string, viewer: Viewer = viewerOf()) =>
    listen(schema, WATCH, contextFor(viewer), { id });

  test('tells the present first, and then each step', async () => {
    const id = await idOf();
    const heard = await watch(id);
    expect(await heard.next()).toMatchObject({
      orderExportChanged: { status: 'WAITING', rows: 0, progress: 0 },
    });
    await download(id, aino());
    changes.tell({ orderExports: [id] });
    expect(await heard.next()).toMatchObject({
      orderExportChanged: { status: 'READY', rows: 2, progress: 1 },
    });
    await heard.close();
    expect(changes.listening).toBe(0);
  });

  test('tells that it has run out, although nothing happened to it', async () => {
    const id = await idOf();
    database.tools.setNow(new Date('2026-11-23T10:14:59.990Z'));
    const heard = await watch(id);
    expect(await heard.next()).toMatchObject({ orderExportChanged: { status: 'WAITING' } });
    database.tools.setNow(new Date('2026-11-23T10:15:00.000Z'));
    expect(await heard.next()).toEqual({
      orderExportChanged: { status: 'EXPIRED', rows: 0, progress: 0, downloadUrl: null },
    });
    await heard.close();
  });

  test('is refused to everybody but who asked for the export', async () => {
    await expect(watch(await idOf(), sami)).rejects.toThrow('There is no such export.');
    await expect(watch('exp_none')).rejects.toThrow('There is no such export.');
  });
});
