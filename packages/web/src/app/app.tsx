import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { theme } from '../ui/theme.ts';
import { Clock } from '../ui/time.tsx';
import { InvitationPage } from '../invitation/invitation-page.tsx';
import { makeRouter } from './router.tsx';
import { Session } from './viewer.tsx';

export function App() {
  const [router] = useState(makeRouter);
  const [invitation] = useState(readInvitationToken);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <DatesProvider settings={{ firstDayOfWeek: 1, weekendDays: [] }}>
        <Clock>
          <Notifications position="bottom-center" autoClose={5000} zIndex={400} />
          {invitation === null ? (
            <Session>
              <RouterProvider router={router} />
            </Session>
          ) : (
            <InvitationPage token={invitation} onSignedIn={() => location.replace('/orders')} />
          )}
        </Clock>
      </DatesProvider>
    </MantineProvider>
  );
}

/** Nobody is signed in yet who opens an invitation, or somebody else is. Null at every other address. */
function readInvitationToken(): string | null {
  return location.pathname === '/invitation' ? location.hash.slice(1) : null;
}
