import { ApolloClient, ApolloLink, gql, InMemoryCache, Observable } from '@apollo/client';
import { describe, expect, test } from 'vitest';
import { confirmLink } from './confirm-link.ts';
import { makeConfirmation } from './confirmation.ts';

const REFUND = gql`
  mutation Refund($idempotencyKey: String!) {
    refund(idempotencyKey: $idempotencyKey)
  }
`;
const variables = { idempotencyKey: 'one-key' };
const refusal = {
  errors: [{ message: 'Confirm that it is you.', extensions: { code: 'CONFIRM_IDENTITY' } }],
};

/** A server that wants a fresh proof until it has one. */
function makeWorld() {
  const confirmation = makeConfirmation();
  const asked: Record<string, unknown>[] = [];
  let isFresh = false;
  const server = new ApolloLink(
    (operation) =>
      new Observable((observer) => {
        asked.push(operation.variables);
        observer.next(isFresh ? { data: { refund: true } } : refusal);
        observer.complete();
      }),
  );
  const client = new ApolloClient({
    link: ApolloLink.from([confirmLink(confirmation), server]),
    cache: new InMemoryCache(),
  });
  return {
    asked,
    confirmation,
    refund: () => client.mutate({ mutation: REFUND, variables }),
    confirm: () => {
      isFresh = true;
      confirmation.settle(true);
    },
  };
}

describe('an operation that wants a fresh proof', () => {
  test('waits for it, and is then sent again as it was, with its key', async () => {
    const { asked, confirmation, refund, confirm } = makeWorld();
    const answer = refund();
    await expect.poll(confirmation.isAsked).toBe(true);
    expect(asked).toHaveLength(1);

    confirm();
    expect((await answer).data).toEqual({ refund: true });
    expect(asked).toEqual([variables, variables]);
  });

  test('is refused in the words of the server where nobody confirms, and happens not', async () => {
    const { asked, confirmation, refund } = makeWorld();
    const answer = refund();
    await expect.poll(confirmation.isAsked).toBe(true);

    confirmation.settle(false);
    await expect(answer).rejects.toThrow('Confirm that it is you.');
    expect(asked).toHaveLength(1);
  });

  test('shares one question with others that want it at the same time', async () => {
    const { asked, confirmation, refund, confirm } = makeWorld();
    const answers = [refund(), refund()];
    await expect.poll(() => asked.length).toBe(2);

    confirm();
    expect((await Promise.all(answers)).map(({ data }) => data)).toEqual([
      { refund: true },
      { refund: true },
    ]);
    expect(confirmation.isAsked()).toBe(false);
  });
});
