import { Button, Skeleton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { IconCloudOff, IconLock } from '@tabler/icons-react';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { RequestId, withRequestId, Words } from './request-id.tsx';
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

const TRY_AGAIN_MS = 5_000;

/**
 * Says what happened in words, and of a fault the id by which it is found in our log. Where our database is away it tries
 * again by itself, so that a screen that nobody sits at comes back too.
 */
export function ErrorState(props: {
  title: string;
  error: unknown;
  onRetry: () => void;
  compact?: boolean;
  /** What is said of an error that no server has sent: else that there was no answer. */
  otherwise?: string;
}) {
  const { error } = props;
  const { message, requestId } = explainError(error, props.otherwise);
  const tryAgain = useEffectEvent(() => props.onRetry());
  useEffect(() => {
    if (!isOutage(error)) return;
    const timer = setTimeout(tryAgain, TRY_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [error]);
  return (
    <div className={styles.state} role="alert" data-compact={props.compact || undefined}>
      <IconCloudOff size={28} stroke={1.5} className={styles.icon} aria-hidden />
      <p className={styles.title}>{props.title}</p>
      <div className={styles.body}>
        <p>
          <Words text={message} />
        </p>
        {requestId && (
          <p>
            <RequestId id={requestId} />
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

/** The same in one sentence after the other; `advice` is what to do about it. For `Words`. */
export function faultWords(error: unknown, advice: string | null = null): string {
  const { message, requestId } = explainError(error);
  return withRequestId(advice === null ? message : `${message} ${advice}`, requestId);
}

/** The message for a person, and of a fault the id of its request: what is refused explains itself. */
export function explainError(
  error: unknown,
  otherwise = 'The server could not be reached. Check your connection, then try again.',
): { message: string; requestId: string | null } {
  const first = graphqlErrorOf(error);
  if (first) {
    const requestId = isFault(first) ? requestIdOf(first.extensions) : null;
    return { message: withoutId(first.message, requestId), requestId };
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (status === 429) return { message: tooMany(error), requestId: null };
  if (typeof status === 'number') {
    return {
      message: `The server answered with an error (${status}). Nothing was changed; try again in a moment.`,
      requestId: headerOf(error, 'x-request-id'),
    };
  }
  return { message: otherwise, requestId: null };
}

/** Said by something in front of the server: the server itself says it in words. */
function tooMany(error: unknown): string {
  const seconds = Number(headerOf(error, 'retry-after'));
  const unit = seconds === 1 ? 'second' : 'seconds';
  return `Too many requests. Nothing was changed; try again in ${seconds > 0 ? `${seconds} ${unit}` : 'a minute'}.`;
}

const OUTAGE = 'SERVICE_UNAVAILABLE';
const FAULTS = new Set<unknown>(['INTERNAL_SERVER_ERROR', OUTAGE]);

/** It passes by itself, and nothing was done meanwhile. */
function isOutage(error: unknown): boolean {
  return graphqlErrorOf(error)?.extensions?.['code'] === OUTAGE;
}

type GraphqlError = { message: string; extensions?: Record<string, unknown> };

function graphqlErrorOf(error: unknown): GraphqlError | null {
  const errors = (error as { errors?: unknown } | null)?.errors;
  return Array.isArray(errors) ? ((errors[0] as GraphqlError | undefined) ?? null) : null;
}

/** What is no refusal: something of ours is broken or away. */
function isFault({ extensions }: GraphqlError): boolean {
  return FAULTS.has(extensions?.['code']);
}

/** The server tells it in its words too, for those who see nothing else. */
function withoutId(message: string, id: string | null): string {
  if (id === null) return message;
  return message
    .split(/(?<=\.) /)
    .filter((sentence) => !sentence.includes(id))
    .join(' ');
}

function headerOf(error: unknown, name: string): string | null {
  const { response } = (error ?? {}) as { response?: Response };
  return response?.headers.get(name) ?? null;
}

function requestIdOf(extensions: Record<string, unknown> | undefined): string | null {
  const id = extensions?.['requestId'];
  return typeof id === 'string' ? id : null;
}
