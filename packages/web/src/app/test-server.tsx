import { ApolloClient, ApolloLink, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { OperationTypeNode } from 'graphql';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { ConnectionContext, type Connection } from '../ui/connection.tsx';
import { Clock } from '../ui/time.tsx';
import { makeCache } from './apollo.ts';

type Variables = Record<string, unknown>;
/** What the server says to each operation, by its name. */
export type Answers = Readonly<Record<string, (variables: Variables) => object | 'unreachable'>>;

/**
 * For tests: a page against a server that answers each operation by its name, and whose streams
 * the test speaks through. The cache is the product's own.
 */
export function renderWithServer(page: ReactNode, answers: Answers) {
  const asked: { name: string; variables: Variables }[] = [];
  const streams = new Map<string, (data: Record<string, unknown>) => void>();
  const waitingForStreams = new Set<() => void>();
  const connection: Connection = {
    state: 'online',
    returns: 0,
    onStreamsOpen: (listener) => {
      waitingForStreams.add(listener);
      return () => void waitingForStreams.delete(listener);
    },
  };
  const link = new ApolloLink(
    (operation) =>
      new Observable((observer) => {
        const name = operation.operationName ?? '';
        asked.push({ name, variables: operation.variables });
        if (operation.operationType === OperationTypeNode.SUBSCRIPTION) {
          streams.set(name, (data) => observer.next({ data }));
          return;
        }
        const answer = answers[name];
        if (!answer) throw new Error(`The test's server knows no ${name}.`);
        const data = answer(operation.variables);
        if (data === 'unreachable') {
          observer.error(new TypeError('Failed to fetch'));
          return;
        }
        observer.next({ data: data as Record<string, unknown> });
        observer.complete();
      }),
  );
  const client = new ApolloClient({ link, cache: makeCache() });
  const view = render(
    <MantineProvider env="test">
      <Notifications />
      <ApolloProvider client={client}>
        <ConnectionContext value={connection}>
          <Clock>{page}</Clock>
        </ConnectionContext>
      </ApolloProvider>
    </MantineProvider>,
  );
  return {
    ...view,
    askedOf: (name: string) => asked.filter((one) => one.name === name),
    /** From here on no change is missed. */
    openStreams: () => {
      for (const listener of waitingForStreams) listener();
    },
    say: (name: string, data: Record<string, unknown>) => {
      const speak = streams.get(name);
      if (!speak) throw new Error(`Nobody listens to ${name}.`);
      speak(data);
    },
  };
}
