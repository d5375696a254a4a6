import path from 'node:path';
import type { MailSender } from './config-readers.ts';
import {
  contradictionsIn,
  isProduction,
  type LogLevel,
  publicUrlOf,
  type Variables,
  variables,
} from './config-variables.ts';
import type { AddressRules } from './outside/address-policy.ts';
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
  readonly stopping: {
    /** So long an API process that is to end says that it is not ready, and answers all the same. */
    readonly drainMs: number;
    /** What is under way after that may take so long to end. */
    readonly withinMs: number;
  };
  /** Where operators ask for metrics and health; null: nowhere. Never the port that is open to everybody. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Where spans are sent; null: nothing is traced. */
  readonly traces: TraceConfig | null;
  /** Of the program, as whoever built it names it. */
  readonly version: string;
  readonly logLevel: LogLevel;
  /** Folder of the built page. */
  readonly webDist: string;
};

/** As told by the OTEL_* variables. What else they say (headers, time-outs, certificates) the exporter reads itself. */
export type TraceConfig = {
  readonly url: string;
  readonly serviceName: string | null;
  readonly sampler: Variables['OTEL_TRACES_SAMPLER'];
  /** From 0 to 1, for the samplers that keep a share. */
  readonly ratio: number;
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

/** Says for every wrong variable which one it is and what to do about it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used.\n${problems.map((one) => `- ${one}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A balancer that looks every two seconds has noticed by then. */
const PRODUCTION_DRAIN_MS = 5_000;

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
    stopping: {
      // Nobody stands between a shop on one machine and its browsers.
      drainMs: given.DRAIN_MS ?? (isProduction(given) ? PRODUCTION_DRAIN_MS : 0),
      withinMs: given.STOP_WITHIN_MS,
    },
    metrics:
      given.METRICS_PORT === undefined
        ? null
        : { host: given.METRICS_HOST, port: given.METRICS_PORT },
    traces: tracesOf(given),
    version: given.VERSION,
    logLevel: given.LOG_LEVEL,
    webDist: given.WEB_DIST ?? path.join(import.meta.dirname, '../../web/dist'),
  };
}

function tracesOf(given: Variables): TraceConfig | null {
  const base = given.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url = given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`);
  if (!url) return null;
  return {
    url,
    serviceName: given.OTEL_SERVICE_NAME ?? null,
    sampler: given.OTEL_TRACES_SAMPLER,
    ratio: given.OTEL_TRACES_SAMPLER_ARG,
  };
}
