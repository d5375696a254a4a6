import { randomUUID } from 'node:crypto';
import {
  ask,
  type Connection,
  connectionFromEnvironment,
  everyPage,
  Misuse,
  wordsOf,
} from './client.ts';
import { checkoutIdOf } from './checkouts.ts';
import { followAction, followBulkRerun, type Outcome } from './follow.ts';
import {
  OrdersRequiringAttentionDocument,
  type OrdersRequiringAttentionQuery,
  RerunActionDocument,
  RerunFailedActionsDocument,
  type OrderFilter,
} from './generated.ts';
import {
  complain,
  count,
  EXIT,
  type ExitCode,
  plain,
  readOptions,
  runScript,
  say,
  wholeNumber,
} from './terminal.ts';

const USAGE = `node attention.ts [--checkout <name or id>] [--order <number>]… [--rerun [--one-by-one] [--yes]]

  Lists the orders that require attention, oldest first, with what is wrong and which actions failed.

  --checkout    Of this checkout only
  --order       These orders only; may be given several times
  --rerun       Counts which failed actions would run again
  --yes         Runs them, and follows them to their end
  --one-by-one  One action after the other instead of all together
  --wait        For how many seconds they are followed (default 600)

  Ends with 0 when all succeeded, 1 when something still needs a person, 2 when called wrongly or without
  the permission, 3 when the product could not be reached.`;

type Order = OrdersRequiringAttentionQuery['orders']['nodes'][number];
type Action = Order['actions'][number];

async function main(): Promise<ExitCode> {
  const { values } = readOptions({
    options: {
      checkout: { type: 'string' },
      order: { type: 'string', multiple: true },
      rerun: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'one-by-one': { type: 'boolean', default: false },
      wait: { type: 'string', default: '600' },
    },
  });
  if (!values.rerun && (values.yes || values['one-by-one'])) {
    throw new Misuse('--yes and --one-by-one belong to --rerun.');
  }
  const waitMs = wholeNumber('--wait', values.wait, 1, 86_400) * 1000;
  const connection = connectionFromEnvironment();
  const filter: OrderFilter = {
    needsAttention: true,
    ...(values.checkout && { checkoutIds: [await checkoutIdOf(connection, values.checkout)] }),
    ...(values.order && { numbers: values.order }),
  };
  const orders = await listOrders(connection, filter);
  show(orders);
  if (!values.rerun || orders.length === 0) return EXIT.done;
  if (values['one-by-one']) return rerunOneByOne(connection, orders, { ...values, waitMs });
  return rerunTogether(connection, filter, { ...values, waitMs });
}

/** Every page: a list that ends early would say that the rest is well. */
function listOrders(connection: Connection, filter: OrderFilter): Promise<Order[]> {
  return everyPage(async (after) => {
    const { orders } = await ask(connection, OrdersRequiringAttentionDocument, { filter, after });
    return orders;
  });
}

function show(orders: readonly Order[]): void {
  if (orders.length === 0) return say('No order requires attention.');
  say(
    `${count(orders.length, 'order')} ${orders.length === 1 ? 'requires' : 'require'} attention.`,
  );
  for (const { number, checkout, attention, actions } of orders) {
    if (!attention) continue;
    say(`\n${number}  ${plain(checkout.name)}  since ${attention.since}`);
    say(`  ${attention.reasons.join(', ')}: ${plain(attention.summary)}`);
    for (const { name, status, message } of actions.filter(isInTrouble)) {
      say(`  - ${plain(name)} (${status})${message ? `: ${plain(message)}` : ''}`);
    }
  }
}

function isInTrouble({ status }: Action): boolean {
  return status === 'FAILED' || status === 'UNKNOWN';
}

type Wish = { readonly yes: boolean; readonly waitMs: number };

/** First counts, then acts on a set that the product has fixed: what fails meanwhile is not in it. */
async function rerunTogether(
  connection: Connection,
  filter: OrderFilter,
  { yes, waitMs }: Wish,
): Promise<ExitCode> {
  const rerun = async (dryRun: boolean) => {
    const { rerunFailedActions } = await ask(connection, RerunFailedActionsDocument, {
      input: { filter, dryRun, idempotencyKey: `attention/${randomUUID()}` },
    });
    return rerunFailedActions;
  };
  const asked = await rerun(true);
  if (asked.errors.length > 0) return refused(asked.errors);
  const found = `${count(asked.matched, 'failed action')} of ${count(asked.orders, 'order')}`;
  if (asked.matched === 0) {
    say('\nNo failed action can run again. What is wrong with these orders needs a person.');
    return EXIT.needsSomebody;
  }
  if (!yes) {
    say(`\n${found} would run again. Add --yes to do it.`);
    return EXIT.done;
  }
  const begun = await rerun(false);
  if (!begun.bulkRerun) return refused(begun.errors);
  say(`\n${found} run again.`);
  return conclude(await followBulkRerun(connection, begun.bulkRerun.id, waitMs));
}

/** For who wants to stop at the first refusal. An UNKNOWN one is left to a person: it may have happened. */
async function rerunOneByOne(
  connection: Connection,
  orders: readonly Order[],
  { yes, waitMs }: Wish,
): Promise<ExitCode> {
  const wanted = orders.flatMap(({ id, number, actions }) =>
    actions
      .filter(({ status, purpose }) => status === 'FAILED' && purpose !== 'REFUND')
      .map((action) => ({ orderId: id, number, action })),
  );
  if (!yes) {
    say(`\n${count(wanted.length, 'failed action')} would run again. Add --yes to do it.`);
    return EXIT.done;
  }
  say('');
  const outcomes: Outcome[] = [];
  for (const { orderId, number, action } of wanted) {
    const { rerunAction } = await ask(connection, RerunActionDocument, {
      input: {
        actionId: action.id,
        // Had somebody else run it since, it would be refused.
        expectedRun: action.run,
        expectedAttempt: action.attempt,
        idempotencyKey: `attention/${action.id}/${action.run}/${action.attempt}`,
      },
    });
    if (!rerunAction.action) return refused(rerunAction.errors);
    const wish = { orderId, number, actionId: action.id, waitMs };
    outcomes.push(await followAction(connection, wish));
  }
  return conclude(outcomes);
}

function conclude(outcomes: readonly Outcome[]): ExitCode {
  const succeeded = outcomes.filter(({ hasSucceeded }) => hasSucceeded);
  for (const { number, name, words } of outcomes.filter(({ hasSucceeded }) => !hasSucceeded)) {
    say(`  ✗ ${number} ${plain(name)}: ${plain(words)}`);
  }
  say(`${succeeded.length} of ${outcomes.length} succeeded.`);
  return succeeded.length === outcomes.length ? EXIT.done : EXIT.needsSomebody;
}

function refused(errors: readonly { readonly message: string }[]): ExitCode {
  complain(`Refused: ${plain(wordsOf(errors))}`);
  return EXIT.needsSomebody;
}

await runScript(USAGE, main);
