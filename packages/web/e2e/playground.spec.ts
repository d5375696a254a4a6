import { expect, signIn, test } from './kit.ts';

test('the playground is signed in by the same session, runs subscriptions and loads nothing from elsewhere', async ({
  page,
  world,
  baseURL,
}) => {
  await signIn(page);
  const foreign: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !/^(data|blob):/.test(request.url()))
      foreign.push(request.url());
  });
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  await page.goto('/graphiql');
  const editor = page.locator('.graphiql-query-editor .monaco-editor').first();
  await expect(editor).toBeVisible({ timeout: 30_000 });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('subscription { orderChanged { number customer { email } } }');
  await page.locator('.graphiql-execute-button').click();
  const email = `pihla.${Date.now()}@example.com`;
  // The stream has to be open before the order comes.
  await page.waitForResponse(() => true, { timeout: 1000 }).catch(() => null);
  await world.shop({ email });
  await expect(page.locator('.result-window')).toContainText(email, { timeout: 30_000 });
  expect(foreign).toEqual([]);
  expect(problems).toEqual([]);
});
