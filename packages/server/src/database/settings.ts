import type { EntityManager } from '@mikro-orm/postgresql';
import type { RefundLimit } from '../domain/refund-limit.ts';
import type { RetentionSettings } from '../domain/retention.ts';
import type { Role } from '../domain/permission.ts';
import { query } from './orm.ts';

/** The settings as they lie in the database; null: not set. Durations are ms. */
export type StoredSettings = {
  readonly graceMs: number | null;
  readonly alertEmail: string | null;
  readonly alertWebhookUrl: string | null;
  /** Sealed (`sealing.ts`). */
  readonly alertWebhookSecret: string | null;
  readonly alertCount: number | null;
  readonly alertOlderThanMs: number | null;
  /** One per role and currency at most. */
  readonly refundLimits: readonly RefundLimit[] | null;
  /** Whose members must sign in with a second factor. */
  readonly twoFactorRoles: readonly Role[] | null;
} & RetentionSettings;
export type SettingName = keyof StoredSettings;

const none: StoredSettings = {
  graceMs: null,
  alertEmail: null,
  alertWebhookUrl: null,
  alertWebhookSecret: null,
  alertCount: null,
  alertOlderThanMs: null,
  refundLimits: null,
  keepBodiesDays: null,
  keepVisitsDays: null,
  keepKeysDays: null,
  keepPaidYears: null,
  twoFactorRoles: null,
};

export async function readSettings(em: EntityManager): Promise<StoredSettings> {
  const [row] = await query<{ stored: Partial<StoredSettings> }>(
    em,
    `select coalesce(jsonb_object_agg(name, value), '{}') as stored from setting`,
  );
  return { ...none, ...row?.stored };
}

/** The same, held against others who would save at the same moment. */
export async function lockSettings(em: EntityManager): Promise<StoredSettings> {
  await query(em, `select pg_advisory_xact_lock(hashtextextended('settings', 7))`);
  return readSettings(em);
}

export async function writeSettings(
  em: EntityManager,
  changes: Partial<StoredSettings>,
  by: { at: Date; name: string },
): Promise<void> {
  await query(
    em,
    `insert into setting (name, value, changed_at, changed_by)
     select key, value, $2, $3 from jsonb_each($1::jsonb)
     on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by`,
    [JSON.stringify(changes), by.at, by.name],
  );
}

/** In SQL: the grace in ms, or `fallback` where none is set. */
export function graceMsSql(fallback: string): string {
  return `coalesce((select (value #>> '{}')::bigint from setting where name = 'graceMs'), ${fallback}::bigint)`;
}

/** Whether the grace was set at this moment or later. */
export async function hasGraceChangedSince(em: EntityManager, moment: Date): Promise<boolean> {
  const changed = await query(
    em,
    `select name from setting where name = 'graceMs' and changed_at >= $1`,
    [moment],
  );
  return changed.length > 0;
}
