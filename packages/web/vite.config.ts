import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { precompressed } from './precompressed.ts';

const api = process.env['API_URL'] ?? 'http://127.0.0.1:4000';

/** The server answers /graphiql with graphiql.html; in development Vite must do the same. */
const playgroundAddress: Plugin = {
  name: 'playground-address',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (/^\/graphiql\/?(\?|$)/.test(request.url ?? '')) request.url = '/graphiql.html';
      next();
    });
  },
};

export default defineConfig({
  plugins: [react(), playgroundAddress, precompressed()],
  build: {
    target: 'es2023',
    // Browsers of two years: they know light-dark(), which the colours are written in.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // GraphiQL brings Monaco: large, and loaded only by its own page.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: { index: 'index.html', graphiql: 'graphiql.html' },
      // GraphiQL's libraries carry hints for a compiler that is not in play here.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
  // Their `?worker` imports are beyond the dependency optimizer.
  optimizeDeps: { exclude: ['graphiql/setup-workers/vite', '@graphiql/react/setup-workers/vite'] },
  server: {
    host: '127.0.0.1',
    proxy: {
      // Not /graphiql, whose page Vite serves itself.
      '^/graphql(\\?|$)': { target: api, ws: true },
      '/api': { target: api },
      '/exports': { target: api },
      '/reports/sales.csv': { target: api },
      '/events': { target: api },
    },
  },
  test: {
    name: 'web',
    // What a file imports is there for the next one too: half of the time went into importing it anew.
    isolate: false,
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts', '../server/test/repeatable-properties.ts'],
    // On a machine that may be busy; nothing asserts how long it took.
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    // The browser's conditions would give the tests a second copy of graphql.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
});
