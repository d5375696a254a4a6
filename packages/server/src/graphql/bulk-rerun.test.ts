import type { GraphQLSchema } from 'graphql';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
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
import { query } from '../database/orm.ts';
import { advanceBulkRerun } from '../use-cases/advance-bulk-rerun.ts';
import { makeSchema } from './schema.ts';

let schema: GraphQLSchema;
let database: TestDatabase;
let changes: HandToldChanges;
beforeAll(async () => {
  schema = await makeSchema();
});
beforeEach(async () => {
  database = await freshDatabase();
  changes = handToldChanges();
  await seedTwoCheckouts(database);
  await seedOrders(database, [
    { id: 'ord_a', number: '1', failedKinds: ['webhook', 'receipt-email'] },
    { id: 'ord_b', number: '2', checkoutId: 'chk_two', failedKinds: ['webhook'] },
  ]);
});
afterEach(() => database.drop());

const contextFor = (viewer: Viewer) => contextOf(servicesOf(database, changes), viewer);
const run = (source: string, variables: Record<string, unknown> = {}, viewer = viewerOf()) =>
  ask(schema, source, contextFor(viewer), variables);
const RERUN = `mutation ($input: RerunFailedActionsInput!) { rerunFailedActions(input: $input) {
  matched orders errors { code message path } bulkRerun { id startedBy { kind name } total orderCount succeeded
    failed waiting skippedCount cancelledAt finishedAt actions(first: 2) { pageInfo { hasNextPage endCursor }
      nodes { run outcome refusal { message } action { id status } } } } } }`;
const rerun = async (input: object, viewer?: Viewer) => {
  const { data, errors } = await run(
    RERUN,
    { input: { filter: {}, idempotencyKey: newKey(), ...input } },
    viewer,
  );
  if (errors) throw errors[0] ?? new Error('refused');
  return data?.['rerunFailedActions'] as { bulkRerun: { id: string } | null };
};
const idOf = async (input: object = {}) =>
  (await rerun({ dryRun: false, ...input })).bulkRerun?.id ?? '';
const settle = async (status: string) => {
  await query(
    database.orm.em.fork(),
    `update action set status = $1, next_attempt_at = null where status = 'PENDING'`,
    [status],
  );
};

describe('rerunFailedActions', () => {
  test('only counts unless it is told otherwise', async () => {
    expect(await rerun({})).toEqual({ matched: 3, orders: 2, errors: [], bulkRerun: null });
  });

  test('answers with what it started, and each action in it', async () => {
    expect(await rerun({ dryRun: false })).toEqual({
      matched: 3,
      orders: 2,
      errors: [],
      bulkRerun: {
        id: expect.stringMatching(/^blk_/) as string,
        startedBy: { kind: 'PERSON', name: 'Aino' },
        total: 3,
        orderCount: 2,
        succeeded: 0,
        failed: 0,
        waiting: 3,
        skippedCount: 0,
        cancelledAt: null,
        finishedAt: null,
        actions: {
          pageInfo: { hasNextPage: true, endCursor: expect.any(String) as string },
          nodes: ['act_a_receipt-email', 'act_a_webhook'].map((id) => ({
            run: null,
            outcome: 'WAITING',
            refusal: null,
            action: { id, status: 'FAILED' },
          })),
        },
      },
    });
  });

  test('says in words when nothing matches', async () => {
    expect(await rerun({ dryRun: false, kinds: ['kajabi-grant'] })).toEqual({
      matched: 0,
      orders: 0,
      bulkRerun: null,
      errors: [
        {
          code: 'NO_FAILED_ACTION',
          message: 'No failed action matches any more, so there is nothing to run.',
          path: null,
        },
      ],
    });
  });

  test('searches by personal data only for those who may read it', async () => {
    const blind = viewerOf({ permissions: ['RERUN_ACTIONS'] });
    await expect(rerun({ filter: { email: 'buyer' } }, blind)).rejects.toThrow(
      'Searching or sorting by email needs the permission READ_PERSONAL_DATA.',
    );
    await expect(rerun({}, viewerOf({ permissions: ['READ_ORDERS'] }))).rejects.toThrow(
      'This needs the permission RERUN_ACTIONS.',
    );
  });
});

