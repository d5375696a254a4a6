import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PurchasedOrder } from '../src/actions/action-type.ts';
import { exampleOrder } from '../src/actions/example-order.ts';
import { webhookPayload } from '../src/actions/webhook-payload.ts';

const document = fs.readFileSync(
  path.join(import.meta.dirname, '../../../docs/webhooks.md'),
  'utf8',
);

/** One of everything, so that it can be read. */
const shortOrder: PurchasedOrder = {
  ...exampleOrder,
  totalMinor: 13_410,
  discounts: [{ code: 'WELCOME10', amountMinor: 1_490 }],
  lines: exampleOrder.lines.slice(0, 1),
  payments: exampleOrder.payments.slice(1).map((payment) => ({ ...payment, amountMinor: 13_410 })),
  customer: { ...exampleOrder.customer, fields: exampleOrder.customer.fields.slice(0, 1) },
};

test('the documented webhook is the one that is sent', () => {
  const [, json = ''] = /```json\n([\s\S]+?)\n```/u.exec(document) ?? [];
  expect(JSON.parse(json)).toEqual(webhookPayload(shortOrder, 'lin_01'));
});
