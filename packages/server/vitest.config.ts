import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Said here too, because vitest's transform cache does not notice a changed tsconfig.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // graphql 16 ships index.js and index.mjs: without this, Vite picks another copy than type-graphql does.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'server',
    globalSetup: 'test/global-setup.ts',
    setupFiles: ['test/setup.ts'],
    // Real databases and servers on a machine that may be busy; nothing asserts how long it took.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
  },
});
