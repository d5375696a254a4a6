import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import type { KajabiClient } from './test-platforms.ts';
import { accessOf, aino, askForToken, kajabiClient, tellKajabi } from './test-platforms.ts';
import { startTestSimulator } from './test-world.ts';

const begin = Date.UTC(2026, 10, 23, 12);
let now = begin;
let simulator: Simulator;
let kajabi: KajabiClient;

beforeEach(async () => {
  now = begin;
  simulator = await startTestSimulator({ now: () => now });
  kajabi = await kajabiClient(simulator);
});
afterEach(async () => {
  await simulator.stop();
});

const site = { data: { type: 'sites', id: '1' } };
const newContact = {
  data: {
    type: 'contacts',
    attributes: { name: 'Aino Virtanen', email: 'Aino@example.com' },
    relationships: { site },
  },
};
const offers = (...ids: string[]) => ids.map((id) => ({ type: 'offers', id }));

async function createAino(): Promise<string> {
  const { body } = await kajabi('POST', 'contacts', newContact);
  return (body as { data: { id: string } }).data.id;
}

function problem(status: number, title: string, detail: string, source?: object) {
  const error = { status: String(status), title, detail, ...(source && { source }) };
  return { status, body: { errors: [error] } };
}

describe('a token of the API', () => {
  test('is given for the client credentials and ends after its time', async () => {
    const answer = await askForToken(simulator);
    expect(await answer.json()).toEqual({
      access_token: expect.stringMatching(/^kat_/) as string,
      refresh_token: expect.stringMatching(/^krt_/) as string,
      token_type: 'Bearer',
      expires_in: 7200,
    });
    now += 7200 * 1000 - 1;
    expect(await kajabi('GET', 'contacts')).toMatchObject({ status: 200 });
    now += 1;
    expect(await kajabi('GET', 'contacts')).toMatchObject(
      problem(401, 'Unauthorized', 'The access token is missing, wrong or expired.'),
    );
  });

  test('can be refreshed and revoked', async () => {
    const first = (await (await askForToken(simulator)).json()) as { refresh_token: string };
    const { refresh_token } = first;
    const again = await askForToken(simulator, { grant_type: 'refresh_token', refresh_token });
    expect(again.status).toBe(200);
    expect(await kajabi('POST', 'oauth/revoke', {})).toMatchObject({ status: 200 });
    expect(await kajabi('GET', 'contacts')).toMatchObject({ status: 401 });
  });

  test.each([
    ['another secret', { client_secret: 'demo-client-secreT' }, 401],
    ['another client', { client_id: 'nobody' }, 401],
    ['another grant type', { grant_type: 'password' }, 400],
  ])('is refused to %s', async (_, parameters, status) => {
    expect((await askForToken(simulator, parameters)).status).toBe(status);
  });

  test('is refused to parameters that are not form-encoded', async () => {
    const response = await fetch(`${simulator.url}/kajabi/v1/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials' }),
    });
    expect(response.status).toBe(400);
  });
});

describe('contacts', () => {
  test('are created once for an email, and found by it', async () => {
    const id = await createAino();
    expect(await kajabi('POST', 'contacts', newContact)).toMatchObject(
      problem(422, 'Unprocessable Entity', 'Email has already been taken', {
        pointer: '/data/attributes/email',
      }),
    );
    const search = encodeURIComponent('aino@EXAMPLE.com');
    const found = await kajabi('GET', `contacts?filter[site_id]=1&filter[search]=${search}`);
    expect(found.headers.get('content-type')).toBe('application/vnd.api+json; charset=utf-8');
    expect(found.body).toEqual({
      data: [
        {
          type: 'contacts',
          id,
          attributes: {
            name: 'Aino Virtanen',
            email: 'Aino@example.com',
            subscribed: false,
            external_user_id: null,
            created_at: '2026-11-23T12:00:00.000Z',
            updated_at: '2026-11-23T12:00:00.000Z',
          },
          relationships: { site, offers: { data: [] } },
        },
      ],
      meta: { total_count: 1, total_pages: 1, current_page: 1 },
    });
    expect((await kajabi('GET', 'contacts?filter[search]=bertil')).body).toMatchObject({
      data: [],
      meta: { total_count: 0 },
    });
  });

  test('come in pages, newest first', async () => {
    for (const name of ['a', 'b', 'c'])
      await tellKajabi(simulator, 'activate', {
        name,
        email: `${name}@example.com`,
        external_user_id: name,
      });
    const { body } = await kajabi('GET', 'contacts?page[size]=2&page[number]=2');
    expect(body).toMatchObject({
      data: [{ attributes: { email: 'a@example.com', external_user_id: 'a' } }],
      meta: { total_count: 3, total_pages: 2, current_page: 2 },
    });
  });

  test.each([
    ['an email that is none', { ...newContact.data, attributes: { email: 'aino' } }, 422],
    ['no site', { ...newContact.data, relationships: undefined }, 400],
    [
      'a site of others',
      { ...newContact.data, relationships: { site: { data: { type: 'sites', id: '2' } } } },
      403,
    ],
  ])('are refused with %s', async (_, data, status) => {
    const answer = await kajabi('POST', 'contacts', { data });
    expect(answer).toMatchObject({ status, body: { errors: [{ status: String(status) }] } });
    expect(simulator.kajabi.members()).toEqual([]);
  });
});

describe('offers of a contact', () => {
  test('are granted, told and revoked, and mail goes out with the first grant', async () => {
    const path = `contacts/${await createAino()}/relationships/offers`;
    const both = { data: offers('1001', '1002') };
    expect(await kajabi('POST', path, both)).toMatchObject({ status: 200, body: both });
    expect(await kajabi('POST', path, both)).toMatchObject({ status: 200, body: both });
    expect(await kajabi('GET', path)).toMatchObject({ status: 200, body: both });
    expect(simulator.inbox.list().map(({ subject }) => subject)).toEqual([
      'You now have access to Drawing Every Day',
      'You now have access to Watercolour from Scratch',
    ]);
    expect(simulator.access.list()).toMatchObject([
      { targetId: '1002', by: 'api', externalId: null },
      { targetId: '1001', by: 'api', externalId: null },
    ]);

    const left = { data: offers('1002') };
    const first = { data: offers('1001') };
    expect(await kajabi('DELETE', path, first)).toMatchObject({ status: 200, body: left });
    expect(await kajabi('DELETE', path, first)).toMatchObject({ status: 200, body: left });
    expect(simulator.access.changes.list()).toHaveLength(3);
  });

  test('are granted without a mail where the body says so', async () => {
    const path = `contacts/${await createAino()}/relationships/offers`;
    const meta = { send_customer_welcome_email: false };
    await kajabi('POST', path, { data: offers('1003'), meta });
    expect(accessOf(simulator)).toEqual(['Aino@example.com offer 1003']);
    expect(simulator.inbox.list()).toEqual([]);
  });

  test('are the same by URL and by API', async () => {
    const path = `contacts/${await createAino()}/relationships/offers`;
    expect(await tellKajabi(simulator, 'activate')).toMatchObject({ status: 200 });
    expect(await kajabi('GET', path)).toMatchObject({ body: { data: offers('1001') } });
    await kajabi('DELETE', path, { data: offers('1001') });
    expect(await tellKajabi(simulator, 'deactivate', aino)).toMatchObject({
      body: { base: ['Offer grant not found for offer on member'] },
    });
  });

  test.each([
    ['an unknown offer', 'POST', { data: offers('1001', '9999') }, 404],
    ['no offer', 'POST', { data: [] }, 400],
    ['something else than offers', 'DELETE', { data: [{ type: 'tags', id: '1' }] }, 400],
  ])('are left alone by a wish with %s', async (_, method, wish, status) => {
    const path = `contacts/${await createAino()}/relationships/offers`;
    const answer = await kajabi(method, path, wish);
    expect(answer).toMatchObject({ status, body: { errors: [{ status: String(status) }] } });
    expect(simulator.access.changes.list()).toEqual([]);
  });

  test('cannot be asked for of a contact nobody knows', async () => {
    expect(await kajabi('GET', 'contacts/1/relationships/offers')).toMatchObject(
      problem(404, 'Not Found', 'The contact could not be found.'),
    );
  });
});

test('a client without the permission may read, and write nothing', async () => {
  const apiClients = [{ clientId: 'demo-client', clientSecret: 'demo-client-secret' }];
  const reader = await startTestSimulator({
    kajabi: { apiClients: apiClients.map((client) => ({ ...client, mayWrite: false })) },
  });
  const read = await kajabiClient(reader);
  expect(await read('GET', 'offers')).toMatchObject({
    status: 200,
    body: { data: [{ id: '1001' }, { id: '1002' }, { id: '1003' }] },
  });
  expect(await read('POST', 'contacts', newContact)).toMatchObject({ status: 403 });
  expect(reader.kajabi.members()).toEqual([]);
  await reader.stop();
});
