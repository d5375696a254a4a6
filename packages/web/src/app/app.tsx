import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { theme } from '../ui/theme.ts';
import { Clock } from '../ui/time.tsx';
import { makeRouter } from './router.tsx';
import { Session } from './viewer.tsx';

export function App() {
  const [router] = useState(makeRouter);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <DatesProvider settings={{ firstDayOfWeek: 1, weekendDays: [] }}>
        <Clock>
          <Notifications position="bottom-center" autoClose={5000} zIndex={400} />
          <Session>
            <RouterProvider router={router} />
          </Session>
        </Clock>
      </DatesProvider>
    </MantineProvider>
  );
}
