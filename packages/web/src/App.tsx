import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { onSignedOut } from './lib/api.js';
import { queryClient } from './lib/data.js';
import { forgetSession } from './lib/session.js';
import { router } from './router.js';
import { cssVariables, theme } from './theme/theme.js';

/** Theme, cache, routes; goes to sign-in when the API says that the session is over. */
export function App() {
  useEffect(
    () =>
      onSignedOut(() => {
        const here = router.state.location;
        if (here.pathname === '/sign-in') return;
        forgetSession();
        void router.navigate({ to: '/sign-in', search: { then: here.href } });
      }),
    [],
  );
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
