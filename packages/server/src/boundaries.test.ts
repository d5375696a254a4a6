import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

// Who may import whom (ARCHITECTURE.md). A folder's row names our own folders and files; a package
// stands in the row of each folder that may use it. Tests may import what they need.

type Row = { readonly ours: readonly string[]; readonly packages: readonly string[] };

const table: Readonly<Record<string, Row>> = {
  domain: { ours: [], packages: [] },
  csv: { ours: [], packages: [] },
  database: {
    ours: ['domain'],
    packages: [
      '@mikro-orm/core',
      '@mikro-orm/migrations',
      '@mikro-orm/postgresql',
      'graphile-worker',
      'kysely',
      'pg',
      'pg-copy-streams',
      'node:crypto',
      'node:stream',
      'node:events',
    ],
  },
  outside: {
    ours: [],
    packages: [
      'undici',
      'nodemailer',
      'ipaddr.js',
      'node:crypto',
      'node:dns',
      'node:http',
      'node:net',
      'node:stream',
      'node:tls',
    ],
  },
  payments: {
    ours: ['domain'],
    packages: ['stripe', 'undici', 'node:crypto', 'node:http', 'node:https', 'zod'],
  },
  actions: {
    ours: ['domain', 'outside'],
    packages: ['zod', 'standardwebhooks', '@react-email/render', 'react', 'node:crypto'],
  },
  'use-cases': {
    ours: [
      'csv',
      'domain',
      'database',
      'actions/action-type.ts',
      'actions/action-types.ts',
      'payments/payment-provider.ts',
      'payments/providers.ts',
    ],
    packages: ['@mikro-orm/postgresql', 'zod', 'node:crypto', 'node:net', 'node:timers'],
  },
  access: {
    ours: ['domain', 'database', 'use-cases'],
    packages: [
      '@mikro-orm/postgresql',
      '@simplewebauthn/server',
      'better-auth',
      'express',
      'ipaddr.js',
      'kysely',
      'pg',
      'zod',
      'node:crypto',
      'node:util',
    ],
  },
  graphql: {
    ours: [
      'actions/action-types.ts',
      'domain',
      'database',
      'use-cases',
      'access/viewer.ts',
      'payments/payment-provider.ts',
      'payments/providers.ts',
    ],
    packages: [
      '@mikro-orm/core',
      '@mikro-orm/postgresql',
      '@graphql-yoga/subscription',
      'class-validator',
      'dataloader',
      'graphql',
      'graphql-scalars',
      'reflect-metadata',
      'type-graphql',
      'node:events',
      'node:crypto',
    ],
  },
  http: {
    ours: [
      'access',
      'config.ts',
      'database',
      'graphql',
      'log.ts',
      'payments/payment-provider.ts',
      'telemetry',
      'use-cases',
    ],
    packages: [
      '@apollo/server',
      'better-auth',
      'express',
      'graphql',
      'graphql-ws',
      'helmet',
      'proxy-addr',
      'ws',
      'node:crypto',
      'node:fs',
      'node:http',
      'node:net',
      'node:path',
      'node:stream',
      'node:timers',
    ],
  },
  worker: {
    ours: [
      'actions/action-types.ts',
      'database',
      'domain',
      'outside',
      'payments/providers.ts',
      'telemetry',
      'use-cases',
    ],
    packages: [
      '@mikro-orm/postgresql',
      'graphile-worker',
      'standardwebhooks',
      'node:crypto',
      'node:timers',
    ],
  },
  telemetry: {
    ours: [
      'config.ts',
      'database',
      'log.ts',
      'outside',
      'payments/payment-provider.ts',
      'payments/providers.ts',
      'use-cases',
    ],
    packages: [
      '@mikro-orm/postgresql',
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
      'pg',
      'prom-client',
      'node:async_hooks',
    ],
  },
  demo: {
    ours: ['domain', 'database', 'use-cases'],
    packages: [
      '@mikro-orm/postgresql',
      'pg',
      'pure-rand',
      'typeid-js',
      'node:crypto',
      'node:path',
      'node:worker_threads',
    ],
  },
};

/** Where everything meets: nothing is forbidden to them. */
const composers = [
  'main.ts',
  'migrate-all.ts',
  'migrate-dry-run.ts',
  'cli',
  'cli.ts',
  'config.ts',
  'config-readers.ts',
  'config-variables.ts',
  'log.ts',
  'surroundings.ts',
  'local',
];

const source = import.meta.dirname;
const files = fs
  .readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file) && !/\.(test|contract)\.tsx?$|-stand-in\.ts$/.test(file));

const folderOf = (file: string) => file.split('/')[0] ?? file;

/** Every module a file names in an import or export, types too: a type is a dependency of thought. */
function importsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(source, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

function isAllowed(file: string, specifier: string): boolean {
  const row = table[folderOf(file)];
  if (!row) return false;
  if (!specifier.startsWith('.')) {
    return row.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  }
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  return [folderOf(file), ...row.ours].some(
    (one) => target === one || target.startsWith(`${one}/`),
  );
}

describe('who may import whom', () => {
  test('every folder has its row, and files were found in it', () => {
    const folders = new Set(files.map(folderOf).filter((folder) => !composers.includes(folder)));
    expect([...folders].sort()).toEqual(Object.keys(table).sort());
    expect(files.length).toBeGreaterThan(100);
    expect(importsOf('boundaries.test.ts')).toEqual(['node:fs', 'node:path', 'vitest']);
  });

  test('no file imports what its row does not name', () => {
    const broken = files
      .filter((file) => !composers.includes(folderOf(file)))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => !isAllowed(file, specifier))
          .map((specifier) => `${file} imports ${specifier}`),
      );
    expect(broken).toEqual([]);
  });

  test('only the places where everything meets read the environment, the clock and chance', () => {
    const lent = /process\.env|new Date\(\)|Date\.now\(\)|Math\.random\(\)|randomUUID\(/;
    const allowed = [
      'database/notifications.ts', // Timers of its own connection, no business time.
      'payments/paytrail.ts', // The provider's protocol asks for the moment and a nonce.
    ];
    const users = files
      .filter((file) => !composers.includes(folderOf(file)) && !allowed.includes(file))
      .filter((file) => lent.test(fs.readFileSync(path.join(source, file), 'utf8')));
    expect(users).toEqual([]);
  });
});
