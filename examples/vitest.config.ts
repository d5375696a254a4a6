import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 16 ships index.js and index.mjs: without this, Vite picks another copy than graphql-ws does.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'examples',
    globalSetup: 'test/global-setup.ts',
    include: ['test/**/*.test.ts'],
    // One outside world for all of them: a switch of one test must not meet the orders of another.
    fileParallelism: false,
    // The scripts run on a machine that may be busy; nothing asserts how long they took.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
