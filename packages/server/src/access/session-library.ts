import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { watchHolders } from '../database/lock-holders.ts';
import { connectToMigrate, type MigrateOptions } from '../database/migrate.ts';
import { runStep, usualLimits } from '../database/migrate-step.ts';
import { ownEndpoints } from './library-endpoints.ts';
import {
  hashPassword,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  verifyPassword,
} from './password.ts';
import { librarySecrets } from './session-secrets.ts';

/** The library's tables live apart from ours: it may change them with a new version. */
export const AUTH_SCHEMA = 'auth';

/** What authenticator apps call us. */
export const APP_NAME = 'Order Management';

/** Where the server puts the address a request came from; what a client sends under this name is overwritten. */
export const CLIENT_ADDRESS_HEADER = 'x-client-address';

export type SessionSettings = {
  readonly publicUrl: string;
  readonly ownOrigins: readonly string[];
  readonly sessions: {
    readonly secret: string;
    readonly retiredSecrets: readonly string[];
    readonly idleMs: number;
    readonly absoluteMs: number;
    readonly signInsPerMinute: number;
  };
};

/** Wrong codes in a row, from wherever they come, before an account takes none for a while. */
export const MOST_WRONG_CODES = 5;
export const CODES_LOCKED_MS = 15 * 60_000;

/** Told to a member who was switched off, once the password was right. */
export const SWITCHED_OFF = {
  code: 'ACCOUNT_DISABLED',
  message: 'This account has been switched off. Ask an admin of the shop.',
} as const;

/** Asked before a session begins. */
export type MaySignIn = (userId: string) => Promise<boolean>;

export type SessionLibraryLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  facts?: object,
) => void;

/**
 * The sign-in library with everything switched off that is not e-mail, password and second factor: no
 * sign-up, no trusted devices, no telemetry. Its sessions end by their absolute age; idleness is ours (session.ts), since
 * the library would have to renew the cookie on answers that are not its own.
 */
export function makeSessionLibrary(
  pool: Pool,
  settings: SessionSettings,
  hooks: { maySignIn: MaySignIn; log: SessionLibraryLog },
) {
  const isHttps = settings.publicUrl.startsWith('https:');
  return betterAuth({
    ...tables(pool),
    appName: APP_NAME,
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    ...librarySecrets(settings.sessions),
    trustedOrigins: [...settings.ownOrigins],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      ...tables(pool).session,
      expiresIn: Math.ceil(settings.sessions.absoluteMs / 1000),
      disableSessionRefresh: true,
    },
    rateLimit: {
      ...tables(pool).rateLimit,
      customRules: {
        '/sign-in/email': { window: 60, max: settings.sessions.signInsPerMinute },
        '/two-factor/*': { window: 60, max: settings.sessions.signInsPerMinute },
      },
    },
    advanced: {
      // The library's own prefix would be __Secure-, which a neighbouring subdomain may still set.
      useSecureCookies: false,
      cookiePrefix: isHttps ? '__Host-orders' : 'orders',
      defaultCookieAttributes: { secure: isHttps, httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            if (!(await hooks.maySignIn(userId))) throw new APIError('FORBIDDEN', SWITCHED_OFF);
          },
        },
      },
    },
    telemetry: { enabled: false },
    logger: {
      disabled: false,
      disableColors: true,
      level: 'warn',
      log: (level, message) => hooks.log(level, message),
    },
  });
}

export type SessionLibrary = ReturnType<typeof makeSessionLibrary>;

/** What decides which tables the library needs. */
function tables(pool: Pool) {
  return {
    // The schema is named in every statement: `search_path` would not survive a connection pooler.
    database: {
      db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
      type: 'postgres',
      schemaName: AUTH_SCHEMA,
      transaction: true,
    },
    rateLimit: { enabled: true, storage: 'database' },
    session: {
      additionalFields: {
        // When its member last proved who they are; until then, by signing in.
        provedAt: { type: 'date', required: false, input: false },
      },
    },
    plugins: [
      twoFactor({
        issuer: APP_NAME,
        accountLockout: {
          maxFailedAttempts: MOST_WRONG_CODES,
          durationSeconds: CODES_LOCKED_MS / 1000,
        },
      }),
      ownEndpoints(),
    ],
  } satisfies BetterAuthOptions;
}

/** The SQL that brings the library's tables up to date; empty where they are. */
export async function accessChanges(databaseUrl: string): Promise<string> {
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const { rowCount } = await pool.query('select from pg_namespace where nspname = $1', [
      AUTH_SCHEMA,
    ]);
    const { compileMigrations } = await getMigrations({
      ...tables(pool),
      emailAndPassword: { enabled: true },
    });
    const sql = [
      rowCount === 0 ? `create schema ${AUTH_SCHEMA};\n` : '',
      await compileMigrations(),
    ].join('');
    return sql === ';' ? '' : sql;
  } finally {
    await pool.end();
  }
}

/** Brings the library's tables up to date. Safe to run by several processes at once, and beside those that serve. */
export async function migrateAccess(
  databaseUrl: string,
  { say = () => {}, limits = usualLimits }: MigrateOptions = {},
): Promise<void> {
  const client = await connectToMigrate(databaseUrl);
  try {
    await client.query('select pg_advisory_lock(42, 2)');
    const sql = await accessChanges(databaseUrl);
    if (!sql) return;
    const holders = await watchHolders(databaseUrl, client, limits.lockMs / 4);
    const how = { name: 'The sign-in library', statementMs: 0, limits, holders, say };
    try {
      await runStep(client, how, async () => {
        await client.query(`begin; ${sql} commit`);
      });
    } finally {
      await holders.stop();
    }
  } finally {
    await client.end();
  }
}
