import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { query } from '../database/orm.ts';
import { permissionsOf } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;

/** The oldest first: who, what it is about, what, when, from where. */
const written = [
  ['his_1', 'mem_aino', 'Aino', 'settings', 'settings.changed', '09:00:00', '203.0.113.9'],
  ['his_2', 'mem_aino', 'Aino', 'prd_one', 'product.changed', '10:00:00', '203.0.113.9'],
  ['his_3', null, 'stripe', 'ord_one', 'payment.succeeded', '10:00:00.000001', '198.51.100.7'],
  ['his_4', 'mem_onni', 'Onni', 'ord_one', 'refund.requested', '10:00:00.000002', '203.0.113.10'],
  ['his_5', 'tok_script', 'Script 100%', 'ord_two', 'refund.requested', '11:00:00', '2001:db8::1'],
  ['his_6', null, 'Automatic', 'ord_two', 'refund.succeeded', '11:00:00', null],
] as const;
const kinds: Record<string, string> = { mem: 'PERSON', tok: 'TOKEN', str: 'PROVIDER' };

beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  await seedOrders(database, [
    { id: 'ord_one', number: '10001' },
    { id: 'ord_two', number: '10002', checkoutId: 'chk_two' },
  ]);
  for (const [id, actorId, name, chain, event, time, from] of written) {
    await query(
      database.orm.em.fork(),
      `insert into history_entry (id, chain, order_id, at, actor_kind, actor_id, actor_name, event, summary, reason,
         changes, from_address, from_agent)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        id,
        chain,
        chain.startsWith('ord_') ? chain : null,
        `2026-11-20 ${time}Z`,
        kinds[(actorId ?? name).slice(0, 3)] ?? 'SYSTEM',
        actorId,
        name,
        event,
        `That is 100% of ${event}`,
        id === 'his_4' ? 'The customer Veera asked.' : null,
        id === 'his_2' ? '[{"field":"name","before":"Old","after":"New"}]' : '[]',
        from,
        from && 'Firefox',
      ],
    );
  }
});
afterAll(() => database.drop());

const run = (source: string, variables: Record<string, unknown> = {}, viewer = viewerOf()) =>
  ask(schema, source, contextOf(servicesOf(database), viewer), variables);
const LOG = `query ($filter: AuditFilter, $first: Int! = 50, $after: String) {
  auditLog(filter: $filter, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
type Log = { auditLog: { nodes: { id: string }[]; pageInfo: Record<string, unknown> } };
const idsOf = async (variables: Record<string, unknown> = {}, viewer = viewerOf()) => {
  const { data, errors } = await run(LOG, variables, viewer);
  if (errors) throw errors[0];
  return (data as Log).auditLog.nodes.map(({ id }) => id.replace('his_', '')).join(' ');
};

describe('the audit log', () => {
  test('tells who did what, when, from where and about what', async () => {
    const entry = `{ id at event summary reason actor { kind id name } changes { field before after }
      subject { id kind name orderId } fromAddress fromAgent }`;
    const { data } = await run(`{ auditLog { nodes ${entry} } }`);
    const { nodes } = (data as { auditLog: { nodes: Record<string, unknown>[] } }).auditLog;
    expect(nodes.find(({ id }) => id === 'his_2')).toEqual({
      id: 'his_2',
      at: '2026-11-20T10:00:00.000Z',
      event: 'product.changed',
      summary: 'That is 100% of product.changed',
      reason: null,
      actor: { kind: 'PERSON', id: 'mem_aino', name: 'Aino' },
      changes: [{ field: 'name', before: 'Old', after: 'New' }],
      subject: { id: 'prd_one', kind: 'Product', name: 'Product one', orderId: null },
      fromAddress: '203.0.113.9',
      fromAgent: 'Firefox',
    });
    expect(nodes.find(({ id }) => id === 'his_4')).toMatchObject({
      reason: 'The customer Veera asked.',
      subject: { id: 'ord_one', kind: 'Order', name: '10001', orderId: 'ord_one' },
    });
    expect(nodes.find(({ id }) => id === 'his_1')).toMatchObject({
      subject: { id: 'settings', kind: 'Settings', name: null },
    });
    expect(nodes.find(({ id }) => id === 'his_6')).toMatchObject({
      actor: { kind: 'SYSTEM', id: null },
      fromAddress: null,
      fromAgent: null,
    });
  });

  test('says only that there is a reason to whoever may not read personal data', async () => {
    const viewer = viewerOf({ permissions: ['READ_AUDIT_LOG'] });
    const { data } = await run('{ auditLog { nodes { reason } } }', {}, viewer);
    expect(JSON.stringify(data)).not.toContain('Veera');
    expect(JSON.stringify(data)).toContain('…');
  });

  test('is read newest first, a page at a time, through moments a microsecond apart', async () => {
    expect(await idsOf()).toBe('6 5 4 3 2 1');
    const seen: string[] = [];
    let after: unknown = null;
    for (let page = 0; page < 6; page += 1) {
      const { data } = await run(LOG, { first: 1, after });
      const { nodes, pageInfo } = (data as Log).auditLog;
      seen.push(...nodes.map(({ id }) => id));
      expect(pageInfo['hasNextPage']).toBe(page < 5);
      after = pageInfo['endCursor'];
    }
    expect(seen).toEqual(['his_6', 'his_5', 'his_4', 'his_3', 'his_2', 'his_1']);
  });

  test.each([
    [{ actorId: 'mem_aino' }, '2 1'],
    [{ actorName: 'NN' }, '4'],
    [{ actorName: '0%' }, '5'],
    [{ actorKinds: ['TOKEN', 'PROVIDER'] }, '5 3'],
    [{ actorKinds: [] }, '6 5 4 3 2 1'],
    [{ events: ['refund'] }, '6 5 4'],
    [{ events: ['refund.succeeded', 'payment'] }, '6 3'],
    [{ events: ['ref'] }, ''],
    [{ orderId: 'ord_one' }, '4 3'],
    [{ orderNumber: ' 10002 ' }, '6 5'],
    [{ subjectId: 'settings' }, '1'],
    [{ fromAddress: '203.0.113.9' }, '2 1'],
    [{ fromAddress: '203.0.113.' }, '4 2 1'],
    [{ from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z' }, '4 3 2'],
    [{ text: 'CHANGED  100%' }, '2 1'],
    [{ text: '_' }, ''],
    [{ events: ['refund'], orderNumber: '10002', actorKinds: ['SYSTEM'] }, '6'],
  ])('filtered by %j holds the entries %s', async (filter, ids) => {
    expect(await idsOf({ filter })).toBe(ids);
  });

  test('shows somebody with a part of the checkouts their orders, and nothing of the shop', async () => {
    const viewer = viewerOf({ reach: ['chk_two'] });
    expect(await idsOf({}, viewer)).toBe('6 5');
    expect(await idsOf({ filter: { subjectId: 'settings' } }, viewer)).toBe('');
    expect(await idsOf({ filter: { orderId: 'ord_one' } }, viewer)).toBe('');
    const { data } = await run('{ auditFacets { events actors { id } } }', {}, viewer);
    expect(data).toEqual({ auditFacets: { events: [], actors: [] } });
  });

  test('knows what it can be filtered by', async () => {
    const { data } = await run('{ auditFacets { events actors { kind id name } } }');
    expect(data).toEqual({
      auditFacets: {
        events: [
          'payment.succeeded',
          'product.changed',
          'refund.requested',
          'refund.succeeded',
          'settings.changed',
        ],
        actors: [
          { kind: 'PERSON', id: 'mem_aino', name: 'Aino' },
          { kind: 'PERSON', id: 'mem_onni', name: 'Onni' },
          { kind: 'TOKEN', id: 'tok_script', name: 'Script 100%' },
        ],
      },
    });
  });

  test('is for those who may read it, and leaves no entry of having been read', async () => {
    for (const role of ['VIEWER', 'CUSTOMER_SERVICE', 'MAINTAINER'] as const) {
      const viewer = viewerOf({ permissions: [...permissionsOf(role)] });
      await expect(idsOf({}, viewer)).rejects.toThrow('READ_AUDIT_LOG');
    }
    expect(await idsOf()).toBe('6 5 4 3 2 1');
  });

  test('refuses foreign cursors, sizes that are too long, and texts that PostgreSQL would refuse', async () => {
    await expect(idsOf({ after: 'bm8' })).rejects.toThrow('no cursor of this list');
    await expect(idsOf({ first: 251 })).rejects.toThrow('from 1 to 250');
    await expect(idsOf({ filter: { text: 'a\0b' } })).rejects.toThrow('at most 100 characters');
  });
});
