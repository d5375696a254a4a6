import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const local = { DATABASE_URL: 'postgresql://localhost/orders' };
const production = {
  ...local,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://orders.example.com',
  SESSION_SECRET: 'a'.repeat(32),
  SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
};

describe('readConfig', () => {
  test('needs nothing but a database on one machine', () => {
    const config = readConfig(local);

    expect({ ...config, secretsKey: config.secretsKey.length, webDist: null }).toEqual({
      isProduction: false,
      databaseUrl: 'postgresql://localhost/orders',
      databaseOwnerUrl: 'postgresql://localhost/orders',
      host: '127.0.0.1',
      port: 4000,
      publicUrl: 'http://localhost:4000',
      ownOrigins: ['http://localhost:4000', 'http://127.0.0.1:4000'],
      trustedProxies: [],
      secretsKey: 32,
      retiredSecretsKeys: [],
      sessions: {
        secret: 'for-one-machine-only-and-never-for-production',
        retiredSecrets: [],
        idleMs: 1_800_000,
        absoluteMs: 43_200_000,
        signInsPerMinute: 10,
      },
      rateLimits: {
        callerPoints: 30_000,
        strangerPoints: 1_000,
        addressPoints: 150_000,
        socketsPerCaller: 100,
        socketsPerAddress: 1_000,
      },
      mail: { smtpUrl: null, from: { name: 'Example Shop', address: 'shop@example.com' } },
      payments: { stripe: null, paytrail: null, epassi: null },
      platforms: {},
      rates: { file: null, url: null },
      outgoing: { allowPrivate: [], requireHttps: false, timeoutMs: 15_000 },
      settings: {
        graceMs: 300_000,
        leaseMs: 15_000,
        retrySchedule: [
          5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000,
          86_400_000,
        ],
        lookUpDelaysMs: [120_000, 600_000, 3_600_000, 21_600_000, 86_400_000, 259_200_000],
      },
      worker: { heartbeatMs: 5_000, sweepMs: 2_000, concurrency: 10 },
      stopping: { drainMs: 0, withinMs: 20_000 },
      metrics: null,
      traces: null,
      version: 'unknown',
      logLevel: 'info',
      webDist: null,
    });
    expect(config.webDist).toMatch(/packages[\\/]web[\\/]dist$/);
  });

  test('sends traces and tells metrics only where it is asked to', () => {
    const asked = {
      METRICS_PORT: '9464',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.05',
    };

    expect(readConfig({ ...local, ...asked })).toMatchObject({
      metrics: { host: '127.0.0.1', port: 9464 },
      traces: {
        url: 'http://collector:4318/v1/traces',
        serviceName: null,
        sampler: 'parentbased_traceidratio',
        ratio: 0.05,
      },
    });
  });

  test('reads lists, durations and senders', () => {
    const config = readConfig({
      ...production,
      TRUSTED_ORIGINS: 'http://localhost:5173, https://admin.example.com',
      TRUSTED_PROXIES: '10.0.0.0/8,192.0.2.1',
      MAIL_FROM: 'Example Shop <shop@example.com>',
      SMTP_URL: 'smtp://localhost:2525',
      STRIPE_API_KEY: 'key',
      STRIPE_WEBHOOK_SECRETS: 'whsec_new, whsec_old',
      STRIPE_API_URL: 'http://127.0.0.1:5001/',
      PAYTRAIL_ACCOUNT: '375917',
      PAYTRAIL_SECRET: 'shared',
      EPASSI_SITE: 'shop-1',
      EPASSI_KEY: 'agreed',
      EPASSI_REFUND_URL: 'https://epassi.example.com/refunds',
      OUTGOING_ALLOW_PRIVATE: '127.0.0.1:5001,10.0.0.0/8',
      RETRY_SCHEDULE_MS: '100, 200',
      WEB_DIST: '/srv/web',
    });

    expect(config).toMatchObject({
      isProduction: true,
      ownOrigins: [
        'https://orders.example.com',
        'http://localhost:5173',
        'https://admin.example.com',
      ],
      trustedProxies: ['10.0.0.0/8', '192.0.2.1'],
      mail: {
        smtpUrl: 'smtp://localhost:2525',
        from: { name: 'Example Shop', address: 'shop@example.com' },
      },
      payments: {
        stripe: {
          apiKey: 'key',
          webhookSecrets: ['whsec_new', 'whsec_old'],
          apiUrl: 'http://127.0.0.1:5001',
          timeoutMs: 10_000,
        },
        paytrail: {
          account: '375917',
          secret: 'shared',
          apiUrl: 'https://services.paytrail.com',
          timeoutMs: 10_000,
        },
        epassi: {
          site: 'shop-1',
          key: 'agreed',
          pageUrl: 'https://services.epassi.fi/e_payments/v2',
          refundUrl: 'https://epassi.example.com/refunds',
          timeoutMs: 10_000,
        },
      },
      outgoing: { allowPrivate: ['127.0.0.1:5001', '10.0.0.0/8'], requireHttps: true },
      settings: { retrySchedule: [100, 200] },
      webDist: '/srv/web',
    });
  });

  test('names every wrong variable at once, with what to do about it', () => {
    const problems = problemsOf({
      PORT: '70000',
      SMTP_URL: 'mail.example.com',
      GRACE_MS: '5 minutes',
    });

    expect(problems).toEqual([
      'DATABASE_URL is not set. Give the address of a PostgreSQL, such as postgresql://user@localhost:5432/orders, or use `npm start`, which brings one.',
      'PORT must be from 0 to 65535.',
      'SMTP_URL cannot be used: The address of the mail server must look like smtp://user:password@host:587.',
      'GRACE_MS must be a whole number.',
    ]);
  });

  test.each([
    [
      'production without a session secret',
      { ...production, SESSION_SECRET: '' },
      'SESSION_SECRET is not set',
    ],
    [
      'a short session secret',
      { ...production, SESSION_SECRET: 'short' },
      'SESSION_SECRET must have 32',
    ],
    [
      'production without a key for secrets',
      { ...production, SECRETS_KEY: undefined },
      'SECRETS_KEY is not set',
    ],
    [
      'a key of the wrong length',
      { ...production, SECRETS_KEY: 'AAAA' },
      'SECRETS_KEY must be 32 bytes',
    ],
    [
      'production in clear text',
      { ...production, PUBLIC_URL: 'http://orders.example.com' },
      'PUBLIC_URL must begin',
    ],
    [
      'a public shop that forgot NODE_ENV',
      { ...local, PUBLIC_URL: 'https://orders.example.com' },
      'SESSION_SECRET is not set',
    ],
    [
      'a public address with a path',
      { ...local, PUBLIC_URL: 'https://example.com/shop' },
      'PUBLIC_URL must be an address without a path',
    ],
    [
      'a heartbeat as long as half a lease',
      { ...local, LEASE_MS: '10000', HEARTBEAT_MS: '5000' },
      'HEARTBEAT_MS must be less',
    ],
    [
      'Stripe without a webhook secret',
      { ...local, STRIPE_API_KEY: 'key' },
      'STRIPE_WEBHOOK_SECRETS is not set',
    ],
    [
      'half of Paytrail',
      { ...local, PAYTRAIL_ACCOUNT: '375917' },
      'PAYTRAIL_ACCOUNT and PAYTRAIL_SECRET',
    ],
    [
      'a network that is none',
      { ...local, OUTGOING_ALLOW_PRIVATE: '10.0.0.0/99' },
      'OUTGOING_ALLOW_PRIVATE cannot be used',
    ],
    [
      'metrics where everybody comes',
      { ...local, PORT: '4000', METRICS_PORT: '4000' },
      'METRICS_PORT must be another than PORT',
    ],
    [
      'a share of traces above all of them',
      { ...local, OTEL_TRACES_SAMPLER_ARG: '1.5' },
      'OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1',
    ],
    [
      'another kind of database',
      { DATABASE_URL: 'mysql://localhost' },
      'DATABASE_URL must begin with postgresql://',
    ],
  ])('refuses %s', (_, environment, words) => {
    expect(problemsOf(environment).join('\n')).toContain(words);
  });
});

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
