import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { api, world } from './kit.ts';

type Seen = {
  total: { minor: number };
  refunded: { minor: number };
  refundPending: { minor: number };
  refunds: { amount: { minor: number }; status: string }[];
};

/** What the product has on record. */
export async function refundsOf(orderId: string): Promise<Seen> {
  const { order } = await api<{ order: Seen }>(
    `query ($orderId: ID!) { order(id: $orderId) {
      total { minor } refunded { minor } refundPending { minor }
      refunds { amount { minor } status }
    } }`,
    { orderId },
  );
  return order;
}

/** What Stripe has given back. */
export const amountsAtStripe = async (number: string) =>
  (await world.stripeRefunds(number)).map(({ amount, status }) => ({ amount, status }));

/** What the result file says: the latest line of each row. */
export function resultsIn(folder: string, runName: string): Record<string, string>[] {
  const text = fs.readFileSync(path.join(folder, `refunds.csv.${runName}.result.csv`), 'utf8');
  const lines = parse<Record<string, string>>(text, { columns: true });
  return [...new Map(lines.map((line) => [line['key'], line])).values()];
}

export const write = (folder: string, rows: readonly string[]) =>
  fs.writeFileSync(
    path.join(folder, 'refunds.csv'),
    ['order,amount,reason', ...rows, ''].join('\n'),
  );

export const refund = (...more: string[]): [string, ...string[]] => [
  'refund-from-csv.ts',
  'refunds.csv',
  '--run',
  'test',
  ...more,
];
