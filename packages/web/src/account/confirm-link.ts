import { ApolloLink } from '@apollo/client';
import { concatMap, from, of } from 'rxjs';
import type { Confirmation } from './confirmation.ts';

/**
 * Where the server wants a fresh proof of who asks, asks for it and sends the same operation again: the
 * same variables, so the same idempotency key. Otherwise its refusal goes on as it came.
 */
export function confirmLink(confirmation: Pick<Confirmation, 'ask'>): ApolloLink {
  return new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      concatMap((result) =>
        needsConfirmation(result)
          ? from(confirmation.ask()).pipe(
              concatMap((isConfirmed) => (isConfirmed ? forward(operation) : of(result))),
            )
          : of(result),
      ),
    ),
  );
}

function needsConfirmation({ errors }: ApolloLink.Result): boolean {
  return errors?.some(({ extensions }) => extensions?.['code'] === 'CONFIRM_IDENTITY') ?? false;
}
