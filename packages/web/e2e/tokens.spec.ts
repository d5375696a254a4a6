import { expect, nothingSerious, signIn, test } from './kit.ts';

const url = () => process.env['E2E_URL'] ?? '';

/** What a script gets for its token: the total, or the code of the refusal. */
async function ask(secret: string): Promise<string> {
  const response = await fetch(`${url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: '{ attentionCount { total } }' }),
  });
  const { data, errors } = (await response.json()) as {
    data: unknown;
    errors?: { extensions: { code: string } }[];
  };
  return errors?.[0]?.extensions.code ?? JSON.stringify(data);
}

/** A script that listens: its first answer, and with which code its socket is closed. */
function listen(secret: string) {
  const socket = new WebSocket(`${url().replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const first = Promise.withResolvers<string>();
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code));
  });
  const send = (message: object) => socket.send(JSON.stringify(message));
  socket.addEventListener('open', () =>
    send({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } }),
  );
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string };
    if (message.type === 'connection_ack') {
      const query = 'subscription { attentionCount { total } }';
      send({ type: 'subscribe', id: '1', payload: { query } });
    } else if (message.type === 'next') first.resolve(message.type);
  });
  return { first: first.promise, closed };
}

test('a token made on the screen lets a script in until it is revoked there, also one that listens', async ({
  page,
}) => {
  const name = `Watcher ${Date.now()}`;
  await signIn(page, 'admin');
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('link', { name: 'API tokens' }).click();
  await page.getByRole('button', { name: 'New API token' }).click();
  const panel = page.getByRole('complementary');
  await panel.getByRole('textbox', { name: 'Name' }).fill(name);
  await panel.getByRole('button', { name: 'Create the token' }).click();
  await expect(panel.getByText('Choose at least one thing that it may do.')).toBeVisible();
  await panel.getByRole('button', { name: 'Attention and re-run' }).click();
  await panel.getByText('30 days').click();
  await nothingSerious(page);
  await panel.getByRole('button', { name: 'Create the token' }).click();

  const secret = (await panel.getByLabel('Token', { exact: true }).textContent()) ?? '';
  expect(secret).toMatch(/^oms_live_[\w-]{49}$/);
  await nothingSerious(page);
  await panel.getByRole('button', { name: 'Done' }).click();
  const leaving = page.getByRole('dialog', { name: 'Leave without copying the token?' });
  await expect(leaving).toContainText('It will not be shown again.');
  await leaving.getByRole('button', { name: 'Leave' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('See orders, Re-run actions');
  await expect(row).toContainText('in 30 days');
  await expect(page.getByText(secret)).toHaveCount(0);

  expect(await ask(secret)).toMatch(/"total":\d+/);
  const script = listen(secret);
  expect(await script.first).toBe('next');

  await row.getByRole('button', { name }).click();
  await panel.getByRole('button', { name: 'Revoke…' }).click();
  const dialog = page.getByRole('dialog', { name: `Revoke “${name}”?` });
  await expect(dialog).toContainText('also those that listen');
  await nothingSerious(page);
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText(`“${name}” is revoked.`)).toBeVisible();

  expect(await script.closed).toBe(4403);
  expect(await ask(secret)).toBe('UNAUTHENTICATED');
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: /that ended/ }).click();
  await expect(row).toContainText('Revoked');
});
