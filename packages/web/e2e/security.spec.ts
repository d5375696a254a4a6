import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { api, expect, signIn, test } from './kit.ts';
import { expectHarmless, screens, watchFor } from './violations.ts';

/** A page of somebody else's. Beside ours on `localhost`, so that browsers send our cookie along. */
async function foreignPage(html: string): Promise<{ url: string; stop: () => void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    stop: () => server.close(),
  };
}

test('no screen, dialog or query of the playground needs what the policy forbids', async ({
  page,
  context,
  world,
}) => {
  const seen = await watchFor(context);
  await page.goto('/sign-in');
  await expectHarmless(page, seen);
  await signIn(page);
  for (const screen of screens) {
    await page.goto(screen);
    await expect(page.locator('#root')).not.toBeEmpty();
    await page.waitForLoadState('networkidle');
    await expectHarmless(page, seen);
  }
  for (const [list, row] of [
    ['members', 'Salla Support'],
    ['tokens', 'Demo, all rights'],
  ]) {
    await page.goto(`/people/${list}`);
    await page.getByRole('button', { name: row, exact: true }).click();
    await expect(page.getByRole('complementary', { name: row })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectHarmless(page, seen);
  }
  const { orderId } = await world.shop({ email: `sanni.${Date.now()}@example.com` });
  await page.goto(`/orders?order=${orderId}`);
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('region', { name: 'History' })).toBeVisible();
  for (const name of ['Refund…', 'Complete order…']) {
    const button = panel.getByRole('button', { name });
    if (!(await button.isVisible())) continue;
    await button.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectHarmless(page, seen);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await page.goto('/orders');
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectHarmless(page, seen);

  await page.goto('/graphiql');
  const editor = page.locator('.graphiql-query-editor .monaco-editor').first();
  await expect(editor).toBeVisible();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('query Who { viewer { name role } }');
  await page.locator('.graphiql-execute-button').click();
  await expect(page.locator('.result-window')).toContainText('"ADMIN"');
  await expectHarmless(page, seen);
});

test('every answer says what a browser may do with it', async ({ request }) => {
  for (const path of [
    '/',
    '/orders',
    '/graphiql',
    '/healthz',
    '/exports/none.csv',
    '/nothing.js',
  ]) {
    const headers = (await request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) {
      expect([path, policy.split(';').map((one) => one.trim())]).toEqual([
        path,
        expect.arrayContaining([part]),
      ]);
    }
    expect([path, policy]).toEqual([path, expect.not.stringContaining('unsafe-eval')]);
    expect({ path, ...headers }).toMatchObject({
      path,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('payment=()'),
    });
    // Of a machine without a certificate it would lock everybody out: only an https address has it.
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  }
});

test('the cookie of a session is out of reach of scripts and of other sites', async ({
  page,
  context,
}) => {
  await signIn(page);
  const cookies = await context.cookies();
  expect(cookies.filter(({ name }) => name.includes('session'))).not.toEqual([]);
  for (const { name, httpOnly, sameSite, path } of cookies) {
    expect([name, httpOnly, sameSite, path]).toEqual([name, true, 'Lax', '/']);
  }
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a script that signs in like a page is told to send a token', async ({ baseURL }) => {
  const answer = await fetch(`${baseURL}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@example.com', password: 'demo-admin-2026' }),
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('A script sends an API token instead');
});

test('a page of another origin can neither show, read nor change anything', async ({
  page,
  baseURL: ours,
}) => {
  const baseURL = ours ?? '';
  await signIn(page);
  const countBefore = await api<{ settings: object }>('{ settings { alertCount } }');
  const mutation =
    'mutation { saveSettings(input: { idempotencyKey: "evil", alertCount: 666 }) { errors { code } } }';
  const foreign = await foreignPage(`<!doctype html><title>Foreign</title>
    <iframe name="framed" src="${baseURL}/orders"></iframe>
    <form id="graphql" method="post" enctype="text/plain" target="of-graphql" action="${baseURL}/graphql">
      <input name='{"query":${JSON.stringify(mutation).replaceAll("'", '&#39;')},"x":"' value='"}'></form>
    <form id="plain" method="post" target="of-plain" action="${baseURL}/graphql">
      <input name="query" value='${mutation}'></form>
    <form id="leave" method="post" target="of-leave" action="${baseURL}/api/auth/sign-out"></form>
    <iframe name="of-graphql"></iframe><iframe name="of-plain"></iframe><iframe name="of-leave"></iframe>`);
  try {
    await page.goto(foreign.url);
    const tried = await page.evaluate(
      async ([base, mutation]) => {
        const attempt = async (path: string, init: RequestInit) => {
          try {
            const response = await fetch(base + path, { credentials: 'include', ...init });
            return response.type === 'opaque' ? 'sent blindly' : `read ${await response.text()}`;
          } catch {
            return 'refused';
          }
        };
        const json = { 'content-type': 'application/json' };
        const body = JSON.stringify({ query: mutation });
        const socket = await new Promise<string>((resolve) => {
          const opened = new WebSocket(
            `${base.replace('http', 'ws')}/graphql`,
            'graphql-transport-ws',
          );
          opened.addEventListener('open', () => resolve('opened'));
          opened.addEventListener('error', () => resolve('refused'));
        });
        const blind = { mode: 'no-cors', method: 'POST' } as const;
        const get = `/graphql?query=${encodeURIComponent(mutation)}`;
        return {
          socket,
          json: await attempt('/graphql', { method: 'POST', headers: json, body }),
          text: await attempt('/graphql', { method: 'POST', body }),
          query: await attempt('/graphql?query={viewer{name}}', {}),
          viewer: await attempt('/api/auth/get-session', {}),
          report: await attempt('/reports/sales.csv?period=TODAY&timeZone=UTC&by=SOURCE', {}),
          blindly: await attempt('/graphql', { ...blind, body }),
          // What the browser lets go out unasked must be refused where it arrives.
          get: await attempt(get, { mode: 'no-cors' }),
        };
      },
      [baseURL, mutation] as const,
    );
    expect(tried).toEqual({
      socket: 'refused',
      json: 'refused',
      text: 'refused',
      query: 'refused',
      viewer: 'refused',
      report: 'refused',
      // Our answers are for our own pages: the browser keeps even an opaque one from others.
      blindly: 'refused',
      get: 'refused',
    });
    for (const form of ['graphql', 'plain', 'leave']) {
      const answered = page.waitForResponse((response) => response.url().startsWith(baseURL));
      await page.evaluate(
        (id) => document.querySelector<HTMLFormElement>(`#${id}`)?.submit(),
        form,
      );
      expect([form, (await answered).status()]).toEqual([form, 403]);
    }
    const framed = page.frame({ name: 'framed' });
    expect(await framed?.locator('body').innerText()).not.toContain('Orders');
  } finally {
    foreign.stop();
  }
  expect(await api('{ settings { alertCount } }')).toEqual(countBefore);
  await page.goto('/orders');
  await expect(page.getByRole('tab', { name: /All orders/ })).toBeVisible();
});
