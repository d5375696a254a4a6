import {
  Button,
  Popover,
  SegmentedControl,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUserCog } from '@tabler/icons-react';
import { useState } from 'react';
import { roleNames } from '../people/role-words.ts';
import styles from './user-menu.module.css';
import { useViewer } from './viewer.tsx';

/** Who is signed in and as what; the theme; the way out. */
export function UserMenu(props: { collapsed: boolean }) {
  const { viewer, signOut } = useViewer();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const role = viewer.role ? roleNames[viewer.role] : 'API token';
  const leave = () =>
    signOut().catch(() =>
      notifications.show({
        color: 'red',
        title: 'You are still signed in',
        message: 'The server could not be reached. Try to sign out again.',
      }),
    );
  return (
    <Popover
      position="top-start"
      width={236}
      shadow="md"
      trapFocus
      returnFocus
      opened={isOpen}
      onChange={setIsOpen}
    >
      <Popover.Target>
        <UnstyledButton
          className={styles.user ?? ''}
          data-collapsed={props.collapsed || undefined}
          aria-haspopup="dialog"
          onClick={() => setIsOpen(!isOpen)}
        >
          <span className={styles.initials} aria-hidden>
            {initialsOf(viewer.name)}
          </span>
          <span className={styles.who}>
            <span className="hidden-text">Account: </span>
            <span className={styles.name}>{viewer.name}</span>{' '}
            <span className={styles.role}>{role}</span>
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu ?? ''} aria-label="Account" data-popover-open>
        <div className={styles.head}>
          <div className={styles.name}>{viewer.name}</div>
          <div className={styles.role}>{role}</div>
        </div>
        <ThemeChoice />
        {viewer.kind === 'PERSON' && (
          <Button
            variant="default"
            size="xs"
            fullWidth
            leftSection={<IconUserCog size={15} aria-hidden />}
            onClick={() => {
              setIsOpen(false);
              void navigate({ to: '/account' });
            }}
          >
            Your account
          </Button>
        )}
        <Button
          variant="default"
          size="xs"
          fullWidth
          leftSection={<IconLogout size={15} aria-hidden />}
          onClick={() => void leave()}
        >
          Sign out
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label="Theme"
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      data={[
        { value: 'light', label: <ThemeLabel icon={IconSun} name="Light" /> },
        { value: 'dark', label: <ThemeLabel icon={IconMoon} name="Dark" /> },
        { value: 'auto', label: <ThemeLabel icon={IconDeviceDesktop} name="System" /> },
      ]}
    />
  );
}

function ThemeLabel(props: { icon: typeof IconSun; name: string }) {
  const Icon = props.icon;
  return (
    <span className={styles.themeLabel}>
      <Icon size={14} aria-hidden />
      {props.name}
    </span>
  );
}

function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : '']
    .map((part) => part?.charAt(0).toUpperCase() ?? '')
    .join('');
}
