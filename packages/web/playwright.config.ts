import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

// The workers read this file too: the browser is located once and handed on by the environment.
process.env['E2E_BROWSER'] ??= execFileSync(
  process.execPath,
  [path.join(import.meta.dirname, 'e2e/browser.mjs')],
  { encoding: 'utf8' },
);
const browser = JSON.parse(process.env['E2E_BROWSER']) as {
  executablePath?: string;
  env?: Record<string, string>;
};

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  // On a machine that is busy with other things a page may be late once.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
  globalSetup: './e2e/global-setup.ts',
  use: {
    baseURL: process.env['E2E_URL'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Helsinki',
    trace: 'on-first-retry',
    launchOptions: browser.executablePath
      ? {
          executablePath: browser.executablePath,
          env: { ...(process.env as Record<string, string>), ...browser.env },
          args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
        }
      : {},
  },
});
