import { setTimeout as pauseFor } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { print } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { checkoutIdOf } from './checkouts.ts';
import {
  ApiRefused,
  backOffMs,
  type Connection,
  connectionFromEnvironment,
  passingTrouble,
  refusalOf,
  type TopLevelError,
  type Trouble,
  UNKNOWN_TOKEN,
  Unreachable,
  wordsOf,
} from './client.ts';
import {
  AttentionCountsDocument,
  type OrderChangesSubscription,
  OrderChangesDocument,
} from './generated.ts';
import {
  complain,
  EXIT,
  type ExitCode,
  plain,
  readOptions,
  runScript,
  say,
  wholeNumber,
} from './terminal.ts';

const USAGE = `node tail.ts [--checkout <name or id>] [--for <seconds>] [--count <orders>]

  Prints a line for every order as it changes, and how many require attention, until Ctrl-C. A lost
  connection is made again; what changed meanwhile is not told.

  --checkout  Of this checkout only
  --for       Ends after so many seconds
  --count     Ends after so many lines about orders

  Ends with 0, with 2 when called wrongly or without the permission, with 3 when the product cannot be
  reached for as long as ORDER_MANAGEMENT_PATIENCE says.`;

const FORBIDDEN = 4403;
/** A peer that answers no ping for so long is gone, whatever the network says. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

async function main(): Promise<ExitCode> {
  const { values } = readOptions({
    options: {
      checkout: { type: 'string' },
      for: { type: 'string' },
      count: { type: 'string' },
    },
  });
  const seconds = values.for === undefined ? null : wholeNumber('--for', values.for, 1, 864_000);
  const most = values.count === undefined ? Infinity : wholeNumber('--count', values.count, 1, 1e9);
  const connection = connectionFromEnvironment();
  const checkoutIds = values.checkout ? [await checkoutIdOf(connection, values.checkout)] : null;

  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  const timer = seconds === null ? undefined : setTimeout(end, seconds * 1000);
  let lines = 0;
  const showOrder = (order: OrderChangesSubscription['orderChanged']) => {
    if (lines >= most) return;
    say(lineOf(order));
    lines += 1;
    if (lines >= most) end();
  };
  try {
    await followUntil(ending.signal, connection, { checkoutIds, showOrder });
  } finally {
    clearTimeout(timer);
  }
  return EXIT.done;
}

type Wish = {
  readonly checkoutIds: string[] | null;
  readonly showOrder: (order: OrderChangesSubscription['orderChanged']) => void;
};

/** One connection after the other; patience begins anew with every one over which something was told. */
async function followUntil(signal: AbortSignal, connection: Connection, wish: Wish): Promise<void> {
  let tries = 0;
  let lastGoodAt = performance.now();
  while (!signal.aborted) {
    const { wasGood, trouble, retryAfterMs } = await followOnce(signal, connection, wish);
    if (signal.aborted) return;
    if (wasGood) [tries, lastGoodAt] = [0, performance.now()];
    tries += 1;
    const pauseMs = retryAfterMs ?? backOffMs(tries);
    if (performance.now() + pauseMs - lastGoodAt > connection.patienceMs) {
      throw new Unreachable(`${connection.url} cannot be reached: ${trouble}`);
    }
    complain(`The connection was lost (${trouble}). Trying again …`);
    await pauseFor(pauseMs, undefined, { signal }).catch(() => {});
  }
}

type End = Trouble & { readonly wasGood: boolean };

/** Until the connection ends or nobody wants it any more. */
async function followOnce(
  signal: AbortSignal,
  connection: Connection,
  { checkoutIds, showOrder }: Wish,
): Promise<End> {
  let [wasOpen, wasGood] = [false, false];
  const client = openClient(connection, () => (wasOpen = true));
  const stop = () => void client.dispose();
  signal.addEventListener('abort', stop);
  try {
    await Promise.race([
      each(client, OrderChangesDocument, { checkoutIds }, ({ orderChanged }) =>
        showOrder(orderChanged),
      ),
      each(client, AttentionCountsDocument, {}, ({ attentionCount }) => {
        wasGood = true;
        if (!signal.aborted) say(`-- require attention: ${attentionCount.total}`);
      }),
    ]);
    return { wasGood, trouble: 'the product ended it', retryAfterMs: null };
  } catch (error) {
    return { wasGood, ...troubleOf(error, wasOpen) };
  } finally {
    signal.removeEventListener('abort', stop);
    await client.dispose();
  }
}

function openClient({ url, token }: Connection, onOpen: () => void): Client {
  let pongTimer: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    connectionParams: { authorization: `Bearer ${token}` },
    // Here one connection is one try: when to try again is decided above.
    retryAttempts: 0,
    keepAlive: PING_EVERY_MS,
    on: {
      connected: () => {
        onOpen();
        complain(`Connected to ${url}.`);
      },
      ping: (isReceived) => {
        if (!isReceived) pongTimer = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimer);
      },
      closed: () => clearTimeout(pongTimer),
    },
  });
  return client;
}

/** Gives every value to `show`; ends with the stream, and throws what ended it early. */
function each<Data extends Record<string, unknown>, Variables extends Record<string, unknown>>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  show: (data: Data) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    client.subscribe<Data>(
      { query: print(document), variables },
      {
        next: ({ data, errors }) => {
          if (errors) reject(new OperationEnded(errors));
          else if (data) show(data);
        },
        error: (error) => reject(Array.isArray(error) ? new OperationEnded(error) : error),
        complete: resolve,
      },
    );
  });
}

class OperationEnded extends Error {
  readonly errors: readonly TopLevelError[];

  constructor(errors: readonly TopLevelError[]) {
    super(wordsOf(errors));
    this.errors = errors;
  }
}

/** What may pass; what will not is thrown. */
function troubleOf(error: unknown, wasOpen: boolean): Trouble {
  if (error instanceof OperationEnded) {
    const passing = passingTrouble(error.errors);
    if (!passing) throw refusalOf(error.errors);
    return passing;
  }
  const { code, reason } = error as { code?: number; reason?: string };
  // Of an open connection: the rights have changed, and the next try shows what holds now.
  if (code === FORBIDDEN && !wasOpen) throw new ApiRefused(UNKNOWN_TOKEN);
  const trouble = code === undefined ? 'no connection' : `${code} ${reason ?? ''}`.trim();
  return { trouble, retryAfterMs: null };
}

function lineOf(order: OrderChangesSubscription['orderChanged']): string {
  const { number, checkout, status, total, attention } = order;
  const words = `${new Date().toISOString()}  ${number}  ${plain(checkout.name)}  ${status}  ${total.decimal} ${total.currency}`;
  return attention ? `${words}  ! ${plain(attention.summary)}` : words;
}

await runScript(USAGE, main);
