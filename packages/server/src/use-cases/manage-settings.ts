import { z } from 'zod';
import { query } from '../database/orm.ts';
import {
  lockSettings,
  readSettings,
  writeSettings,
  type SettingName,
  type StoredSettings,
} from '../database/settings.ts';
import { spokenAmount } from '../domain/money.ts';
import { Role } from '../domain/permission.ts';
import type { RefundLimit } from '../domain/refund-limit.ts';
import { once } from './idempotency.ts';
import { queueMoveAttention } from './move-attention.ts';
import { type Outcome, Refused, refuse } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

/** What holds now. Durations are ms; null switches an alert off. */
export type ShopSettings = {
  readonly graceMs: number;
  /** What holds where no grace is set. */
  readonly graceDefaultMs: number;
  readonly alertEmail: string | null;
  readonly alertWebhookUrl: string | null;
  readonly alertWebhookSecretIsSet: boolean;
  readonly alertCount: number | null;
  readonly alertOlderThanMs: number | null;
  readonly refundLimits: readonly RefundLimit[];
  /** Null where what `RETENTION_DEFAULTS` says holds. */
  readonly keepBodiesDays: number | null;
  readonly keepVisitsDays: number | null;
  readonly keepKeysDays: number | null;
  /** Null: for ever. */
  readonly keepPaidYears: number | null;
  readonly twoFactorRoles: readonly Role[];
};

/** What is left out stays; null takes a setting back. The secret is only ever replaced: null keeps it. */
export type SaveSettings = {
  readonly idempotencyKey: string;
  readonly graceMs?: number | null;
  readonly alertEmail?: string | null;
  readonly alertWebhookUrl?: string | null;
  readonly alertWebhookSecret?: string | null;
  readonly alertCount?: number | null;
  readonly alertOlderThanMs?: number | null;
  readonly refundLimits?: readonly WishedLimit[] | null;
  readonly keepBodiesDays?: number | null;
  readonly keepVisitsDays?: number | null;
  readonly keepKeysDays?: number | null;
  readonly keepPaidYears?: number | null;
  readonly twoFactorRoles?: readonly Role[] | null;
};

type WishedLimit = Pick<RefundLimit, 'currency'> &
  Partial<{ [Key in keyof RefundLimit]: RefundLimit[Key] }>;

/** What the history calls them. */
const settingWords: Readonly<Record<SettingName, string>> = {
  graceMs: 'time after the payment',
  alertEmail: 'email for alerts',
  alertWebhookUrl: 'webhook for alerts',
  alertWebhookSecret: 'its signing secret',
  alertCount: 'number of orders for an alert',
  alertOlderThanMs: 'age of an order for an alert',
  refundLimits: 'refund limits',
  keepBodiesDays: 'time for which is kept what was sent and answered',
  keepVisitsDays: 'time for which visitors who never paid are known',
  keepKeysDays: 'time for which repeated requests are recognized',
  keepPaidYears: 'time for which customers are known',
  twoFactorRoles: 'roles with two-factor sign-in',
};

/** Binds the sealed secret to its place. */
export const ALERT_SECRET = 'alert-webhook-secret';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MOST_DAYS = 3_650;

const inputSchema = z.object({
  graceMs: whole(0, 30 * DAY_MS, 'The grace is from 0 ms to 30 days.').nullish(),
  alertEmail: z
    .email('Give one email address like team@example.com.')
    .max(254, 'An email address has at most 254 characters.')
    .nullish(),
  alertWebhookUrl: z
    .string()
    .max(2_000, 'An address has at most 2 000 characters.')
    .refine(isPlainWebAddress, {
      error: 'Give a web address that begins with https:// and holds no user name or password.',
    })
    .nullish(),
  alertWebhookSecret: z
    .string()
    .refine(isSigningSecret, {
      error: 'A signing secret is "whsec_" followed by 24 to 64 bytes in Base64.',
    })
    .nullish(),
  alertCount: whole(0, 1_000_000, 'The count is from 0 to 1 000 000.').nullish(),
  alertOlderThanMs: whole(
    MINUTE_MS,
    365 * DAY_MS,
    'The time is from a minute to a year.',
  ).nullish(),
  refundLimits: z
    .array(
      z.object({
        role: z.enum(Role).nullish().transform(orNull),
        currency: z.string().regex(/^[A-Z]{3}$/u, 'A currency looks like EUR.'),
        perRefundMinor: limitAmount().nullish().transform(orNull),
        perDayMinor: limitAmount().nullish().transform(orNull),
      }),
    )
    .max(200, 'At most 200 limits.')
    .refine(isOncePerRole, { error: 'Give one limit per role and currency.' })
    .nullish(),
  keepBodiesDays: whole(1, MOST_DAYS, 'The time is from 1 day to 3 650.').nullish(),
  keepVisitsDays: whole(1, MOST_DAYS, 'The time is from 1 day to 3 650.').nullish(),
  // Whoever repeats a request does so within days.
  keepKeysDays: whole(7, MOST_DAYS, 'The time is from 7 days to 3 650.').nullish(),
  keepPaidYears: whole(1, 50, 'The time is from 1 year to 50.').nullish(),
  twoFactorRoles: z
    .array(z.enum(Role))
    .transform((roles) => Object.values(Role).filter((role) => roles.includes(role)))
    .nullish(),
});

/** The settings of the whole shop; `defaults` are those of the surroundings. */
export async function readShopSettings({ em, tools }: Request): Promise<ShopSettings> {
  return shown(await readSettings(em), tools.settings.graceMs);
}

/**
 * Changes settings of the whole shop. A changed grace moves the open orders' attention afterwards, in the
 * worker. The history names what changed; addresses and secrets it does not hold.
 */
