import { openAt } from '../app/test-router.tsx';
import type { Answers } from '../app/test-server.tsx';
import { ActionsPage } from './actions/actions-page.tsx';
import { CodesPage } from './catalogue/codes-page.tsx';
import { OffersPage } from './catalogue/offers-page.tsx';
import { ProductsPage } from './catalogue/products-page.tsx';
import { ConfigurationPage, OfCheckout } from './configuration-page.tsx';
import { readConfigurationSearch } from './configuration-search.ts';
import { SettingsPage } from './shop/settings-page.tsx';

export const courses = {
  __typename: 'Checkout',
  id: 'chk_1',
  name: 'Courses',
  returnUrl: 'https://courses.example.com/thanks',
};

/** What every page of the configuration asks for. */
const common: Answers = {
  Viewer: () => ({ viewer: viewerWith(['READ_ORDERS', 'MANAGE_CONFIGURATION']) }),
  Checkouts: () => ({ checkouts: [courses] }),
  ActionConfigurations: () => ({ actionConfigurations: [] }),
  RecordHistory: ({ id }) => ({
    node: { __typename: recordTypes[String(id).slice(0, 3)], id, history: changes([]) },
  }),
};

const recordTypes: Readonly<Record<string, string>> = {
  prd: 'Product',
  off: 'Offer',
  chk: 'Checkout',
  lnk: 'CheckoutLink',
  dsc: 'DiscountCode',
};

/** A page of a history; each entry with the changes it tells of. */
export function changes(
  entries: readonly {
    readonly summary: string;
    readonly changes: readonly (readonly [string, string | null, string | null])[];
  }[],
  endCursor: string | null = null,
) {
  return {
    __typename: 'HistoryConnection',
    edges: entries.map(({ summary, changes: told }, index) => ({
      __typename: 'HistoryEdge',
      cursor: String(index),
      node: {
        __typename: 'HistoryEntry',
        id: `his_${summary}`,
        at: '2026-11-20T10:00:00.000Z',
        actor: { __typename: 'Actor', kind: 'PERSON', name: 'Sami' },
        event: 'changed',
        summary,
        reason: null,
        changes: told.map(([field, before, after]) => ({
          __typename: 'Change',
          field,
          before,
          after,
        })),
      },
    })),
    pageInfo: { __typename: 'PageInfo', endCursor, hasNextPage: endCursor !== null },
  };
}

export function viewerWith(permissions: readonly string[]) {
  return {
    __typename: 'Viewer',
    name: 'Maija',
    kind: 'PERSON',
    role: 'MAINTAINER',
    permissions,
    memberId: 'mem_1',
    mustSetUpTwoFactor: false,
    checkouts: [{ __typename: 'Checkout', id: 'chk_1', name: 'Courses' }],
  };
}

const configuration = {
  path: '/configuration',
  readSearch: readConfigurationSearch,
  component: ConfigurationPage,
  children: [
    {
      component: OfCheckout,
      children: [
        { path: '/actions', component: ActionsPage },
        { path: '/products', component: ProductsPage },
        { path: '/offers', component: OffersPage },
        { path: '/codes', component: CodesPage },
      ],
    },
    { path: '/settings', component: SettingsPage },
  ],
};

/** For tests: the configuration at an address, against a server that answers by name. */
export function openConfiguration(address: string, answers: Answers) {
  const server = openAt(address, [configuration], {
    ...common,
    // The same lists as those of their pages: the cache knows them as one.
    ActionPlaces: (variables) => ({
      products: [],
      offers: [],
      ...(answers['Products']?.(variables) as object),
      ...(answers['Offers']?.(variables) as object),
    }),
    ...answers,
  });
  return {
    ...server,
    inputsOf: (name: string) =>
      server.askedOf(name).map(({ variables }) => variables['input'] as Record<string, unknown>),
  };
}
