import { ApolloLink, execute, gql, type ApolloClient, Observable } from '@apollo/client';
import { expect, test } from 'vitest';
import { clickTrace } from './click-trace.ts';

test('each request begins a trace of its own, in the form that servers read', () => {
  const sent: string[] = [];
  const end = new ApolloLink((operation) => {
    const { headers } = operation.getContext() as { headers: Record<string, string> };
    expect(headers['x-other']).toBe('stays');
    sent.push(headers['traceparent'] ?? '');
    return new Observable((observer) => observer.complete());
  });
  const ask = () =>
    execute(
      ApolloLink.from([clickTrace, end]),
      { query: gql('{ viewer { id } }'), context: { headers: { 'x-other': 'stays' } } },
      { client: {} as ApolloClient },
    ).subscribe({});
  ask();
  ask();

  for (const one of sent) expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(new Set(sent).size).toBe(2);
});