export async function saveSettings(
  input: SaveSettings,
  request: Request,
): Promise<Outcome<{ saved: true }>> {
  return decide(request, (work) => {
    refuseUnlessForAll(work.request);
    const { idempotencyKey: key, ...wish } = input;
    return once(work, { operation: 'saveSettings', key, input: wish }, () => save(work, wish));
  });
}

async function save(work: Work, wish: Omit<SaveSettings, 'idempotencyKey'>) {
  const parsed = inputSchema.safeParse(wish);
  if (!parsed.success) {
    throw new Refused(
      parsed.error.issues.map(({ message, path }) => ({
        code: 'INVALID' as const,
        message,
        path: path.map(String),
      })),
    );
  }
  const before = await lockSettings(work.em);
  const changes = changesOf(before, parsed.data, work);
  const after = { ...before, ...changes };
  if (after.alertWebhookUrl !== null && after.alertWebhookSecret === null) {
    refuse('INVALID', 'A webhook needs a signing secret, by which the receiver knows it is ours.', [
      'alertWebhookSecret',
    ]);
  }
  const judged =
    changes.alertWebhookUrl && work.request.tools.judgeAddress(changes.alertWebhookUrl);
  if (judged) refuse('INVALID', judged, ['alertWebhookUrl']);
  if (Object.keys(changes).length === 0) return { saved: true as const };
  await writeSettings(work.em, changes, { at: work.now, name: work.request.actor.name });
  if ('graceMs' in changes) await queueMoveAttention(work.em);
  if ('twoFactorRoles' in changes) await showRoles(work, before, after);
  const names = Object.keys(changes) as SettingName[];
  recordInShop(work, 'settings', {
    event: 'settings.changed',
    summary: `Settings changed: ${names.map((name) => settingWords[name]).join(', ')}.`,
    changes: names.map((field) => ({
      field,
      before: tellable(field, before),
      after: tellable(field, after),
    })),
  });
  return { saved: true as const };
}

/** What hangs on the proofs of members whose role began, or ceased, to need a second factor asks again. */
async function showRoles(work: Work, before: StoredSettings, after: StoredSettings): Promise<void> {
  const differs = (role: Role) =>
    (before.twoFactorRoles ?? []).includes(role) !== (after.twoFactorRoles ?? []).includes(role);
  const members = await query<{ id: string }>(
    work.em,
    'select id from member where role = any($1::text[])',
    [Object.values(Role).filter(differs)],
  );
  for (const { id } of members) work.showAccess(id);
}

/** They hold for every checkout, so somebody with a part of them does not decide. */
function refuseUnlessForAll({ permissions, reach }: Request): void {
  if (!permissions.has('MANAGE_SETTINGS')) {
    refuse('NOT_ALLOWED', 'Your role may not change the settings.');
  }
  if (reach !== 'ALL') {
    refuse('NOT_ALLOWED', 'The settings hold for all checkouts, and you have only some of them.');
  }
}

function changesOf(
  before: StoredSettings,
  wish: z.infer<typeof inputSchema>,
  { request }: Work,
): Partial<StoredSettings> {
  const { alertWebhookSecret: secret, ...open } = wish;
  const changed = Object.entries(open).filter(
    ([name, value]) => value !== undefined && !isSame(value, before[name as SettingName]),
  );
  return {
    ...Object.fromEntries(changed),
    ...(secret && { alertWebhookSecret: request.tools.sealer.seal(secret, ALERT_SECRET) }),
  };
}

function shown(stored: StoredSettings, graceDefaultMs: number): ShopSettings {
  const { graceMs, alertWebhookSecret, refundLimits, twoFactorRoles, ...others } = stored;
  return {
    ...others,
    refundLimits: refundLimits ?? [],
    twoFactorRoles: twoFactorRoles ?? [],
    graceMs: graceMs ?? graceDefaultMs,
    graceDefaultMs,
    alertWebhookSecretIsSet: alertWebhookSecret !== null,
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Numbers and limits may be told; an address belongs to somebody, and a secret is one. */
function tellable(field: SettingName, settings: StoredSettings): string | null {
  const value = settings[field];
  if (field === 'twoFactorRoles') return settings.twoFactorRoles?.join(', ') || 'none';
  if (field === 'refundLimits') return wordsForLimits(settings.refundLimits ?? []);
  return typeof value === 'number' ? String(value) : null;
}

function wordsForLimits(limits: readonly RefundLimit[]): string {
  const amount = (minor: number | null, currency: string) =>
    minor === null ? 'no limit' : spokenAmount(minor, currency);
  const words = limits.map(
    ({ role, currency, perRefundMinor, perDayMinor }) =>
      `${role ?? 'API tokens'}: ${amount(perRefundMinor, currency)} at once, ${amount(perDayMinor, currency)} a day`,
  );
  return words.length === 0 ? 'none' : words.join('; ');
}

function whole(minimum: number, maximum: number, message: string) {
  return z.number().int(message).min(minimum, message).max(maximum, message);
}

function limitAmount() {
  return whole(
    0,
    Number.MAX_SAFE_INTEGER,
    "A limit is a whole number in the currency's smallest unit.",
  );
}

function orNull<Value>(value: Value | null | undefined): Value | null {
  return value ?? null;
}

function isOncePerRole(limits: readonly { role: Role | null; currency: string }[]): boolean {
  return new Set(limits.map(({ role, currency }) => `${role} ${currency}`)).size === limits.length;
}

function isPlainWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    ['https:', 'http:'].includes(url.protocol) &&
    url.username === '' &&
    url.password === ''
  );
}

/** As Standard Webhooks 1.0 asks for it. */
function isSigningSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/u.exec(text)?.[1];
  if (base64 === undefined || base64.length % 4 !== 0) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}
