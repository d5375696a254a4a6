// A fake Kajabi under /kajabi: the activation URLs of offers, and API v1 with its tokens.

import type { AccessBook } from './access.ts';
import { parseForm, textOf } from './form.ts';
import { answerKajabiApi, apiAnswer } from './kajabi-api.ts';
import type { KajabiCaller } from './kajabi-api.ts';
import type { KajabiAccount, KajabiBooks } from './kajabi-books.ts';
import { makeKajabiBooks } from './kajabi-books.ts';
import { answerKajabiUrl } from './kajabi-urls.ts';
import type { PostedMail } from './mailbox.ts';
import type { Platform, PlatformSetup } from './platform.ts';
import { refuse, servePlatform } from './platform.ts';
import { makeRecent } from './recent.ts';
import type { Recent } from './recent.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { jsonAnswer } from './wire.ts';

/** What the demo shop is set up with. */
export const usualKajabi: KajabiAccount = {
  secret: 'demo-kajabi',
  siteId: '1',
  offers: [
    {
      id: '1001',
      title: 'Watercolour from Scratch',
      products: ['Watercolour from Scratch', 'Brushes and Paper'],
    },
    { id: '1002', title: 'Drawing Every Day', products: ['Drawing Every Day'] },
    { id: '1003', title: 'Calm in Eight Weeks', products: ['Calm in Eight Weeks'] },
  ],
  apiClients: [{ clientId: 'demo-client', clientSecret: 'demo-client-secret', mayWrite: true }],
  tokenLifeSeconds: 7200,
  callsPerMinute: 100,
};

export type FakeKajabi = Platform & {
  readonly account: KajabiAccount;
  readonly members: KajabiBooks['members'];
  /** Forgets members and tokens. */
  clear(): void;
};

type Token = KajabiCaller & { readonly clientId: string; readonly expiresAt: number };
type Tokens = { readonly access: Recent<Token>; readonly refresh: Recent<Token> };
type Setup = PlatformSetup & {
  readonly newId: (prefix: string) => string;
  readonly account: KajabiAccount;
  readonly access: AccessBook;
  readonly post: (mail: PostedMail) => void;
};

export function makeFakeKajabi(setup: Setup): FakeKajabi {
  const books = makeKajabiBooks(setup);
  const tokens: Tokens = { access: makeRecent(10_000), refresh: makeRecent(10_000) };
  const platform = servePlatform(setup, {
    target: 'kajabi',
    isLimited: ({ path }) => path.startsWith('/kajabi/v1/'),
    answer: (request) =>
      answerKajabiUrl(books, request) ?? answerApiCall(setup, books, tokens, request),
    problem: (status, message, field) =>
      apiAnswer(status, {
        errors: [
          {
            status: String(status),
            title: titles[status] ?? 'Error',
            detail: message,
            ...(field !== null && { source: { pointer: `/data/attributes/${field}` } }),
          },
        ],
      }),
  });
  return {
    ...platform,
    account: setup.account,
    members: () => books.members(),
    clear: () => {
      books.clear();
      tokens.access.clear();
      tokens.refresh.clear();
      platform.calls.clear();
    },
  };
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

function answerApiCall(
  setup: Setup,
  books: KajabiBooks,
  tokens: Tokens,
  request: WireRequest,
): WireAnswer {
  if (!request.path.startsWith('/kajabi/v1/')) refuse(404, 'There is nothing here.');
  const isPost = request.method === 'POST';
  if (isPost && request.path === '/kajabi/v1/oauth/token') return giveToken(setup, tokens, request);
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  const caller = tokens.access.get(token);
  if (!caller || caller.expiresAt <= setup.clock.now())
    return refuse(401, 'The access token is missing, wrong or expired.');
  if (isPost && request.path === '/kajabi/v1/oauth/revoke') {
    tokens.access.delete(token);
    return { status: 200, headers: {}, body: '' };
  }
  return answerKajabiApi(books, caller, request);
}

function giveToken({ account, clock, newId }: Setup, tokens: Tokens, request: WireRequest) {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = (isForm && parseForm(request.body)) || null;
  if (!form) return refuse(400, 'Send the parameters form-encoded.');
  const client = clientOf(account, tokens, form);
  if (!client) return refuse(401, 'The client credentials are not valid.');
  const { clientId, mayWrite } = client;
  const token = {
    clientId,
    mayWrite,
    expiresAt: clock.now() + account.tokenLifeSeconds * 1000,
  };
  const [access, refresh] = [newId('kat_'), newId('krt_')];
  tokens.access.set(access, token);
  tokens.refresh.set(refresh, token);
  return jsonAnswer(200, {
    access_token: access,
    refresh_token: refresh,
    token_type: 'Bearer',
    expires_in: account.tokenLifeSeconds,
  });
}

function clientOf(
  { apiClients }: KajabiAccount,
  { refresh }: Tokens,
  form: NonNullable<ReturnType<typeof parseForm>>,
): Pick<Token, 'clientId' | 'mayWrite'> | undefined {
  const grant = textOf(form, 'grant_type');
  if (grant === 'refresh_token') return refresh.get(textOf(form, 'refresh_token') ?? '');
  if (grant !== 'client_credentials') return refuse(400, 'The grant_type is not supported.');
  return apiClients.find(
    ({ clientId, clientSecret }) =>
      clientId === textOf(form, 'client_id') && clientSecret === textOf(form, 'client_secret'),
  );
}
