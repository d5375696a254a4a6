import type { BrowserContext, Page } from '@playwright/test';
import { expect } from './kit.ts';

/** What must stay empty while somebody looks at pages. */
export type Violations = {
  /** What the content security policy had to stop, as the page and the console tell it. */
  readonly stopped: string[];
  /** What a stranger's text did. */
  readonly executed: string[];
};

declare global {
  // A stranger's text calls it, where it gets to run.
  var ran: (what: string) => void;
}

/** Watches every page and frame of the context from their first moment on. */
export async function watchFor(context: BrowserContext): Promise<Violations> {
  const seen: Violations = { stopped: [], executed: [] };
  await context.exposeFunction('ran', (what: string) => void seen.executed.push(what));
  await context.exposeFunction('stopped', (what: string) => void seen.stopped.push(what));
  await context.addInitScript(() => {
    const page = globalThis as unknown as { stopped(what: string): void };
    document.addEventListener('securitypolicyviolation', (event) => {
      page.stopped(
        `${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      );
    });
  });
  context.on('page', (page) => watchPage(page, seen));
  for (const page of context.pages()) watchPage(page, seen);
  return seen;
}

function watchPage(page: Page, seen: Violations): void {
  page.on('dialog', (dialog) => {
    seen.executed.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/u.test(message.text()))
      seen.stopped.push(message.text());
  });
  page.on('pageerror', (error) => seen.stopped.push(`an error: ${error.message}`));
}

/** Nothing ran, nothing had to be stopped, and no text has become part of the page. */
export async function expectHarmless(page: Page, seen: Violations): Promise<void> {
  const elements = await Promise.all(
    page.frames().map((frame) =>
      frame
        .locator(
          'img[src="x"], [onerror], [onload], a[href^="javascript:"], marquee, script:text("ran(")',
        )
        .evaluateAll((found) => found.map((one) => one.outerHTML.slice(0, 200)))
        .catch(() => [] as string[]),
    ),
  );
  expect({ at: page.url(), ...seen, elements: elements.flat() }).toEqual({
    at: page.url(),
    stopped: [],
    executed: [],
    elements: [],
  });
}

/** Everything a member can open, by its address. */
export const screens = [
  '/orders',
  '/orders?tab=attention',
  '/reports',
  '/reports?view=table',
  '/reports?by=PRODUCT',
  '/configuration/actions',
  '/configuration/products',
  '/configuration/offers',
  '/configuration/links',
  '/configuration/codes',
  '/configuration/checkouts',
  '/configuration/settings',
  '/account',
  '/people/members',
  '/people/members?open=new',
  '/people/tokens',
  '/people/tokens?open=new',
  '/people/audit',
  '/people/personal-data',
  '/nothing-here',
] as const;
