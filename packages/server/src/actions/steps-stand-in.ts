import type { ActionRun, ActionSteps, RemovalRun } from './action-type.ts';

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

/** A removal of what a grant with these steps gave; without any, of a grant that nobody remembers. */
export function removalOf(
  run: ActionRun,
  more: {
    readonly grant?: Pick<ActionSteps, 'done'>;
    readonly kept?: readonly string[];
    readonly customer?: string;
  } = {},
): RemovalRun {
  return {
    ...run,
    granted: (step) => more.grant?.done(step),
    customer: more.customer ?? 'vaino.makinen@example.com',
    kept: new Set(more.kept),
  };
}
