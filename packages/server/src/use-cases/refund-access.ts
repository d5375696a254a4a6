import type { EntityManager } from '@mikro-orm/postgresql';
import type { RemovableAccess } from './plan-refund.ts';

export async function removableAccessOf(
  _em: EntityManager,
  _orderId: string,
): Promise<RemovableAccess> {
  return { byLine: new Map(), offer: null };
}
