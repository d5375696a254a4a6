import { ActionIcon, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import {
  IconChartBar,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconReceipt,
  IconSettings,
  IconTerminal2,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { peoplePages } from '../people/people-pages.ts';
import { useIsNarrow } from '../ui/dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import {
  AttentionAnnouncer,
  attentionWords,
  useAttentionTotal,
  useLiveAttentionTotal,
} from './attention.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { KeysHelp } from './keys-help.tsx';
import { usePageTitle } from './page-title.ts';
import { Palette } from './palette.tsx';
import styles from './shell.module.css';
import { UserMenu } from './user-menu.tsx';
import { useViewer } from './viewer.tsx';

/** What is around every page: where one can go, what needs somebody, who is signed in. */
export function Shell(props: { children: ReactNode }) {
  useLiveAttentionTotal();
  usePageTitle();
  const [collapsed, setCollapsed] = useLocalStorage({
    key: 'sidebar.collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [helpOpened, setHelpOpened] = useState(false);
  const navigate = useNavigate();
  const { viewer } = useViewer();
  useKeys({
    'g o': () => void navigate({ to: '/orders' }),
    'g a': () => void navigate({ to: '/orders', search: { tab: 'attention' } }),
    ...(viewer.permissions.includes('READ_REPORTS') && {
      'g r': () => void navigate({ to: '/reports' }),
    }),
    ...(viewer.permissions.includes('MANAGE_CONFIGURATION') && {
      'g c': () => void navigate({ to: '/configuration' }),
    }),
    ...(viewer.permissions.includes('MANAGE_MEMBERS') && {
      'g m': () => void navigate({ to: '/people/members' }),
    }),
    'g p': () => location.assign('/graphiql'),
    '?': () => setHelpOpened(true),
  });

  return (
    <div className={styles.shell} data-collapsed={collapsed || undefined}>
      <a href="#content" className={styles.skip}>
        Skip to the content
      </a>
      <Sidebar collapsed={collapsed} onCollapse={() => setCollapsed(!collapsed)} />
      <div className={styles.column}>
        <ConnectionBanner />
        <main id="content" tabIndex={-1} className={styles.content}>
          {props.children}
        </main>
      </div>
      <AttentionAnnouncer />
      <Palette onHelp={() => setHelpOpened(true)} />
      <KeysHelp opened={helpOpened} onClose={() => setHelpOpened(false)} />
    </div>
  );
}

function Sidebar(props: { collapsed: boolean; onCollapse: () => void }) {
  const { viewer } = useViewer();
  const Toggle = props.collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const toggleName = props.collapsed ? 'Expand the sidebar' : 'Collapse the sidebar';
  return (
    <nav className={styles.sidebar} aria-label="Main">
      <div className={styles.brand}>
        <img src="/icon.svg" width={24} height={24} alt="" />
        <span className={styles.brandName}>{brandName(viewer.checkouts)}</span>
      </div>
      <ul className={styles.places}>
        <li>
          <Link
            to="/orders"
            className={styles.place}
            activeProps={{ 'data-active': true }}
            activeOptions={{ includeSearch: false }}
          >
            <PlaceParts
              icon={IconReceipt}
              name="Order Management"
              short="Orders"
              collapsed={props.collapsed}
            />
            <AttentionBadge />
          </Link>
        </li>
        {viewer.permissions.includes('READ_REPORTS') && (
          <li>
            <Link
              to="/reports"
              className={styles.place}
              activeProps={{ 'data-active': true }}
              activeOptions={{ includeSearch: false }}
            >
              <PlaceParts
                icon={IconChartBar}
                name="Order Reports"
                short="Reports"
                collapsed={props.collapsed}
              />
            </Link>
          </li>
        )}
        {viewer.permissions.includes('MANAGE_CONFIGURATION') && (
          <li>
            <Link
              to="/configuration"
              className={styles.place}
              activeProps={{ 'data-active': true }}
              activeOptions={{ includeSearch: false }}
            >
              <PlaceParts icon={IconSettings} name="Configuration" collapsed={props.collapsed} />
            </Link>
          </li>
        )}
        {peoplePages(viewer.permissions).length > 0 && (
          <li>
            <Link
              to="/people"
              className={styles.place}
              activeProps={{ 'data-active': true }}
              activeOptions={{ includeSearch: false }}
            >
              <PlaceParts icon={IconUsers} name="People" collapsed={props.collapsed} />
            </Link>
          </li>
        )}
        <li>
          <a href="/graphiql" className={styles.place}>
            <PlaceParts icon={IconTerminal2} name="Playground" collapsed={props.collapsed} />
          </a>
        </li>
      </ul>
      <div className={styles.bottom}>
        <UserMenu collapsed={props.collapsed} />
        <Tooltip label={toggleName} position="right">
          <ActionIcon
            className={styles.toggle ?? ''}
            variant="subtle"
            color="gray"
            aria-label={toggleName}
            onClick={props.onCollapse}
          >
            <Toggle size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  );
}

/** The shop's own name where there is one shop. */
function brandName(checkouts: readonly { name: string }[]): string {
  return checkouts.length === 1 && checkouts[0] ? checkouts[0].name : 'All checkouts';
}

/** `short`: on a phone, where the names stand side by side. */
function PlaceParts(props: { icon: Icon; name: string; short?: string; collapsed: boolean }) {
  const isNarrow = useIsNarrow();
  const Icon = props.icon;
  return (
    <>
      <Tooltip label={props.name} position="right" disabled={!props.collapsed}>
        <Icon size={19} stroke={1.7} aria-hidden />
      </Tooltip>
      <span className={styles.placeName}>
        {isNarrow ? (props.short ?? props.name) : props.name}
      </span>
    </>
  );
}

function AttentionBadge() {
  const total = useAttentionTotal();
  if (!total) return null;
  return (
    <span className={styles.badge} data-testid="attention-badge">
      <span aria-hidden>{total > 999 ? '999+' : total}</span>
      <span className="hidden-text">, {attentionWords(total)}</span>
    </span>
  );
}
