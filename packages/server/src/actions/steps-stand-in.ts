import type { ActionSteps } from './action-type.ts';

/** The memory of an action, kept here: for tests. Give it what an earlier attempt has finished. */
export function stepsStandIn(
  earlier: Readonly<Record<string, unknown>> = {},
): ActionSteps & { readonly finished: ReadonlyMap<string, unknown> } {
  const finished = new Map<string, unknown>(Object.entries(earlier));
  return {
    finished,
    done: (step) => finished.get(step),
    finish: async (step, fact = null) => void finished.set(step, fact),
  };
}
