import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import {
  address,
  duration,
  durations,
  file,
  list,
  origin,
  origins,
  postgres,
  readable,
  sealingKey,
  sender,
  wholeNumber,
  yesOrNo,
  type MailSender,
} from './config-variables.ts';
import { DEFAULT_RETRY_SCHEDULE } from './domain/action.ts';
import { makeAddressPolicy, type AddressRules } from './outside/address-policy.ts';
import { readSmtpUrl } from './outside/smtp-url.ts';
import type { PaymentsConfig } from './payments/providers.ts';
import type { Settings } from './use-cases/request.ts';

/** Everything the surroundings decide. Durations are ms; addresses have no slash at their end. */
export type Config = {
  readonly isProduction: boolean;
  readonly databaseUrl: string;
  /** Of the role that owns the tables, for migrations; `databaseUrl` unless it is another. */
  readonly databaseOwnerUrl: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Origins a browser may send requests from, beside our own. */
  readonly ownOrigins: readonly string[];
  /** Proxies whose X-Forwarded-For is believed: addresses or networks. */
  readonly trustedProxies: readonly string[];
  /** 32 bytes under which secrets lie in the database. */
  readonly secretsKey: Buffer;
  /** Keys of before, which open what still lies under them. */
  readonly retiredSecretsKeys: readonly Buffer[];
  readonly sessions: SessionConfig;
  readonly rateLimits: RateLimitConfig;
  readonly mail: { readonly smtpUrl: string | null; readonly from: MailSender };
  readonly payments: PaymentsConfig;
  /** Where the course platforms are, without a slash at the end; their real addresses unless set. */
  readonly platforms: { readonly kajabiApiUrl?: string; readonly systemeioApiUrl?: string };
  readonly outgoing: AddressRules & { readonly timeoutMs: number };
  readonly settings: Settings;
  /** Where rates for converted reports come from; null: not from there. */
  readonly rates: { readonly file: string | null; readonly url: string | null };
  readonly worker: {
    readonly heartbeatMs: number;
    readonly sweepMs: number;
    readonly concurrency: number;
  };
  readonly logLevel: LogLevel;
  /** Folder of the built page. */
  readonly webDist: string;
};

export type SessionConfig = {
  readonly secret: string;
  /** Secrets of before, which open what the sign-in library still has under them. */
  readonly retiredSecrets: readonly string[];
  /** Unused for so long, a session ends. */
  readonly idleMs: number;
  /** However busy, a session ends after this. */
  readonly absoluteMs: number;
  /**
   * Tries to sign in per address, and of passwords and codes per account once the first step is taken; more are
   * refused until a minute has passed without one.
   */
  readonly signInsPerMinute: number;
};

/** How much may be asked of one process or all of them together; what a point is, is told by operation-cost.ts. */
export type RateLimitConfig = {
  /** Points a minute of one member or one token, in all processes. */
  readonly callerPoints: number;
  /** Of all from one address that are not signed in, in all processes. */
  readonly strangerPoints: number;
  /** Of everything from one address, in all processes. */
  readonly addressPoints: number;
  /** Open at once in one process, of a member or token. */
  readonly socketsPerCaller: number;
  /** Open at once in one process, from one address. */
  readonly socketsPerAddress: number;
};

export type LogLevel = (typeof logLevels)[number];

/** Says for every wrong variable which one it is and what to do about it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used.\n${problems.map((one) => `- ${one}`).join('\n')}`);
    this.problems = problems;
  }
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Known to everybody who reads this file: good enough for a shop nobody else can reach. */
const LOCAL_SESSION_SECRET = 'for-one-machine-only-and-never-for-production';
const LOCAL_SECRETS_KEY = Buffer.alloc(32, 'for-one-machine-only');

