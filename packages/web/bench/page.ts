import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';

// A program for `npm run bench`: opens the orders of a started product in a headless Chromium on a slowed processor,
// and tells its parent what it saw. Its arguments: address, cookie, rounds, how many times slower.

const SCROLL_MS = 3_000;
const SCROLLED_PX = 40_000;

/** One round. */
export type SeenOfPage = {
  readonly load: Load;
  readonly emptyMs: number;
  readonly scroll: Scroll;
  /** From a press to the next frame, in ms. */
  readonly pressMs: readonly number[];
};

export type Load = {
  readonly firstKb: number;
  readonly gridKb: number;
  readonly lcpMs: number;
  readonly longestTaskMs: number;
  readonly shift: number;
};
export type Scroll = {
  readonly framesPerSecond: number;
  readonly longTasks: number;
  /** The same with the slowed processor. */
  readonly slowedFramesPerSecond: number;
};

type Product = { readonly url: string; readonly cookie: string };

/** Where the product thinks that it is: it takes requests from pages of no other place. */
const PUBLIC_URL = 'http://localhost:4000';

const [url = '', cookie = '', rounds = '1', slowed = '1'] = process.argv.slice(2);
const browser = await openBrowser();
for (let round = 0; round < Number(rounds); round += 1) {
  process.send?.(await look(browser, { url, cookie }));
}
await browser.close();
process.disconnect();

async function look(where: Browser, product: Product): Promise<SeenOfPage> {
  const emptyMs = await loadEmpty(where);
  const context = await where.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookiesOf(product));
  const tab = await context.newPage();
  const load = await loadOrders(tab, product);
  const pressMs = await interact(tab);
  const seen = { load, emptyMs, pressMs, scroll: await scroll(tab) };
  await context.close();
  return seen;
}

/** A page with one word on it, slowed alike: what browser and machine cost by themselves. */
async function loadEmpty(where: Browser): Promise<number> {
  const tab = await where.newPage();
  await slowDown(tab);
  await watch(tab);
  await tab.goto(`${PUBLIC_URL}/healthz`);
  const lcpMs = await largestPaint(tab);
  await tab.close();
  return lcpMs;
}

async function loadOrders(tab: Page, product: Product): Promise<Load> {
  const client = await slowDown(tab);
  await client.send('Network.enable');
  const names = new Map<string, string>();
  const bytes = new Map<string, number>();
  client.on('Network.responseReceived', ({ requestId, response }) => {
    names.set(requestId, new URL(response.url).pathname);
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.set(names.get(requestId) ?? '', encodedDataLength);
  });
  await watch(tab);
  await tab.goto(`${PUBLIC_URL}/orders`);
  await tab.locator('.ag-row').first().waitFor({ timeout: 60_000 });
  const first = await firstFiles(product);
  const sumKb = (isMeant: (name: string) => boolean) =>
    [...bytes].reduce((sum, [name, size]) => sum + (isMeant(name) ? size : 0), 0) / 1_000;
  const isFirst = (name: string) => first.has(name);
  const isScript = (name: string) => /^\/assets\/.*\.(?:js|css)$/.test(name);
  const lcpMs = await largestPaint(tab);
  const { longestTaskMs, shift } = await tab.evaluate(() => {
    const { longTasks, shift: shifted } = window.watched;
    return { longestTaskMs: Math.max(0, ...longTasks), shift: shifted };
  });
  return {
    firstKb: sumKb(isFirst),
    gridKb: sumKb((name) => isScript(name) && !isFirst(name)),
    lcpMs,
    longestTaskMs,
    shift,
  };
}

/** What the page itself names: everything that has to be there before it begins. */
async function firstFiles(product: Product): Promise<ReadonlySet<string>> {
  const response = await fetch(`${product.url}/orders`, { headers: { accept: 'text/html' } });
  const names = (await response.text()).matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g);
  return new Set(['/orders', ...[...names].map(([, name]) => name ?? '')]);
}

/** From a press to the next frame, in ms, of what people do all day: open an order, close it, sort. */
async function interact(tab: Page): Promise<number[]> {
  await tab.evaluate(() => void (window.watched.interactions.length = 0));
  await tab.locator('.ag-row').first().click();
  await tab.getByRole('complementary').waitFor();
  await tab.keyboard.press('Escape');
  await tab.getByRole('columnheader', { name: 'Created' }).click();
  await tab.waitForTimeout(500);
  return tab.evaluate(() => window.watched.interactions);
}

/** Scrolling is asked of the machine as it is; how it goes on the slowed one is told beside it. */
async function scroll(tab: Page): Promise<Scroll> {
  const slowedFramesPerSecond = (await scrollOnce(tab)).framesPerSecond;
  await slowDown(tab, 1);
  return { ...(await scrollOnce(tab)), slowedFramesPerSecond };
}

function scrollOnce(tab: Page): Promise<Pick<Scroll, 'framesPerSecond' | 'longTasks'>> {
  return tab.evaluate(([distancePx, lastsMs]) => window.watched.scroll(distancePx, lastsMs), [
    SCROLLED_PX,
    SCROLL_MS,
  ] as const);
}

/** What watch-page.js puts there. */
type Watched = {
  readonly lcpMs: number;
  readonly shift: number;
  readonly longTasks: number[];
  readonly interactions: number[];
  scroll(
    distancePx: number,
    lastsMs: number,
  ): Promise<{ readonly framesPerSecond: number; readonly longTasks: number }>;
};
declare global {
  interface Window {
    readonly watched: Watched;
  }
}

/** Before anything of the page runs. */
async function watch(tab: Page): Promise<void> {
  await tab.addInitScript({ path: path.join(import.meta.dirname, 'watch-page.js') });
}

async function largestPaint(tab: Page): Promise<number> {
  await tab.waitForFunction(() => window.watched.lcpMs > 0);
  await tab.waitForTimeout(500);
  return tab.evaluate(() => window.watched.lcpMs);
}

async function slowDown(tab: Page, times = Number(slowed)): Promise<CDPSession> {
  const client = await tab.context().newCDPSession(tab);
  await client.send('Emulation.setCPUThrottlingRate', { rate: times });
  return client;
}

function cookiesOf(product: Product) {
  return product.cookie.split('; ').map((one) => {
    const [name = '', ...value] = one.split('=');
    return { name, value: value.join('='), url: PUBLIC_URL };
  });
}

async function openBrowser(): Promise<Browser> {
  const located = execFileSync(
    process.execPath,
    [path.join(import.meta.dirname, '../e2e/browser.mjs')],
    {
      encoding: 'utf8',
    },
  );
  const { executablePath, env } = JSON.parse(located) as {
    executablePath?: string;
    env?: Record<string, string>;
  };
  return chromium.launch({
    ...(executablePath && {
      executablePath,
      env: { ...(process.env as Record<string, string>), ...env },
    }),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      `--host-resolver-rules=MAP ${new URL(PUBLIC_URL).host} ${new URL(url).host}`,
    ],
  });
}
