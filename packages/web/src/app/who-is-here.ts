import type { ApolloClient } from '@apollo/client';
import { ViewerDocument } from '../generated.ts';

/**
 * Asks who this browser's cookie belongs to now, after a socket ended because its proof changed: by a new
 * password or role, by the end of the session, or since somebody else has signed in here. What the page shows
 * of the same person's rights follows. Unreachable tells nothing, and the socket tries again anyway.
 */
export async function askWhoIsHere(
  client: Pick<ApolloClient, 'query' | 'readQuery'>,
  told: { onSignedOut: () => void; onSomebodyElse: () => void },
): Promise<void> {
  const before = client.readQuery({ query: ViewerDocument })?.viewer;
  const now = await client
    .query({ query: ViewerDocument, fetchPolicy: 'network-only' })
    .then(({ data }) => data?.viewer)
    .catch(() => undefined);
  if (now === undefined) return;
  if (now === null) told.onSignedOut();
  else if (before && before.memberId !== now.memberId) told.onSomebodyElse();
}
