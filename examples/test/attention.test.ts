import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { api, begin, type Bought, eventually, run, tokenFor, world } from './kit.ts';

type Action = { id: string; kind: string; status: string; run: number; message: string | null };

async function actionsOf(orderId: string): Promise<Action[]> {
  const { order } = await api<{ order: { actions: Action[] } }>(
    'query ($orderId: ID!) { order(id: $orderId) { actions { id kind status run message } } }',
    { orderId },
  );
  return order.actions;
}

const failedOf = async (orderId: string) =>
  (await actionsOf(orderId)).filter(({ status }) => status === 'FAILED');

/** An order whose webhooks were refused by their receiver, and whose grace is over. */
async function buyInTrouble(): Promise<Bought> {
  await world.fail('webhook', { kind: 'error-400' });
  const bought = await begin();
  await eventually(async () => {
    const { order } = await api<{ order: { attention: object | null } }>(
      'query ($orderId: ID!) { order(id: $orderId) { attention { since } } }',
      { orderId: bought.orderId },
    );
    if (!order.attention) throw new Error('It needs nobody yet.');
    const open = (await actionsOf(bought.orderId)).filter(({ status }) =>
      ['PENDING', 'RUNNING'].includes(status),
    );
    if (open.length > 0) throw new Error('It is not through yet.');
  });
  return bought;
}

describe('attention', () => {
  let broken: Bought;
  beforeEach(async () => {
    broken = await buyInTrouble();
  });
  afterEach(() => world.mend());

  test('lists every order that requires attention, with what failed', async () => {
    const { code, out } = await run(['attention.ts'], { token: await tokenFor('attention.ts') });

    expect(code).toBe(0);
    const { orders } = await api<{ orders: { nodes: { number: string }[] } }>(
      '{ orders(first: 250, filter: { needsAttention: true }) { nodes { number } } }',
    );
    expect(out).toContain(`${orders.nodes.length} orders require attention.`);
    for (const { number } of orders.nodes) expect(out).toContain(`\n${number}  `);
    const part = out.slice(out.indexOf(`\n${broken.number}  `)).split('\n\n')[0];
    expect(part).toContain('ACTION_FAILED: ');
    for (const { message } of await failedOf(broken.orderId))
      expect(part).toContain(`(FAILED): ${message}`);
  });

  test('counts what would run again, runs it once the receiver is well, and says that all succeeded', async () => {
    const token = await tokenFor('attention.ts --rerun');
    const only = ['attention.ts', '--order', broken.number, '--rerun'] as const;
    const failed = await failedOf(broken.orderId);
    const found = `${failed.length} failed action${failed.length === 1 ? '' : 's'} of 1 order`;

    const counted = await run([...only], { token });
    expect(counted).toMatchObject({ code: 0, err: '' });
    expect(counted.out).toContain(`${found} would run again. Add --yes to do it.`);
    expect(await failedOf(broken.orderId)).toEqual(failed);

    await world.mend();
    const { code, out } = await run([...only, '--yes'], { token });
    expect(out).toContain(`${failed.length} of ${failed.length} succeeded.`);
    expect(code).toBe(0);
    for (const { status, run: count } of await actionsOf(broken.orderId)) {
      expect(status).toBe('SUCCEEDED');
      expect(count).toBeLessThanOrEqual(2);
    }
    expect(await run([...only], { token })).toMatchObject({
      code: 0,
      out: 'No order requires attention.\n',
    });
  });

  test('ends with 1 and the reason where the receiver still refuses, one by one too', async () => {
    const token = await tokenFor('attention.ts --rerun');
    const only = ['attention.ts', '--order', broken.number, '--rerun', '--yes'] as const;
    const [failed] = await failedOf(broken.orderId);

    for (const more of [[], ['--one-by-one']]) {
      const { code, out } = await run([...only, ...more], { token });
      expect(code).toBe(1);
      expect(out).toContain(`  ✗ ${broken.number} `);
      expect(out).toContain(failed?.message);
    }

    await world.mend();
    const mended = await run([...only, '--one-by-one'], { token });
    expect(mended.code).toBe(0);
    expect(await failedOf(broken.orderId)).toEqual([]);
  });

  test('is told in the product’s words that the token may not run anything again', async () => {
    const before = await actionsOf(broken.orderId);
    const { code, err } = await run(
      ['attention.ts', '--order', broken.number, '--rerun', '--yes'],
      { token: await tokenFor('attention.ts') },
    );

    expect({ code, err }).toEqual({ code: 2, err: 'This needs the permission RERUN_ACTIONS.\n' });
    expect(await actionsOf(broken.orderId)).toEqual(before);
  });
});
