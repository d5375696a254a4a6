import type { MikroORM } from '@mikro-orm/postgresql';
import { type ShopFigures, shopFigures } from '../database/shop-figures.ts';
import type { Metrics } from './metrics.ts';

/** However often somebody asks, the database is asked no more often. */
const FRESH_MS = 10_000;

/**
 * The figures of the shop as gauges, read when metrics are asked for. Every worker tells the same, so `max()` is
 * right and `sum()` is not. What cannot be read is left out rather than told as it was.
 */
export function watchShop(
  { actions, refundLegs, queueJobs, ...metrics }: Metrics,
  means: { orm: MikroORM; now: () => Date },
): { refresh(): Promise<void> } {
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> = Promise.resolve();

  const forget = () => {
    for (const gauge of [actions, refundLegs, queueJobs]) gauge.reset();
    for (const gauge of [metrics.attentionOrders, metrics.attentionOldest, metrics.queueOldest])
      gauge.remove();
  };
  const tell = (figures: ShopFigures) => {
    forget();
    for (const { kind, purpose, status, count } of figures.actions)
      actions.inc({ kind, purpose, status }, count);
    for (const { status, count } of figures.refundLegs) refundLegs.set({ status }, count);
    for (const { task, state, count } of figures.jobs) queueJobs.set({ task, state }, count);
    metrics.attentionOrders.set(figures.attention.count);
    metrics.attentionOldest.set(figures.attention.oldestSeconds);
    metrics.queueOldest.set(figures.oldestDueJobSeconds);
  };
  const ask = async () => {
    const startedAt = performance.now();
    try {
      tell(await shopFigures(means.orm.em.fork(), means.now()));
      metrics.figuresUp.set(1);
    } catch {
      forget();
      metrics.figuresUp.set(0);
    }
    metrics.figuresSeconds.set((performance.now() - startedAt) / 1_000);
  };
  return {
    refresh() {
      if (performance.now() - askedAt < FRESH_MS) return asking;
      askedAt = performance.now();
      asking = ask();
      return asking;
    },
  };
}
