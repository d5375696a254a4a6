import type { MikroORM } from '@mikro-orm/postgresql';
import { foldPending } from '../database/report-fold.ts';
import { systemRequest, type Tools } from '../use-cases/request.ts';
import { takeRates } from '../use-cases/take-rates.ts';
import { repeat } from './repeat.ts';

/** Where exchange rates come from: the text of a file of the European Central Bank, null where it has not changed. */
export type RateSource = () => Promise<string | null>;

export type ReportingOptions = {
  readonly orm: MikroORM;
  readonly tools: Tools;
  readonly rateSources: readonly RateSource[];
  readonly foldEveryMs: number;
  readonly ratesEveryMs: number;
  readonly onFault: (error: unknown) => void;
};

/**
 * Keeps reports fast: what has changed is folded into their rollups every few seconds. They are exact
 * without it too, so nobody waits for this. Looks for new exchange rates where the operator has said so.
 */
export function startReporting(options: ReportingOptions): { stop(): Promise<void> } {
  const { orm, tools, onFault } = options;
  const stopping = new AbortController();
  const takeFrom = async (source: RateSource) => {
    const text = await source();
    if (text !== null) await takeRates(text, systemRequest(orm.em.fork(), tools));
  };
  const folding = repeat(options.foldEveryMs, onFault, async () => {
    while ((await foldPending(orm.em.fork())) > 0 && !stopping.signal.aborted);
  });
  const taking = repeat(options.ratesEveryMs, onFault, async () => {
    for (const source of options.rateSources) {
      if (stopping.signal.aborted) return;
      await takeFrom(source).catch(onFault);
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all([folding.stop(), taking.stop()]);
    },
  };
}
