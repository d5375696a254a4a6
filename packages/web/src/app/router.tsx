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
import { readPersonalDataSearch } from '../people/personal-data-search.ts';
import { readReportSearch } from '../reports/report-search.ts';
import { readAuditSearch } from '../people/audit/audit-search.ts';
import { readConfigurationSearch } from '../settings/configuration-search.ts';
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
  staticData: { title: 'Orders' },
  validateSearch: readOrderSearch,
  component: lazyRouteComponent(() => import('../orders/orders-page.tsx'), 'OrdersPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  staticData: { title: 'Reports' },
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('../reports/reports-page.tsx'), 'ReportsPage'),
});

const configuration = createRoute({
  getParentRoute: () => root,
  path: '/configuration',
  validateSearch: readConfigurationSearch,
  component: lazyRouteComponent(
    () => import('../settings/configuration-page.tsx'),
    'ConfigurationPage',
  ),
});

const configurationHome = createRoute({
  getParentRoute: () => configuration,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/configuration/actions', search: (search) => search, replace: true });
  },
});

const ofCheckout = createRoute({
  getParentRoute: () => configuration,
  id: 'of-checkout',
  component: lazyRouteComponent(() => import('../settings/configuration-page.tsx'), 'OfCheckout'),
});

const actions = createRoute({
  getParentRoute: () => ofCheckout,
  path: '/actions',
  staticData: { title: 'Actions' },
  component: lazyRouteComponent(
    () => import('../settings/actions/actions-page.tsx'),
    'ActionsPage',
  ),
});

const products = createRoute({
  getParentRoute: () => ofCheckout,
  path: '/products',
  staticData: { title: 'Products' },
  component: lazyRouteComponent(
    () => import('../settings/catalogue/products-page.tsx'),
    'ProductsPage',
  ),
});

const offers = createRoute({
  getParentRoute: () => ofCheckout,
  path: '/offers',
  staticData: { title: 'Offers' },
  component: lazyRouteComponent(
    () => import('../settings/catalogue/offers-page.tsx'),
    'OffersPage',
  ),
});

const links = createRoute({
  getParentRoute: () => ofCheckout,
  path: '/links',
  staticData: { title: 'Checkout links' },
  component: lazyRouteComponent(() => import('../settings/catalogue/links-page.tsx'), 'LinksPage'),
});

const codes = createRoute({
  getParentRoute: () => ofCheckout,
  path: '/codes',
  staticData: { title: 'Discount codes' },
  component: lazyRouteComponent(() => import('../settings/catalogue/codes-page.tsx'), 'CodesPage'),
});

const checkouts = createRoute({
  getParentRoute: () => ofCheckout,
  path: '/checkouts',
  staticData: { title: 'Checkouts' },
  component: lazyRouteComponent(
    () => import('../settings/catalogue/checkouts-page.tsx'),
    'CheckoutsPage',
  ),
});

const settings = createRoute({
  getParentRoute: () => configuration,
  path: '/settings',
  staticData: { title: 'Settings' },
  component: lazyRouteComponent(() => import('../settings/shop/settings-page.tsx'), 'SettingsPage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  staticData: { title: 'People' },
  validateSearch: readConfigurationSearch,
  component: lazyRouteComponent(() => import('../people/people-page.tsx'), 'PeoplePage'),
});

const personalData = createRoute({
  getParentRoute: () => people,
  path: '/personal-data',
  staticData: { title: 'Personal data' },
  validateSearch: readPersonalDataSearch,
  component: lazyRouteComponent(
    () => import('../people/personal-data-page.tsx'),
    'PersonalDataPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => people,
  path: '/audit',
  staticData: { title: 'Audit log' },
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../people/audit/audit-page.tsx'), 'AuditPage'),
});

const members = createRoute({
  getParentRoute: () => people,
  path: '/members',
  staticData: { title: 'Members' },
  component: lazyRouteComponent(() => import('../people/members/members-page.tsx'), 'MembersPage'),
});

const tokens = createRoute({
  getParentRoute: () => people,
  path: '/tokens',
  staticData: { title: 'API tokens' },
  component: lazyRouteComponent(() => import('../people/tokens/tokens-page.tsx'), 'TokensPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  staticData: { title: 'Your account' },
  component: lazyRouteComponent(() => import('../account/account-page.tsx'), 'AccountPage'),
});

/** Every address of the application. A new one per mount, so that tests do not share a history. */
export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([
      home,
      signIn,
      orders,
      reports,
      configuration.addChildren([
        configurationHome,
        ofCheckout.addChildren([actions, products, offers, links, codes, checkouts]),
        settings,
      ]),
      people.addChildren([members, tokens, audit, personalData]),
      account,
    ]),
    parseSearch: readAddress,
    stringifySearch: writeAddress,
    defaultPreload: 'intent',
    defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => (
      <ErrorState
        title="This page could not be shown"
        error={error}
        otherwise="The page ran into a fault of its own, or a newer version of it is out. Nothing was changed; load it again."
        onRetry={reset}
      />
    ),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
  interface StaticDataRouteOption {
    /** What the browser's tab says of the place. */
    title?: string;
  }
}
