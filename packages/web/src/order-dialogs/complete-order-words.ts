import type { CompletableOrderFragment } from '../generated.ts';
import type { Completion, CompletionChoice } from './use-complete-order.tsx';

/** The words of a completion by hand: on the button, in the question and in the notice. */

type Asked = { readonly order: CompletableOrderFragment; readonly choice: CompletionChoice };

/** The deed and its size: "Complete order and run 3 actions". */
export function confirmWords({ order, choice }: Asked): string {
  const count = choice.runActions ? order.completeOptions.actionsToRun : 0;
  return count === 0 ? 'Complete order' : `Complete order and run ${actionCount(count)}`;
}

/** What running the actions, or not running them, would do. */
export function runWords({ order, choice }: Asked): string {
  if (!choice.runActions) {
    return 'Nothing fires. Actions that still wait are called off; each can be re-run later from the order.';
  }
  const { actionsToRun, actionsSucceeded } = order.completeOptions;
  if (actionsToRun === 0) return 'There is no action to run now.';
  const runs = `${actionCount(actionsToRun)} will run.`;
  if (actionsSucceeded === 0) return runs;
  return `${runs} ${succeededWords(actionsToRun, actionsSucceeded)}: emails, webhooks and course access go out once more.`;
}

function succeededWords(all: number, succeeded: number): string {
  if (all === 1) return 'It has already succeeded and will fire again';
  if (all === succeeded) return 'All of them have already succeeded and will fire again';
  if (succeeded === 1) return '1 of them has already succeeded and will fire again';
  return `${succeeded} of them have already succeeded and will fire again`;
}

/** Which actions are left to their workers; null where none is running. */
export function runningWords({ completeOptions }: CompletableOrderFragment): string | null {
  const names = completeOptions.running.map(({ name }) => `“${name}”`);
  if (names.length === 0) return null;
  const list = new Intl.ListFormat('en').format(names);
  return names.length === 1
    ? `${list} is running now and is left alone.`
    : `${list} are running now and are left alone.`;
}

export function completedWords(completion: Completion): string {
  const { order, choice } = completion;
  const count = choice.runActions ? order.completeOptions.actionsToRun : 0;
  const done = `Order ${order.number} is marked as Completed`;
  if (count === 0) return `${done}.`;
  return `${done}; ${actionCount(count)} ${count === 1 ? 'runs' : 'run'} now.`;
}

function actionCount(count: number): string {
  return count === 1 ? '1 action' : `${count} actions`;
}