/** Reads the environment, and is the only one to do so. Throws `ConfigError`; unset and empty are the same. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(environment).filter(([, value]) => value?.trim());
  const parsed = variables.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((one) => `${one.path.join('.')} ${one.message}`));
  }
  const problems = [...contradictionsIn(parsed.data)];
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

const variables = z.object({
  NODE_ENV: z.string().default('development'),
  DATABASE_URL: postgres,
  DATABASE_OWNER_URL: postgres.optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(4000, 0, 65_535),
  PUBLIC_URL: origin.optional(),
  TRUSTED_ORIGINS: origins,
  TRUSTED_PROXIES: list.refine(
    (items) => items.every((one) => ipaddr.isValid(one) || ipaddr.isValidCIDR(one)),
    {
      error: 'must be addresses or networks with commas between, such as 10.0.0.0/8.',
    },
  ),
  SESSION_SECRET: z
    .string()
    .min(32, 'must have 32 characters or more. `openssl rand -base64 32` makes one.')
    .optional(),
  SESSION_SECRETS_RETIRED: list,
  SECRETS_KEY: sealingKey.optional(),
  SECRETS_KEYS_RETIRED: list.pipe(z.array(sealingKey)),
  SESSION_IDLE_MS: duration(30 * MINUTE, SECOND),
  SESSION_ABSOLUTE_MS: duration(12 * HOUR, SECOND),
  SIGN_INS_PER_MINUTE: wholeNumber(10, 1, 1_000_000),
  API_POINTS_PER_MINUTE: wholeNumber(30_000, 1, 1_000_000_000),
  API_POINTS_PER_MINUTE_OF_STRANGERS: wholeNumber(1_000, 1, 1_000_000_000),
  API_POINTS_PER_MINUTE_PER_ADDRESS: wholeNumber(150_000, 1, 1_000_000_000),
  SOCKETS_PER_CALLER: wholeNumber(100, 1, 1_000_000),
  SOCKETS_PER_ADDRESS: wholeNumber(1_000, 1, 1_000_000),
  SMTP_URL: readable(readSmtpUrl).optional(),
  MAIL_FROM: sender.optional(),
  STRIPE_API_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRETS: list,
  STRIPE_API_URL: origin.optional(),
  PAYTRAIL_ACCOUNT: z.string().optional(),
  PAYTRAIL_SECRET: z.string().optional(),
  PAYTRAIL_API_URL: address.default('https://services.paytrail.com'),
  EPASSI_SITE: z.string().optional(),
  EPASSI_KEY: z.string().optional(),
  EPASSI_PAGE_URL: address.default('https://services.epassi.fi/e_payments/v2'),
  EPASSI_REFUND_URL: address.optional(),
  PAYMENT_TIMEOUT_MS: duration(10 * SECOND),
  OUTGOING_ALLOW_PRIVATE: list.superRefine((allowPrivate, context) => {
    try {
      makeAddressPolicy({ allowPrivate, requireHttps: true });
    } catch (error) {
      context.addIssue(`cannot be used: ${(error as Error).message}`);
    }
  }),
  OUTGOING_REQUIRE_HTTPS: yesOrNo.optional(),
  OUTGOING_TIMEOUT_MS: duration(15 * SECOND),
  KAJABI_API_URL: address.optional(),
  SYSTEMEIO_API_URL: address.optional(),
  GRACE_MS: duration(5 * MINUTE, 0),
  LEASE_MS: duration(15 * SECOND, 100),
  HEARTBEAT_MS: duration(5 * SECOND, 10),
  SWEEP_MS: duration(2 * SECOND, 10),
  RETRY_SCHEDULE_MS: durations(DEFAULT_RETRY_SCHEDULE),
  LOOK_UP_DELAYS_MS: durations([2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR]),
  ECB_RATES_FILE: file.optional(),
  ECB_RATES_FETCH: yesOrNo.optional(),
  ECB_RATES_URL: address.default('https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml'),
  WORKER_CONCURRENCY: wholeNumber(10, 1, 100),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}.`).default('info'),
  WEB_DIST: file.optional(),
});
type Variables = z.infer<typeof variables>;

function* contradictionsIn(given: Variables): Generator<string> {
  const advice =
    'is not set, and this is more than a shop on one machine. `openssl rand -base64 32` makes one.';
  if (!isForOneMachine(given)) {
    if (!given.SESSION_SECRET) yield `SESSION_SECRET ${advice}`;
    if (!given.SECRETS_KEY) yield `SECRETS_KEY ${advice}`;
  }
  const isOpen = publicUrlOf(given).startsWith('http:') && !isLoopback(publicUrlOf(given));
  if (isProduction(given) && isOpen) {
    yield 'PUBLIC_URL must begin with https:// in production, or passwords could be read on their way.';
  }
  if (given.HEARTBEAT_MS * 2 >= given.LEASE_MS) {
    yield 'HEARTBEAT_MS must be less than half of LEASE_MS, or one late heartbeat loses the lease.';
  }
  if (given.SESSION_IDLE_MS > given.SESSION_ABSOLUTE_MS) {
    yield 'SESSION_IDLE_MS must not be longer than SESSION_ABSOLUTE_MS.';
  }
  if (given.STRIPE_API_KEY && given.STRIPE_WEBHOOK_SECRETS.length === 0) {
    yield 'STRIPE_WEBHOOK_SECRETS is not set. Without it no payment would ever be confirmed; copy it from the webhook in the dashboard of Stripe.';
  }
  if (Boolean(given.PAYTRAIL_ACCOUNT) !== Boolean(given.PAYTRAIL_SECRET)) {
    yield 'PAYTRAIL_ACCOUNT and PAYTRAIL_SECRET belong together: set both or none.';
  }
  if (Boolean(given.EPASSI_SITE) !== Boolean(given.EPASSI_KEY)) {
    yield 'EPASSI_SITE and EPASSI_KEY belong together: set both or none.';
  }
  if (given.SMTP_URL && !given.MAIL_FROM) {
    yield 'MAIL_FROM is not set. Say who the mail comes from: Example Shop <shop@example.com>.';
  }
}

function toConfig(given: Variables): Config {
  const publicUrl = publicUrlOf(given);
  const localOrigins = [`http://localhost:${given.PORT}`, `http://127.0.0.1:${given.PORT}`];
  const timeoutMs = given.PAYMENT_TIMEOUT_MS;
  return {
    isProduction: isProduction(given),
    databaseUrl: given.DATABASE_URL,
    databaseOwnerUrl: given.DATABASE_OWNER_URL ?? given.DATABASE_URL,
    host: given.HOST,
    port: given.PORT,
    publicUrl,
    ownOrigins: [
      ...new Set([
        publicUrl,
        ...given.TRUSTED_ORIGINS,
        ...(isProduction(given) ? [] : localOrigins),
      ]),
    ],
    trustedProxies: given.TRUSTED_PROXIES,
    secretsKey: given.SECRETS_KEY ?? LOCAL_SECRETS_KEY,
    retiredSecretsKeys: given.SECRETS_KEYS_RETIRED,
    sessions: {
      secret: given.SESSION_SECRET ?? LOCAL_SESSION_SECRET,
      retiredSecrets: given.SESSION_SECRETS_RETIRED,
      idleMs: given.SESSION_IDLE_MS,
      absoluteMs: given.SESSION_ABSOLUTE_MS,
      signInsPerMinute: given.SIGN_INS_PER_MINUTE,
    },
    rateLimits: {
      callerPoints: given.API_POINTS_PER_MINUTE,
      strangerPoints: given.API_POINTS_PER_MINUTE_OF_STRANGERS,
      addressPoints: given.API_POINTS_PER_MINUTE_PER_ADDRESS,
      socketsPerCaller: given.SOCKETS_PER_CALLER,
      socketsPerAddress: given.SOCKETS_PER_ADDRESS,
    },
    mail: {
      smtpUrl: given.SMTP_URL ?? null,
      from: given.MAIL_FROM ?? { name: 'Example Shop', address: 'shop@example.com' },
    },
    payments: {
      stripe: given.STRIPE_API_KEY
        ? {
            apiKey: given.STRIPE_API_KEY,
            webhookSecrets: given.STRIPE_WEBHOOK_SECRETS,
            apiUrl: given.STRIPE_API_URL ?? null,
            timeoutMs,
          }
        : null,
      paytrail:
        given.PAYTRAIL_ACCOUNT && given.PAYTRAIL_SECRET
          ? {
              account: given.PAYTRAIL_ACCOUNT,
              secret: given.PAYTRAIL_SECRET,
              apiUrl: given.PAYTRAIL_API_URL,
              timeoutMs,
            }
          : null,
      epassi:
        given.EPASSI_SITE && given.EPASSI_KEY
          ? {
              site: given.EPASSI_SITE,
              key: given.EPASSI_KEY,
              pageUrl: given.EPASSI_PAGE_URL,
              refundUrl: given.EPASSI_REFUND_URL ?? null,
              timeoutMs,
            }
          : null,
    },
    platforms: {
      ...(given.KAJABI_API_URL && { kajabiApiUrl: given.KAJABI_API_URL }),
      ...(given.SYSTEMEIO_API_URL && { systemeioApiUrl: given.SYSTEMEIO_API_URL }),
    },
    outgoing: {
      allowPrivate: given.OUTGOING_ALLOW_PRIVATE,
      requireHttps: given.OUTGOING_REQUIRE_HTTPS ?? isProduction(given),
      timeoutMs: given.OUTGOING_TIMEOUT_MS,
    },
    settings: {
      graceMs: given.GRACE_MS,
      leaseMs: given.LEASE_MS,
      retrySchedule: given.RETRY_SCHEDULE_MS,
      lookUpDelaysMs: given.LOOK_UP_DELAYS_MS,
    },
    rates: {
      file: given.ECB_RATES_FILE ?? null,
      url: given.ECB_RATES_FETCH ? given.ECB_RATES_URL : null,
    },
    worker: {
      heartbeatMs: given.HEARTBEAT_MS,
      sweepMs: given.SWEEP_MS,
      concurrency: given.WORKER_CONCURRENCY,
    },
    logLevel: given.LOG_LEVEL,
    webDist: given.WEB_DIST ?? path.join(import.meta.dirname, '../../web/dist'),
  };
}

const isProduction = (given: Variables) => given.NODE_ENV === 'production';
const publicUrlOf = (given: Variables) => given.PUBLIC_URL ?? `http://localhost:${given.PORT}`;

/** A forgotten NODE_ENV must not leave a public shop under a secret that everybody knows. */
const isForOneMachine = (given: Variables) =>
  !isProduction(given) && isLoopback(publicUrlOf(given));

function isLoopback(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}
