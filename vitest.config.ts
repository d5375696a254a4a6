import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/server', 'packages/web', 'packages/simulator'],
    // Most of the time is spent waiting for a database: left alone, one of two cores would idle.
    maxWorkers: '100%',
  },
});
