// Shoppers that come by themselves, and those sent by hand.

import type { Clock } from './clock.ts';
import { inBackground } from './clock.ts';
import type { ProductAddress } from './product-api.ts';
import { productApi } from './product-api.ts';
import type { Random } from './random.ts';
import { makeRecent } from './recent.ts';
import type { ShopperReport } from './shopper.ts';
import { runShopper } from './shopper.ts';
import type { ShopperScript } from './shopper-script.ts';
import { imagineShopper, plainShopper } from './shopper-script.ts';

export type Product = ProductAddress & { readonly linkSlugs: readonly string[] };

export type Traffic = {
  start(shoppersPerMinute?: number): void;
  /** No new shoppers come; those inside finish. */
  stop(): void;
  state(): {
    readonly running: boolean;
    readonly shoppersPerMinute: number;
    readonly inside: number;
    /** Whether the product is connected and has links to open. */
    readonly isOpen: boolean;
  };
  /** Sends one shopper with this script, without waiting at any step, and answers at the end. */
  shop(script: Partial<ShopperScript>): Promise<ShopperReport>;
  /** Newest first. */
  list(): ShopperReport[];
};

const mostInside = 200;

export function makeTraffic(setup: {
  clock: Clock;
  random: Random;
  newId: (prefix: string) => string;
  ownUrl: () => string;
  /** Null: the product is not there yet, nobody comes. */
  product: () => Product | null;
  pace: number;
}): Traffic {
  const { clock, random } = setup;
  const reports = makeRecent<ShopperReport>(1000);
  let perMinute = 6;
  let inside = 0;
  let stopArrivals: AbortController | null = null;

  async function visit(product: Product, script: ShopperScript, pace: number) {
    const slug = script.linkSlug ?? random.pick(product.linkSlugs);
    inside += 1;
    try {
      return await runShopper(
        {
          clock,
          newId: setup.newId,
          api: productApi(product, clock.stopping),
          ownUrl: setup.ownUrl(),
          pace,
          onStep: (report) => {
            reports.set(report.id, report);
          },
        },
        script,
        slug,
      );
    } finally {
      inside -= 1;
    }
  }

  function letIn(): void {
    const product = setup.product();
    if (!product || product.linkSlugs.length === 0 || inside >= mostInside) return;
    const script = imagineShopper(random, product.linkSlugs);
    inBackground(clock, async () => {
      await visit(product, script, setup.pace);
    });
  }

  async function arrive(stopped: AbortSignal): Promise<void> {
    for (;;) {
      // People come independently of each other: waits are exponential, cut off at four times the mean.
      const waits = Math.min(4, -Math.log(1 - random.fraction()));
      await clock.wait((waits * 60_000 * setup.pace) / perMinute);
      if (stopped.aborted) return;
      letIn();
    }
  }

  return {
    start: (shoppersPerMinute = perMinute) => {
      perMinute = Math.min(600, Math.max(0.1, shoppersPerMinute));
      stopArrivals?.abort();
      const arrivals = (stopArrivals = new AbortController());
      inBackground(clock, () => arrive(arrivals.signal));
    },
    stop: () => {
      stopArrivals?.abort();
      stopArrivals = null;
    },
    state: () => ({
      running: stopArrivals !== null,
      shoppersPerMinute: perMinute,
      inside,
      isOpen: (setup.product()?.linkSlugs.length ?? 0) > 0,
    }),
    shop: async (script) => {
      const product = setup.product();
      if (!product || !(script.linkSlug ?? product.linkSlugs[0]))
        throw new Error('The product is not connected yet, or has no links.');
      return visit(product, { ...plainShopper, ...script }, 0);
    },
    list: () => reports.list(),
  };
}
