import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { describe, expect, test } from 'vitest';
import { ViewerDocument } from '../generated.ts';
import { askWhoIsHere } from './who-is-here.ts';

const member = (memberId: string, role = 'ADMIN') => ({
  __typename: 'Viewer',
  memberId,
  name: 'Aino',
  kind: 'PERSON',
  role,
  permissions: [],
  mustSetUpTwoFactor: false,
  checkouts: [],
});

/** A page that was opened by `mem_aino`, at a server that answers otherwise from then on. */
async function pageWhere(present: object | null | Error) {
  const answers = [member('mem_aino'), present];
  const server = new ApolloLink(
    () =>
      new Observable((observer) => {
        const viewer = answers.shift();
        if (viewer instanceof Error) return observer.error(viewer);
        observer.next({ data: { viewer: viewer ?? null } });
        observer.complete();
      }),
  );
  const client = new ApolloClient({ link: server, cache: new InMemoryCache() });
  await client.query({ query: ViewerDocument });
  const told: string[] = [];
  await askWhoIsHere(client, {
    onSignedOut: () => told.push('signed out'),
    onSomebodyElse: () => told.push('somebody else'),
  });
  return { told, viewer: client.readQuery({ query: ViewerDocument })?.viewer };
}

describe('a page whose socket ended because its proof changed', () => {
  test('goes on where the same member has another role now, and shows that one', async () => {
    const { told, viewer } = await pageWhere(member('mem_aino', 'VIEWER'));
    expect([told, viewer?.role]).toEqual([[], 'VIEWER']);
  });

  test('says so where nobody is signed in any more', async () => {
    expect((await pageWhere(null)).told).toEqual(['signed out']);
  });

  test('begins anew where somebody else, of the same name, has signed in here', async () => {
    expect((await pageWhere(member('mem_eve'))).told).toEqual(['somebody else']);
  });

  test('says nothing where the server cannot be reached', async () => {
    const { told, viewer } = await pageWhere(new Error('gone'));
    expect([told, viewer?.memberId]).toEqual([[], 'mem_aino']);
  });
});
