/** Kajabi's API v1 (JSON:API) as far as granting an offer needs it. Each call says what it came to. */
import { z } from 'zod';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { ActionRun, Exchange, PurchasedOrder } from './action-type.ts';
import { kajabiName } from './kajabi-member.ts';
import type { KajabiApiSettings } from './kajabi-settings.ts';
import {
  conversationWith,
  final,
  told,
  unreadable,
  type PlatformCall,
  type PlatformReply,
  type Told,
} from './platform-call.ts';
import { REDACTED, redactFor } from './redact.ts';

export type KajabiApi = {
  /** The contact's id; null where the site has none with the email of the order. */
  findContact(): Promise<Told<string | null>>;
  /** Found after all where somebody else made the contact meanwhile. */
  createContact(): Promise<Told<string>>;
  /** Whether the contact has the offer; null where there is no such contact any more. */
  hasOffer(contactId: string): Promise<Told<boolean | null>>;
  grant(contactId: string): Promise<PlatformReply>;
  revoke(contactId: string): Promise<PlatformReply>;
};

export type KajabiSession = {
  readonly api: Told<KajabiApi>;
  /** All calls so far, in their order. */
  readonly exchange: () => Exchange;
};

const PLATFORM = 'Kajabi';
const PAGE_SIZE = 25;
/** An address that is part of so many others is nobody's. */
const MOST_PAGES = 5;

/** Fetches a token, which is kept for this attempt alone. */
export async function openKajabiApi(
  fetch: SafeFetch,
  apiUrl: string,
  order: PurchasedOrder,
  settings: KajabiApiSettings,
  run: ActionRun,
): Promise<KajabiSession> {
  const secrets = [settings.clientSecret];
  // Reads the list anew each time: the token is a secret too, as soon as there is one.
  const talk = conversationWith(PLATFORM, fetch, run, (text) => redactFor(order, secrets)(text));
  const token = await fetchToken((call) => talk.call(call), apiUrl, settings);
  if (!token.ok) return { api: token, exchange: talk.exchange };
  secrets.push(token.value);
  const call: Call = (method, path, { body, shownBody, hidesAnswer = false }) =>
    talk.call({
      method,
      url: `${apiUrl}/v1/${path}`,
      shownUrl: `${apiUrl}/v1/${path.replace(/\?.*$/, `?${REDACTED}`)}`,
      headers: {
        authorization: `Bearer ${token.value}`,
        accept: 'application/vnd.api+json',
        ...(body !== undefined && { 'content-type': 'application/vnd.api+json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      shownBody: shownBody ?? body ?? null,
      hidesAnswer,
    });
  return { api: told(apiOver(call, order, settings)), exchange: talk.exchange };
}

type Call = (
  method: PlatformCall['method'],
  path: string,
  more: { body?: unknown; shownBody?: unknown; hidesAnswer?: boolean },
) => Promise<PlatformReply>;

const tokenAnswer = z.object({ access_token: z.string().min(1) });

async function fetchToken(
  call: (call: PlatformCall) => Promise<PlatformReply>,
  apiUrl: string,
  { clientId, clientSecret }: KajabiApiSettings,
): Promise<Told<string>> {
  const form = { grant_type: 'client_credentials', client_id: clientId };
  const reply = await call({
    method: 'POST',
    url: `${apiUrl}/v1/oauth/token`,
    shownUrl: `${apiUrl}/v1/oauth/token`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: new URLSearchParams({ ...form, client_secret: clientSecret }).toString(),
    shownBody: { ...form, client_secret: REDACTED },
    hidesAnswer: true,
  });
  if (reply.kind === 'refused' && [400, 401, 403].includes(reply.status)) {
    const message = `Kajabi does not accept the client id and secret in the settings (${reply.status}). Enter those of a valid API key, then run it again with the latest template.`;
    return { ok: false, answer: final(message, reply.words) };
  }
  if (reply.kind !== 'done') return { ok: false, answer: reply.answer };
  const read = tokenAnswer.safeParse(reply.json);
  return read.success ? told(read.data.access_token) : unreadable(PLATFORM);
}

const resource = z.object({ id: z.coerce.string().min(1) });
const contactPage = z.object({
  data: z.array(resource.extend({ attributes: z.object({ email: z.string().nullish() }) })),
});
const madeContact = z.object({ data: resource });
const offerList = z.object({ data: z.array(resource) });

function apiOver(call: Call, order: PurchasedOrder, settings: KajabiApiSettings): KajabiApi {
  const email = order.customer.email.trim();
  const offer = [{ type: 'offers', id: settings.offerId }];
  const offersOf = (contactId: string) =>
    `contacts/${encodeURIComponent(contactId)}/relationships/offers`;

  async function findContact(): Promise<Told<string | null>> {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const query = new URLSearchParams({
        'filter[site_id]': settings.siteId,
        'filter[search]': email,
        'page[size]': String(PAGE_SIZE),
        'page[number]': String(page),
      });
      const reply = await call('GET', `contacts?${query.toString()}`, { hidesAnswer: true });
      if (reply.kind !== 'done') return { ok: false, answer: reply.answer };
      const read = contactPage.safeParse(reply.json);
      if (!read.success) return unreadable(PLATFORM);
      const found = read.data.data.find(
        ({ attributes }) => attributes.email?.trim().toLowerCase() === email.toLowerCase(),
      );
      if (found) return told(found.id);
      if (read.data.data.length < PAGE_SIZE) break;
    }
    return told(null);
  }

  return {
    findContact,
    async createContact() {
      const contact = (attributes: { name: string; email: string }) => ({
        data: {
          type: 'contacts',
          attributes,
          relationships: { site: { data: { type: 'sites', id: settings.siteId } } },
        },
      });
      const name = kajabiName(order.customer, settings.hideLastName);
      const reply = await call('POST', 'contacts', {
        body: contact({ name, email }),
        shownBody: contact({ name: REDACTED, email: REDACTED }),
        hidesAnswer: true,
      });
      if (reply.kind === 'refused' && [400, 409, 422].includes(reply.status)) {
        const found = await findContact();
        if (!found.ok) return found;
        return found.value === null ? { ok: false, answer: reply.answer } : told(found.value);
      }
      if (reply.kind !== 'done') return { ok: false, answer: reply.answer };
      const read = madeContact.safeParse(reply.json);
      return read.success ? told(read.data.data.id) : unreadable(PLATFORM);
    },
    async hasOffer(contactId) {
      const reply = await call('GET', offersOf(contactId), {});
      if (reply.kind === 'refused' && reply.status === 404) return told(null);
      if (reply.kind !== 'done') return { ok: false, answer: reply.answer };
      const read = offerList.safeParse(reply.json);
      if (!read.success) return unreadable(PLATFORM);
      return told(read.data.data.some(({ id }) => id === settings.offerId));
    },
    grant: (contactId) =>
      call('POST', offersOf(contactId), {
        body: {
          data: offer,
          // Left out, Kajabi would send it.
          meta: { send_customer_welcome_email: settings.sendWelcomeEmail },
        },
      }),
    revoke: (contactId) => call('DELETE', offersOf(contactId), { body: { data: offer } }),
  };
}
