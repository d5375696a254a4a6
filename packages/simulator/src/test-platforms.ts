// What the tests of Kajabi and Systeme.io share: short ways to call the two as a shop does.

import type { Simulator } from './simulator.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where the answer is empty. */
  readonly body: unknown;
};

export async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}

export const aino = {
  name: 'Aino Virtanen',
  email: 'aino@example.com',
  external_user_id: 'oms_Aino',
};

/** Opens or closes an offer by its secret URL; `query` begins with a question mark. */
export function tellKajabi(
  simulator: Simulator,
  deed: 'activate' | 'deactivate',
  payload: unknown = aino,
  { offerId = '1001', secret = 'demo-kajabi', query = '' } = {},
): Promise<Answer> {
  const url = `${simulator.url}/kajabi/webhooks/offers/${secret}/${offerId}/${deed}${query}`;
  return call('POST', url, payload);
}

export function askForToken(
  simulator: Simulator,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${simulator.url}/kajabi/v1/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'demo-client',
      client_secret: 'demo-client-secret',
      ...parameters,
    }),
  });
}

export type KajabiClient = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Calls Kajabi's API with a fresh token. */
export async function kajabiClient(simulator: Simulator): Promise<KajabiClient> {
  const { access_token: token } = (await (await askForToken(simulator)).json()) as {
    access_token: string;
  };
  return (method, path, body) =>
    call(method, `${simulator.url}/kajabi/v1/${path}`, body, { authorization: `Bearer ${token}` });
}

export function systemeio(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  apiKey = 'demo-systeme-key',
): Promise<Answer> {
  return call(method, `${simulator.url}/systemeio/api/${path}`, body, { 'x-api-key': apiKey });
}

/** The short form of who has what: customer, offer, course or tag. */
export function accessOf(simulator: Simulator): string[] {
  return simulator.access.list().map(({ email, kind, targetId }) => `${email} ${kind} ${targetId}`);
}
