// Every variable of the environment, what it may be, and which do not go together.
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import {
  address,
  duration,
  durations,
  file,
  list,
  optionalDuration,
  optionalNumber,
  origin,
  origins,
  postgres,
  readable,
  sealingKey,
  sender,
  share,
  wholeNumber,
  yesOrNo,
} from './config-readers.ts';
import { DEFAULT_RETRY_SCHEDULE } from './domain/action.ts';
import { makeAddressPolicy } from './outside/address-policy.ts';
import { readSmtpUrl } from './outside/smtp-url.ts';

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** As in OpenTelemetry. What comes from outside is decided by us in each of them. */
export const traceSamplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type LogLevel = (typeof logLevels)[number];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const variables = z.object({
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
  DRAIN_MS: optionalDuration(0),
  STOP_WITHIN_MS: duration(20 * SECOND, 100),
  METRICS_PORT: optionalNumber(0, 65_535),
  METRICS_HOST: z.string().default('127.0.0.1'),
  OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_TRACES_SAMPLER: z
    .enum(traceSamplers, `must be one of ${traceSamplers.join(', ')}.`)
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: share.default(1),
  VERSION: z.string().default('unknown'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}.`).default('info'),
  WEB_DIST: file.optional(),
});
export type Variables = z.infer<typeof variables>;

/** What is wrong with them together, a sentence each. */
export function* contradictionsIn(given: Variables): Generator<string> {
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
  if (given.METRICS_PORT && given.METRICS_PORT === given.PORT) {
    yield 'METRICS_PORT must be another than PORT: what it tells is for operators, and PORT is open to everybody.';
  }
  if (given.SMTP_URL && !given.MAIL_FROM) {
    yield 'MAIL_FROM is not set. Say who the mail comes from: Example Shop <shop@example.com>.';
  }
}

export const isProduction = (given: Variables) => given.NODE_ENV === 'production';
export const publicUrlOf = (given: Variables) =>
  given.PUBLIC_URL ?? `http://localhost:${given.PORT}`;

/** A forgotten NODE_ENV must not leave a public shop under a secret that everybody knows. */
const isForOneMachine = (given: Variables) =>
  !isProduction(given) && isLoopback(publicUrlOf(given));

function isLoopback(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}
