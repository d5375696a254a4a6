import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  type InMemoryCache,
} from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createClient, type Client as SocketClient } from 'graphql-ws';
import { confirmLink } from '../account/confirm-link.ts';
import type { Confirmation } from '../account/confirmation.ts';
import type { Connection } from '../ui/connection.tsx';
import { clickTrace } from './click-trace.ts';
import { endDeadSocket } from './dead-socket.ts';
import { NewestOrdersCache } from './newest-orders.ts';
import { watchStreams } from './open-streams.ts';
import { patientStreams } from './patient-streams.ts';
import { askWhoIsHere } from './who-is-here.ts';

/** One session's way to the server: queries over HTTP, streams over one socket that heals itself. */
export type Api = {
  readonly client: ApolloClient;
  readonly connection: {
    readonly present: () => Connection;
    readonly subscribe: (listener: () => void) => () => void;
  };
  readonly close: () => void;
};

const UNAUTHENTICATED_CLOSES = new Set([4401, 4403]);
const KEEP_ALIVE_MS = 10_000;
/** The server answers a ping at once; after this long without an answer the line is dead. */
const PONG_WITHIN_MS = 5_000;
const CONNECT_WITHIN_MS = 10_000;

/**
 * `onSignedOut` is called when the server no longer knows the session, over either way; `onSomebodyElse` when it
 * knows another member by it, who must not see what was read for the one before.
 */
export function makeApi(options: {
  origin: string;
  confirmation: Pick<Confirmation, 'ask'>;
  onSignedOut: () => void;
  onSomebodyElse: () => void;
}): Api {
  const socket = createClient({
    url: `${options.origin.replace(/^http/, 'ws')}/graphql`,
    keepAlive: KEEP_ALIVE_MS,
    connectionAckWaitTimeout: CONNECT_WITHIN_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: waitBeforeRetry,
  });
  const streams = watchStreams(socket);
  const connection = watchConnection(socket, streams.onOpen);
  const stopEnding = endDeadSocket(socket, PONG_WITHIN_MS);
  socket.on('closed', (event) => {
    if (UNAUTHENTICATED_CLOSES.has((event as { code?: number }).code ?? 0)) {
      void askWhoIsHere(client, options);
    }
  });

  const signedOut = new ErrorLink(({ error }) => {
    if (!CombinedGraphQLErrors.is(error)) return;
    const codes = error.errors.map(({ extensions }) => extensions?.['code']);
    if (codes.includes('UNAUTHENTICATED')) options.onSignedOut();
  });
  const ways = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    ApolloLink.from([patientStreams(streams.askAgain), new GraphQLWsLink(socket)]),
    ApolloLink.from([
      clickTrace,
      new HttpLink({ uri: `${options.origin}/graphql`, credentials: 'same-origin' }),
    ]),
  );

  const client = new ApolloClient({
    link: ApolloLink.from([signedOut, confirmLink(options.confirmation), ways]),
    cache: makeCache(),
  });

  return {
    client,
    connection,
    close: () => {
      stopEnding();
      streams.stop();
      void socket.dispose();
    },
  };
}

/** Objects with an id are kept once; the parts of an order without one grow together. */
export function makeCache(): InMemoryCache {
  return new NewestOrdersCache({
    possibleTypes: {
      Node: [
        'Order',
        'Checkout',
        'Offer',
        'Product',
        'CheckoutLink',
        'DiscountCode',
        'OrderLine',
        'PaymentAttempt',
        'PostPurchaseAction',
        'ActionAttempt',
        'Refund',
        'RefundLeg',
        'HistoryEntry',
        'BulkRerun',
        'OrderExport',
        'Member',
        'Invitation',
      ],
      UserError: ['PlainError', 'AlreadyRunningError', 'NeedsAcknowledgementError', 'StaleError'],
    },
    typePolicies: {
      Order: { fields: { customer: { merge: true }, history: relayStylePagination() } },
      PostPurchaseAction: { fields: { attempts: relayStylePagination() } },
      // There is one of it: what is saved is what every screen shows.
      Settings: { keyFields: [] },
      Query: {
        fields: {
          attentionCount: { merge: false },
          orderFacets: { merge: false },
          // Who is signed in, and where: each screen asks for its own part.
          viewer: { merge: true },
        },
      },
      Viewer: { fields: { sessions: { merge: false } } },
    },
  });
}

function watchConnection(socket: SocketClient, onStreamsOpen: Connection['onStreamsOpen']) {
  let present: Connection = { state: 'connecting', returns: 0, onStreamsOpen };
  const listeners = new Set<() => void>();
  const become = (next: Partial<Connection>) => {
    present = { ...present, ...next };
    for (const listener of listeners) listener();
  };
  socket.on('connected', () => {
    const returned = present.state === 'lost' ? 1 : 0;
    become({ state: 'online', returns: present.returns + returned });
  });
  socket.on('closed', () => become({ state: 'lost' }));
  return {
    present: () => present,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Half a second, doubling up to five, never all screens at once; at once when the network is back. */
function waitBeforeRetry(retries: number): Promise<void> {
  const delayMs = Math.min(5000, 500 * 2 ** retries) * (0.7 + Math.random() * 0.6);
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, delayMs);
    addEventListener('online', go);
  });
}
