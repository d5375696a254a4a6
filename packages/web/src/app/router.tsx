import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { IconMapOff } from '@tabler/icons-react';
import { readOrderSearch } from '../orders/order-search.ts';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { readAddress, writeAddress } from './address.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: () => (
    <EmptyState icon={IconMapOff} title="There is no such page">
      <Link to="/orders">Go to the orders</Link>
    </EmptyState>
  ),
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/orders', replace: true });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  beforeLoad: () => {
    throw redirect({ to: '/orders', replace: true });
  },
});

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: readOrderSearch,
  component: lazyRouteComponent(() => import('../orders/orders-page.tsx'), 'OrdersPage'),
});

/** Every address of the application. A new one per mount, so that tests do not share a history. */
export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([home, signIn, orders]),
    parseSearch: readAddress,
    stringifySearch: writeAddress,
    defaultPreload: 'intent',
    defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => (
      <ErrorState title="This page could not be shown" error={error} onRetry={reset} />
    ),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
