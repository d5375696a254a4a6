import { Button, Skeleton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { IconCloudOff, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './states.module.css';

/** What stands where there is nothing to show: why, and what to do about it. */
export function EmptyState(props: {
  icon: Icon;
  title: string;
  children?: ReactNode;
  compact?: boolean;
}) {
  const Icon = props.icon;
  return (
    <div className={styles.state} data-compact={props.compact || undefined}>
      <Icon size={28} stroke={1.5} className={styles.icon} aria-hidden />
      <p className={styles.title}>{props.title}</p>
      {props.children && <div className={styles.body}>{props.children}</div>}
    </div>
  );
}

/** Says what happened in words; `requestId` is what support needs to find it in the log. */
export function ErrorState(props: {
  title: string;
  error: unknown;
  onRetry: () => void;
  compact?: boolean;
}) {
  const { message, requestId } = explainError(props.error);
  return (
    <div className={styles.state} role="alert" data-compact={props.compact || undefined}>
      <IconCloudOff size={28} stroke={1.5} className={styles.icon} aria-hidden />
      <p className={styles.title}>{props.title}</p>
      <div className={styles.body}>
        <p>{message}</p>
        {requestId && (
          <p className={styles.requestId}>
            Request <code>{requestId}</code>
          </p>
        )}
        <Button variant="default" size="xs" onClick={props.onRetry}>
          Try again
        </Button>
      </div>
    </div>
  );
}

export function NoPermission(props: { title: string; children: ReactNode }) {
  return (
    <EmptyState icon={IconLock} title={props.title}>
      {props.children}
    </EmptyState>
  );
}

export function LinesSkeleton(props: { label: string; lines: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={props.label}>
      {Array.from({ length: props.lines }, (_, index) => (
        <Skeleton key={index} height={14} width={`${88 - ((index * 23) % 45)}%`} radius="sm" />
      ))}
    </div>
  );
}

/** The message for a person, and the id of the request where the server named one. */
export function explainError(error: unknown): { message: string; requestId: string | null } {
  const first = graphqlErrorOf(error);
  if (first) return { message: first.message, requestId: requestIdOf(first.extensions) };
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (status === 429) return { message: tooMany(error), requestId: null };
  if (typeof status === 'number') {
    return {
      message: `The server answered with an error (${status}). Nothing was changed; try again in a moment.`,
      requestId: null,
    };
  }
  return {
    message: 'The server could not be reached. Check your connection, then try again.',
    requestId: null,
  };
}

/** Said by something in front of the server: the server itself says it in words. */
function tooMany(error: unknown): string {
  const { response } = error as { response?: Response };
  const seconds = Number(response?.headers.get('retry-after'));
  const unit = seconds === 1 ? 'second' : 'seconds';
  return `Too many requests. Nothing was changed; try again in ${seconds > 0 ? `${seconds} ${unit}` : 'a minute'}.`;
}

type GraphqlError = { message: string; extensions?: Record<string, unknown> };

function graphqlErrorOf(error: unknown): GraphqlError | null {
  const errors = (error as { errors?: unknown } | null)?.errors;
  return Array.isArray(errors) ? ((errors[0] as GraphqlError | undefined) ?? null) : null;
}

function requestIdOf(extensions: Record<string, unknown> | undefined): string | null {
  const id = extensions?.['requestId'];
  return typeof id === 'string' ? id : null;
}
