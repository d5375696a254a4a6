import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  gql,
  InMemoryCache,
  Observable,
} from '@apollo/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patientStreams } from './patient-streams.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const tooMany = {
  message: 'Too many requests in one minute. Nothing was done. Try again in 20 seconds.',
  extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 20 },
};

/** A server that refuses the first streams that are asked for, and what came of ours. */
function streamFrom(
  refusals: readonly { message: string; extensions?: Record<string, unknown> }[],
) {
  const seen = { asked: 0, again: 0, data: [] as unknown[], errors: [] as unknown[] };
  const server = new ApolloLink(
    () =>
      new Observable((observer) => {
        const refusal = refusals[seen.asked];
        seen.asked += 1;
        if (refusal) observer.error(new CombinedGraphQLErrors({ errors: [refusal] }));
        else observer.next({ data: { tick: 1 } });
      }),
  );
  const link = ApolloLink.from([patientStreams(() => (seen.again += 1)), server]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  client
    .subscribe({
      query: gql`
        subscription {
          tick
        }
      `,
      errorPolicy: 'none',
    })
    .subscribe({
      next: ({ data, error }) => (error ? seen.errors.push(error) : seen.data.push(data)),
      error: (error: unknown) => seen.errors.push(error),
    });
  return seen;
}

test('a stream refused for a minute is asked for again when the server said, and not before', async () => {
  const seen = streamFrom([tooMany]);
  await vi.advanceTimersByTimeAsync(19_900);
  expect(seen).toMatchObject({ asked: 1, again: 0, data: [] });

  await vi.advanceTimersByTimeAsync(2_200);
  expect(seen).toMatchObject({ asked: 2, again: 1, data: [{ tick: 1 }], errors: [] });
});

test('a stream refused for another reason is not asked for again', async () => {
  const seen = streamFrom([{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }]);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(seen).toMatchObject({ asked: 1, again: 0, data: [] });
  expect(seen.errors).toHaveLength(1);
});
