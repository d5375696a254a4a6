import type { Bench } from './bench.ts';
import { median } from './figures.ts';

const READY_MS = 2_000;

export const serverStart: Bench = {
  name: 'server-start',
  about: 'from the start of the compiled server to its word that it is ready, database migrated',
  run: async (place) => {
    const took: number[] = [];
    for (let round = 0; round < (place.isQuick ? 2 : 7); round += 1) {
      const product = await place.startProduct();
      took.push(product.readyMs);
      await product.stop();
    }
    return [
      {
        what: 'server start to ready, median',
        figure: median(took),
        unit: 'ms',
        goal: { atMost: READY_MS },
        more: { fastestMs: Math.min(...took), slowestMs: Math.max(...took) },
      },
    ];
  },
};
