import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'simulator',
    // What a file imports is there for the next one too: half of the time went into importing it anew.
    isolate: false,
    include: ['src/**/*.test.ts'],
    // On a machine that may be busy; nothing asserts how long it took.
    testTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
