import { defineConfig } from 'vitest/config';

const isSoak = Number(process.env['PROPERTY_RUNS'] ?? 0) > 0;

export default defineConfig({
  // Said here too, because vitest's transform cache does not notice a changed tsconfig.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // graphql 16 ships index.js and index.mjs: without this, Vite picks another copy than type-graphql does.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'server',
    // What a file imports is there for the next one too: half of the time went into importing it anew.
    isolate: false,
    globalSetup: 'test/global-setup.ts',
    setupFiles: ['test/repeatable-properties.ts'],
    // Real databases and servers on a machine that may be busy; nothing asserts how long it took.
    testTimeout: isSoak ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
  },
});
