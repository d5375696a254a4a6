import fs from 'node:fs';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ask, Unreachable } from '../client.ts';
import { OrdersRequiringAttentionDocument, RerunFailedActionsDocument } from '../generated.ts';
import { makeFolder, product, run } from './kit.ts';
import { openTroubledWay } from './troubled-way.ts';

const scripts = [
  ['attention.ts'],
  ['refund-from-csv.ts', 'refunds.csv', '--run', 'test', '--yes'],
  ['nightly-report.ts', '--time-zone', 'Europe/Helsinki'],
  ['tail.ts', '--for', '60'],
] as const;

function folderWithRow(): string {
  const cwd = makeFolder();
  fs.writeFileSync(`${cwd}/refunds.csv`, 'order,amount\n10042,full\n');
  return cwd;
}

describe.each(scripts.map((command) => [command[0], command] as const))('%s', (_, command) => {
  test('tells a token that nobody knows from a product that is away', async () => {
    const around = { token: 'oms_live_nobody-knows-this-token', cwd: folderWithRow(), patience: 1 };
    const stranger = await run([...command], around);
    expect(stranger.code).toBe(2);
    expect(stranger.err).toContain('The product does not know this token');

    const away = await run([...command], { ...around, url: 'http://127.0.0.1:9' });
    expect(away.code).toBe(3);
    expect(away.err).toContain('http://127.0.0.1:9 cannot be reached');
    expect(stranger.out + away.out).toBe('');
    expect(fs.readdirSync(around.cwd).filter((name) => name.includes('sales'))).toEqual([]);
  });

  test('says what it needs: an address, a token, and options that there are', async () => {
    const token = product.apiToken;
    const bare = await run([...command], { token: '' });
    expect(bare).toMatchObject({ code: 2, err: 'Set ORDER_MANAGEMENT_TOKEN to an API token.\n' });
    const unsafe = await run([...command], { token, url: 'http://orders.example.com' });
    expect(unsafe.code).toBe(2);
    expect(unsafe.err).toContain('http only on this machine');
    const wrong = await run([...command, '--no-such-option'], { token });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("Unknown option '--no-such-option'");
    const help = await run([command[0], '--help'], { token: '' });
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain(`node ${command[0]}`);
  });
});

describe('what could not be answered', () => {
  const ways = async (busyTimes: number) => {
    let tries = 0;
    const { url } = await openTroubledWay(() => {
      tries += 1;
      return tries <= busyTimes ? 'too-many' : 'pass';
    });
    return { tries: () => tries, connection: { url, token: product.apiToken, patienceMs: 30_000 } };
  };

  test('is asked again where it is a query or carries an idempotency key', async () => {
    const { tries, connection } = await ways(2);
    const { orders } = await ask(connection, OrdersRequiringAttentionDocument, {
      filter: { numbers: ['1'] },
    });
    expect(orders.nodes).toEqual([]);
    expect(tries()).toBe(3);

    const keyed = await ways(1);
    const { rerunFailedActions } = await ask(keyed.connection, RerunFailedActionsDocument, {
      input: { filter: { numbers: ['1'] }, idempotencyKey: 'calls.test' },
    });
    expect(rerunFailedActions.matched).toBe(0);
    expect(keyed.tries()).toBe(2);
  });

  test('is not where a second time could do it twice', async () => {
    const { tries, connection } = await ways(1);
    const withoutKey: TypedDocumentNode<object, object> = parse(
      'mutation { cancelBulkRerun(id: "blk_1") { errors { message } } }',
    );

    await expect(ask(connection, withoutKey, {})).rejects.toThrow('Too many. Tried once.');
    expect(tries()).toBe(1);
  });

  test('is given up when the product asks for more patience than there is', async () => {
    const { tries, connection } = await ways(1);
    const hurried = { ...connection, patienceMs: 500 };

    const asked = ask(hurried, OrdersRequiringAttentionDocument, { filter: {} });
    await expect(asked).rejects.toThrow(Unreachable);
    expect(tries()).toBe(1);
  });
});