describe('a bulk re-run', () => {
  const READ = `query ($id: ID!) { bulkReruns(first: 5) { nodes { id total } } bulkRerun(id: $id) { total }
    node(id: $id) { __typename } }`;

  test('is read by those who reach all its orders, and does not exist for others', async () => {
    const id = await idOf();
    const own = await idOf({ filter: { checkoutIds: ['chk_two'] } });
    expect((await run(READ, { id })).data).toEqual({
      bulkReruns: {
        nodes: [
          { id: own, total: 1 },
          { id, total: 3 },
        ],
      },
      bulkRerun: { total: 3 },
      node: { __typename: 'BulkRerun' },
    });
    const partly = viewerOf({ reach: ['chk_two'] });
    expect((await run(READ, { id }, partly)).data).toEqual({
      bulkReruns: { nodes: [{ id: own, total: 1 }] },
      bulkRerun: null,
      node: null,
    });
    const curious = viewerOf({ permissions: ['READ_ORDERS'] });
    expect((await run('query ($id: ID!) { node(id: $id) { id } }', { id }, curious)).data).toEqual({
      node: null,
    });
  });

  test('is listed with the past ones, newest first, a page at a time', async () => {
    const started: string[] = [];
    for (const filter of [{}, { checkoutIds: ['chk_two'] }, {}, {}]) {
      started.unshift(await idOf({ filter }));
      await settle('FAILED');
    }
    const LIST = `query ($first: Int!, $after: String) { bulkReruns(first: $first, after: $after) {
      edges { cursor node { id } } pageInfo { endCursor hasNextPage hasPreviousPage } } }`;
    type Page = {
      edges: { node: { id: string } }[];
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
    };
    const pages: string[][] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { data } = await run(LIST, { first: 3, after });
      const { edges, pageInfo } = (data as { bulkReruns: Page }).bulkReruns;
      pages.push(edges.map(({ node }) => node.id));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(pages).toEqual([started.slice(0, 3), started.slice(3)]);
    const partly = viewerOf({ reach: ['chk_two'] });
    expect((await run(LIST, { first: 3 }, partly)).data).toMatchObject({
      bulkReruns: { edges: [{ node: { id: started[2] } }], pageInfo: { hasNextPage: false } },
    });
    expect((await run(LIST, { first: 3, after: 'elsewhere' })).errors?.[0]?.message).toBe(
      '`after` is no cursor of this list. Begin again without it.',
    );
  });

  test('is cancelled: what was skipped is named with its reason', async () => {
    const id = await idOf({ kinds: ['receipt-email'] });
    const CANCEL = `mutation ($id: ID!) { cancelBulkRerun(id: $id) { errors { code }
      bulkRerun { waiting skippedCount skipped { action { id } refusal { code message } } } } }`;
    expect((await run(CANCEL, { id })).data).toEqual({
      cancelBulkRerun: {
        errors: [],
        bulkRerun: {
          waiting: 0,
          skippedCount: 1,
          skipped: [
            {
              action: { id: 'act_a_receipt-email' },
              refusal: {
                code: 'CANCELLED',
                message: 'Aino cancelled the bulk re-run before this action’s turn.',
              },
            },
          ],
        },
      },
    });
    expect((await run(CANCEL, { id: 'blk_none' })).data).toEqual({
      cancelBulkRerun: { errors: [{ code: 'NOT_FOUND' }], bulkRerun: null },
    });
  });
});

describe('a stream of a bulk re-run', () => {
  const CHANGED = `subscription ($id: ID!) { bulkRerunChanged(id: $id) { succeeded failed waiting
    actions { nodes { outcome } } } }`;

  test('sends it as it is, then each step, and nothing where nothing changed', async () => {
    const id = await idOf({ kinds: ['webhook'] });
    const stream = await listen(schema, CHANGED, contextFor(viewerOf()), { id });
    const waiting = {
      succeeded: 0,
      failed: 0,
      waiting: 2,
      actions: { nodes: [{ outcome: 'WAITING' }, { outcome: 'WAITING' }] },
    };
    expect(await stream.next()).toEqual({ bulkRerunChanged: waiting });
    await advanceBulkRerun(id, requestOf(database));
    expect(database.tools.published.at(-1)?.bulkReruns).toEqual([id]);
    changes.tell({ bulkReruns: [id] });
    await settle('SUCCEEDED');
    changes.tell({ orders: ['ord_a'] });
    expect(await stream.next()).toEqual({
      bulkRerunChanged: {
        succeeded: 2,
        failed: 0,
        waiting: 0,
        actions: { nodes: [{ outcome: 'SUCCEEDED' }, { outcome: 'SUCCEEDED' }] },
      },
    });
    await stream.close();
    expect(changes.listening).toBe(0);
  });

  test('is refused where an order lies out of reach', async () => {
    const id = await idOf();
    const partly = contextFor(viewerOf({ reach: ['chk_two'] }));
    await expect(listen(schema, CHANGED, partly, { id })).rejects.toThrow(
      'There is no such bulk re-run.',
    );
    expect(changes.listening).toBe(0);
  });
});
