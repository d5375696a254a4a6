import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { skipToken } from '@apollo/client/react';
import {
  IconAlertTriangle,
  IconBolt,
  IconChartBar,
  IconKeyboard,
  IconReceipt,
  IconSearch,
  IconSettings,
  IconSunMoon,
  IconTerminal2,
  IconUsers,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { usePaletteOrdersQuery } from '../generated.ts';
import { ORDER_STATUSES } from '../orders/order-search.ts';
import { peoplePages } from '../people/people-pages.ts';
import { useOfferedDeeds } from '../ui/offered-deeds.ts';
import { OrderStatusPill } from '../ui/status-pill.tsx';
import { formatMoney, personName } from '../ui/values.tsx';
import styles from './palette.module.css';
import { useViewer } from './viewer.tsx';

type Deed = {
  id: string;
  name: string;
  hint?: ReactNode;
  icon?: ReactNode;
  /** Found by its words, and left out of the list before any are typed. */
  isMinor?: boolean;
  run: () => void;
};

/** Ctrl/Cmd-K: finds an order by whatever of it is known, goes to pages, does the common deeds. */
export function Palette(props: { onHelp: () => void }) {
  const [words, setWords] = useState('');
  const asked = words.trim();
  const places = [
    ...useDeedsHere(),
    ...usePlaces(props.onHelp),
    ...useConfigurationPlaces(),
    ...usePeoplePlaces(),
  ].filter(({ name, isMinor }) =>
    asked === '' ? !isMinor : name.toLowerCase().includes(asked.toLowerCase()),
  );
  const { deeds: orders, isSearching } = useFoundOrders(asked);

  return (
    <Spotlight.Root
      attributes={{ content: { 'aria-label': 'Find orders and pages' } }}
      query={words}
      onQueryChange={setWords}
      clearQueryOnClose
      maxHeight={460}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
    >
      <Spotlight.Search
        placeholder="Find an order by number, email, name or payment reference…"
        aria-label="Find orders and pages"
        leftSection={<IconSearch size={18} stroke={1.7} />}
      />
      <Spotlight.ActionsList>
        {orders.length > 0 && (
          <Spotlight.ActionsGroup label="Orders">{orders.map(actionOf)}</Spotlight.ActionsGroup>
        )}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label="Go and do">{places.map(actionOf)}</Spotlight.ActionsGroup>
        )}
        {orders.length + places.length === 0 && (
          <Spotlight.Empty>
            {isSearching ? 'Searching…' : `Nothing matches “${asked}”.`}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function actionOf(deed: Deed) {
  return (
    <Spotlight.Action key={deed.id} onClick={deed.run} className={styles.action ?? ''}>
      {deed.icon}
      <span className={styles.name}>{deed.name}</span>
      {deed.hint && <span className={styles.hint}>{deed.hint}</span>}
    </Spotlight.Action>
  );
}

function useFoundOrders(asked: string): { deeds: readonly Deed[]; isSearching: boolean } {
  const navigate = useNavigate();
  const [settled] = useDebouncedValue(asked, 150);
  const { data, previousData, loading } = usePaletteOrdersQuery(
    settled.length < 2
      ? skipToken
      : {
          // All statuses: who looks for one order wants it even if it was never paid.
          variables: { filter: { text: settled, statuses: [...ORDER_STATUSES] } },
          fetchPolicy: 'no-cache',
        },
  );
  if (asked.length < 2) return { deeds: [], isSearching: false };
  const found = (data ?? previousData)?.orders.edges ?? [];
  const deeds = found.map(({ node }) => ({
    id: node.id,
    name: `${node.number} · ${personName(node.customer) ?? node.customer.email ?? 'no email yet'}`,
    icon: (
      <span className={styles.status}>
        <OrderStatusPill status={node.status} />
      </span>
    ),
    hint: formatMoney(node.total),
    run: () =>
      void navigate({
        to: '/orders',
        search: { order: node.id, visits: 'shown', text: node.number },
      }),
  }));
  return { deeds, isSearching: loading || settled !== asked };
}

/** What can be done with the open order. */
function useDeedsHere(): readonly Deed[] {
  return useOfferedDeeds().map(({ id, name, key, run }) => ({
    id,
    name,
    hint: key,
    icon: <IconBolt size={18} stroke={1.6} />,
    run,
  }));
}

function usePlaces(onHelp: () => void): readonly Deed[] {
  const navigate = useNavigate();
  const { viewer } = useViewer();
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  return [
    {
      id: 'orders',
      name: 'All orders',
      hint: 'G O',
      icon: <IconReceipt size={18} stroke={1.6} />,
      run: () => void navigate({ to: '/orders' }),
    },
    {
      id: 'attention',
      name: 'Orders that require attention',
      hint: 'G A',
      icon: <IconAlertTriangle size={18} stroke={1.6} />,
      run: () => void navigate({ to: '/orders', search: { tab: 'attention' } }),
    },
    ...(viewer.permissions.includes('READ_REPORTS')
      ? [
          {
            id: 'reports',
            name: 'Order Reports',
            hint: 'G R',
            icon: <IconChartBar size={18} stroke={1.6} />,
            run: () => void navigate({ to: '/reports' }),
          },
        ]
      : []),
    {
      id: 'playground',
      name: 'Playground',
      hint: 'G P',
      icon: <IconTerminal2 size={18} stroke={1.6} />,
      run: () => location.assign('/graphiql'),
    },
    {
      id: 'theme',
      name: colorScheme === 'dark' ? 'Use the light theme' : 'Use the dark theme',
      icon: <IconSunMoon size={18} stroke={1.6} />,
      run: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'keys',
      name: 'Keyboard shortcuts',
      hint: '?',
      icon: <IconKeyboard size={18} stroke={1.6} />,
      run: onHelp,
    },
  ];
}

function usePeoplePlaces(): readonly Deed[] {
  const navigate = useNavigate();
  return peoplePages(useViewer().viewer.permissions).map(([to, name]) => ({
    id: to,
    name: `People: ${name.toLowerCase()}`,
    icon: <IconUsers size={18} stroke={1.6} />,
    run: () => void navigate({ to }),
  }));
}

const configurationPages = [
  ['/configuration', 'Configuration'],
  ['/configuration/actions', 'Configuration: actions'],
  ['/configuration/products', 'Configuration: products'],
  ['/configuration/offers', 'Configuration: offers'],
  ['/configuration/links', 'Configuration: checkout links'],
  ['/configuration/codes', 'Configuration: discount codes'],
  ['/configuration/checkouts', 'Configuration: checkouts'],
] as const;

/** Only what the viewer may open. */
function useConfigurationPlaces(): readonly Deed[] {
  const navigate = useNavigate();
  const { permissions } = useViewer().viewer;
  const icon = <IconSettings size={18} stroke={1.6} />;
  const pages = permissions.includes('MANAGE_CONFIGURATION')
    ? configurationPages.map(([to, name]) => ({
        id: to,
        name,
        icon,
        ...(to === '/configuration' ? { hint: 'G C' } : { isMinor: true }),
        run: () => void navigate({ to }),
      }))
    : [];
  const settings = {
    id: 'settings',
    name: 'Settings: grace, alerts and refund limits',
    icon,
    isMinor: true,
    run: () => void navigate({ to: '/configuration/settings' }),
  };
  return permissions.includes('MANAGE_SETTINGS') ? [...pages, settings] : pages;
}
