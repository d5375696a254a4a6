import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { RESET_PATH } from '../sign-in/reset-path.ts';
import { theme } from '../ui/theme.ts';
import { Clock } from '../ui/time.tsx';
import { makeRouter } from './router.tsx';
import { Session } from './viewer.tsx';

const InvitationPage = lazy(async () => ({
  default: (await import('../invitation/invitation-page.tsx')).InvitationPage,
}));
const ResetPage = lazy(async () => ({
  default: (await import('../sign-in/reset-page.tsx')).ResetPage,
}));

export function App() {
  const [router] = useState(startRouter);
  const [alone] = useState(pageWithoutSession);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <DatesProvider settings={{ firstDayOfWeek: 1, weekendDays: [] }}>
        <Clock>
          <Notifications position="bottom-center" autoClose={5000} zIndex={400} />
          {alone ? (
            <Suspense>{alone}</Suspense>
          ) : (
            <Session>
              <RouterProvider router={router} />
            </Session>
          )}
        </Clock>
      </DatesProvider>
    </MantineProvider>
  );
}

/** Loads the code of the page at this address while it is still being asked who is here. */
function startRouter(): ReturnType<typeof makeRouter> {
  const router = makeRouter();
  const { pathname, search } = router.latestLocation;
  if (pageWithoutSession() === null) void router.preloadRoute({ to: pathname, search } as never);
  return router;
}

/** Where links in mails lead: nobody is signed in yet who opens them, or somebody else is. Null at every other address. */
function pageWithoutSession(): ReactNode {
  switch (location.pathname) {
    case '/invitation': {
      const token = location.hash.slice(1);
      return <InvitationPage token={token} onSignedIn={() => location.replace('/orders')} />;
    }
    case RESET_PATH:
      return <ResetPage />;
    default:
      return null;
  }
}
