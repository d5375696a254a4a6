/** What the tests of Kajabi share: the kind over a simulated Kajabi, an attempt, and a customer. */
import type { Simulator } from '@order-management/simulator';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { ActionAnswer, ActionRun, ActionType, PurchasedOrder } from './action-type.ts';
import { exampleOrder } from './example-order.ts';
import { makeKajabiGrant } from './kajabi-grant.ts';
import type { KajabiSettings } from './kajabi-settings.ts';
import { localFetch } from './platform-stand-in.ts';
import { stepsStandIn } from './steps-stand-in.ts';

export function granting(
  kajabiUrl: string,
  fetch: SafeFetch = localFetch(),
): ActionType<KajabiSettings> {
  return makeKajabiGrant({ fetch, kajabiApiUrl: `${kajabiUrl}/kajabi` });
}

export const run = (more: Partial<ActionRun> = {}): ActionRun => ({
  key: 'act_01-1',
  lineId: 'lin_01',
  now: new Date('2026-11-20T22:31:00Z'),
  signal: new AbortController().signal,
  steps: stepsStandIn(),
  ...more,
});

export function orderOf(more: Partial<PurchasedOrder['customer']>): PurchasedOrder {
  return { ...exampleOrder, customer: { ...exampleOrder.customer, ...more } };
}

export async function grantTo(
  simulator: Simulator,
  order: PurchasedOrder,
  json: unknown,
): Promise<ActionAnswer> {
  const type = granting(simulator.url);
  return type.run(order, type.readSettings(json), run());
}
