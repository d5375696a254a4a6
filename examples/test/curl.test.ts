import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, test } from 'vitest';
import { api, begin, buy, eventually, makeFolder, run, tokenFor, world } from './kit.ts';

const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;

// Where a machine has neither, these are counted as skipped.
describe.skipIf(!isThere('curl') || !isThere('bash'))('the curl scripts', () => {
  afterEach(() => world.mend());

  test('name what requires attention, and run an action again', async () => {
    await world.fail('webhook', { kind: 'error-400' });
    const { orderId, number } = await begin();
    const id = await eventually(async () => {
      const { order } = await api<{
        order: { attention: object | null; actions: { id: string; status: string }[] };
      }>(
        'query ($orderId: ID!) { order(id: $orderId) { attention { since } actions { id status } } }',
        { orderId },
      );
      const failed = order.actions.find(({ status }) => status === 'FAILED');
      if (!failed || !order.attention) throw new Error('Nothing has failed yet.');
      return failed.id;
    });
    const listed = await run(['curl/attention.sh'], { token: await tokenFor('curl/attention.sh') });
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toContain(`${number}  `);
    expect(listed.out).toContain(`  ${id}  `);

    const around = { token: await tokenFor('curl/rerun.sh') };
    expect((await run(['curl/rerun.sh', id], around)).code).toBe(1);
    await world.mend();
    const mended = await run(['curl/rerun.sh', id], around);
    expect(mended).toEqual({ code: 0, out: `${id} SUCCEEDED\n`, err: '' });
  });

  test('refund once for a key, however often started', async () => {
    const { number } = await buy();
    const around = { token: await tokenFor('curl/refund.sh'), cwd: makeFolder() };
    const refund: [string, ...string[]] = ['curl/refund.sh', number, 'ticket-815', 'It’s "off"'];

    const first = await run(refund, around);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^ref_\w+ 89\.00 EUR REQUESTED\n$/);
    const [id] = first.out.split(' ');
    const second = await run(refund, around);
    expect(second.code).toBe(0);
    expect(second.out.split(' ')[0]).toBe(id);

    await eventually(async () => {
      const { node } = await api<{ node: { status: string; reason: string } }>(
        'query ($id: ID!) { node(id: $id) { ... on Refund { status reason } } }',
        { id },
      );
      expect(node).toEqual({ status: 'SUCCEEDED', reason: 'It’s "off"' });
    });
    const atStripe = await world.stripeRefunds(number);
    expect(atStripe.map(({ amount }) => amount)).toEqual([8900]);
    const third = await run(['curl/refund.sh', number, 'ticket-816'], around);
    expect(third).toMatchObject({ code: 1, out: '' });
    expect(fs.readdirSync(around.cwd)).toEqual(['refund-ticket-815.json']);
  });

  test('write reports and exports', async () => {
    const reader = { token: await tokenFor('curl/report.sh') };
    const report = await run(['curl/report.sh', 'Europe/Helsinki', 'THIS_MONTH', 'SOURCE'], reader);
    expect(report).toMatchObject({ code: 0, err: '' });
    expect(report.out).toMatch(/^Source \(Europe\/Helsinki\),/);
    const wrong = await run(['curl/report.sh', 'Mars'], reader);
    expect(wrong).toMatchObject({ code: 22, out: '' });
    expect(wrong.err).toContain('A TimeZone is the IANA name of a zone');

    const cwd = makeFolder();
    const { number } = await buy();
    const exporter = { token: await tokenFor('curl/export.sh'), cwd };
    const filter = JSON.stringify({ numbers: [number] });
    const ended = await run(['curl/export.sh', 'orders.csv', 'UTC', filter], exporter);
    expect(ended).toEqual({ code: 0, out: 'orders.csv\n', err: '' });
    const rows = parse(fs.readFileSync(path.join(cwd, 'orders.csv'), 'utf8'));
    expect(rows.slice(1).map(([first]) => first)).toEqual([number]);
  });

  test('say the product’s words to a token that may not, and leave nothing behind', async () => {
    const cwd = makeFolder();
    const around = { token: await tokenFor('curl/attention.sh'), cwd };
    const exported = await run(['curl/export.sh', 'orders.csv', 'UTC'], around);
    expect(exported.code).not.toBe(0);
    expect(exported.err).toContain('This needs the permission EXPORT_ORDERS.');
    const report = await run(['curl/report.sh', 'UTC'], around);
    expect(report.code).not.toBe(0);
    expect(report.err).toContain('This needs the permission READ_REPORTS.');
    expect(fs.readdirSync(cwd)).toEqual([]);
  });
});
