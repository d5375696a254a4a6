import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { RESET_PATH, ResetPage } from '../sign-in/reset-page.tsx';
import { theme } from '../ui/theme.ts';
import { Clock } from '../ui/time.tsx';
import { InvitationPage } from '../invitation/invitation-page.tsx';
import { makeRouter } from './router.tsx';
import { Session } from './viewer.tsx';

export function App() {
  const [router] = useState(makeRouter);
  const [alone] = useState(pageWithoutSession);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <DatesProvider settings={{ firstDayOfWeek: 1, weekendDays: [] }}>
        <Clock>
          <Notifications position="bottom-center" autoClose={5000} zIndex={400} />
          {alone ?? (
            <Session>
              <RouterProvider router={router} />
            </Session>
          )}
        </Clock>
      </DatesProvider>
    </MantineProvider>
  );
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
