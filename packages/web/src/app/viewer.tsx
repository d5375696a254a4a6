import { ApolloProvider } from '@apollo/client/react';
import { Loader } from '@mantine/core';
import {
  createContext,
  lazy,
  Suspense,
  use,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { ConfirmDialog } from '../account/confirm-dialog.tsx';
import {
  ConfirmationContext,
  makeConfirmation,
  type Confirmation,
} from '../account/confirmation.ts';
import { useViewerQuery, type ViewerQuery } from '../generated.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { ConnectionContext } from '../ui/connection.tsx';
import { ErrorState } from '../ui/states.tsx';
import { makeApi, type Api } from './apollo.ts';
import styles from './viewer.module.css';

const MustSetUpTwoFactor = lazy(async () => ({
  default: (await import('../account/must-set-up.tsx')).MustSetUpTwoFactor,
}));

export type Viewer = NonNullable<ViewerQuery['viewer']>;
type ViewerSession = { readonly viewer: Viewer; readonly signOut: () => Promise<void> };

const SessionContext = createContext<ViewerSession | null>(null);

/** Who is signed in. Only inside <Session>. */
export function useViewer(): ViewerSession {
  const session = use(SessionContext);
  if (!session) throw new Error('There is no <Session> around this.');
  return session;
}

/**
 * Shows its children to somebody who is signed in, and the sign-in page to everybody else, at the
 * same address: after signing in they are where they wanted to be. Every sign-in begins with an
 * empty cache, so nothing of the person before is left.
 */
export function Session(props: { children: ReactNode }) {
  const [visit, setVisit] = useState(0);
  const [ended, setEnded] = useState(false);
  const [confirmation] = useState(makeConfirmation);
  const begin = () => {
    setEnded(false);
    setVisit(visit + 1);
  };
  const api = useApi(visit, confirmation, {
    onSignedOut: () => setEnded(true),
    onSomebodyElse: begin,
  });
  const connection = useSyncExternalStore(api.connection.subscribe, api.connection.present);
  return (
    <ApolloProvider client={api.client} key={visit}>
      <ConnectionContext value={connection}>
        <ConfirmationContext value={confirmation}>
          <Gate ended={ended} onSignedIn={begin} onSignedOut={begin}>
            {props.children}
          </Gate>
        </ConfirmationContext>
      </ConnectionContext>
    </ApolloProvider>
  );
}

function useApi(
  visit: number,
  confirmation: Confirmation,
  told: { onSignedOut: () => void; onSomebodyElse: () => void },
): Api {
  const make = () => makeApi({ origin: location.origin, confirmation, ...told });
  // eslint-disable-next-line react/exhaustive-deps -- a new visit is the only reason for a new connection
  const api = useMemo(make, [visit]);
  useEffect(() => () => api.close(), [api]);
  return api;
}

function Gate(props: {
  ended: boolean;
  onSignedIn: () => void;
  onSignedOut: () => void;
  children: ReactNode;
}) {
  const { data, error, refetch } = useViewerQuery();
  const { onSignedOut } = props;
  const viewer = data?.viewer;
  const session = useMemo(
    () => (viewer ? { viewer, signOut: () => signOut(onSignedOut) } : null),
    [viewer, onSignedOut],
  );

  if (props.ended || viewer === null) {
    return <SignInPage ended={props.ended} onSignedIn={props.onSignedIn} />;
  }
  if (session?.viewer.mustSetUpTwoFactor) {
    return (
      <Suspense>
        <MustSetUpTwoFactor onDone={props.onSignedIn} onSignOut={() => void session.signOut()} />
      </Suspense>
    );
  }
  if (session) {
    return (
      <SessionContext value={session}>
        {props.children}
        <ConfirmDialog />
      </SessionContext>
    );
  }
  return (
    <div className={styles.middle}>
      {error ? (
        <ErrorState
          title="Order Management could not be opened"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <Loader aria-label="Opening Order Management" size="sm" />
      )}
    </div>
  );
}

async function signOut(onSignedOut: () => void): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  onSignedOut();
}
