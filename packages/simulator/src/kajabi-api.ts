// The calls of Kajabi's API v1 that grant offers: contacts and their offers, in JSON:API.

import { z } from 'zod';
import type { KajabiBooks, KajabiMember, KajabiOffer } from './kajabi-books.ts';
import { refuse } from './platform.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { jsonAnswer, parseJson } from './wire.ts';

/** A caller with a valid token, and what it may do. */
export type KajabiCaller = { readonly mayWrite: boolean };

/** Throws PlatformRefusal for everything Kajabi would refuse. */
export function answerKajabiApi(
  books: KajabiBooks,
  caller: KajabiCaller,
  request: WireRequest,
): WireAnswer {
  const [kind, id, ...deed] = request.path.replace('/kajabi/v1/', '').split('/');
  const called = [request.method, kind, ...(id === undefined ? [] : [':id']), ...deed].join(' ');
  if (request.method !== 'GET' && !caller.mayWrite)
    refuse(403, 'This API key does not have the permission for it.');
  switch (called) {
    case 'GET sites':
      return document(200, [{ type: 'sites', id: books.account.siteId, attributes: {} }]);
    case 'GET offers':
      return document(200, books.account.offers.map(offerResource));
    case 'GET offers :id':
      return document(200, offerResource(offerOf(books, String(id))));
    case 'GET contacts':
      return listContacts(books, request);
    case 'POST contacts':
      return createContact(books, request);
    case 'GET contacts :id':
      return document(200, contactResource(books, contactOf(books, id)));
    case 'GET contacts :id relationships offers':
      return offersOf(books, contactOf(books, id));
    case 'POST contacts :id relationships offers':
      return grantOffers(books, contactOf(books, id), request);
    case 'DELETE contacts :id relationships offers':
      return revokeOffers(books, contactOf(books, id), request);
    default:
      return refuse(404, `There is nothing at ${request.method} ${request.path}.`);
  }
}

const wholeNumber = z.coerce.number().int().min(1);

function listContacts(books: KajabiBooks, request: WireRequest): WireAnswer {
  const query = new URLSearchParams(request.query);
  const siteId = query.get('filter[site_id]');
  if (siteId !== null) checkSite(books, siteId);
  const search = query.get('filter[search]')?.trim().toLowerCase() ?? '';
  const found = books
    .members()
    .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(search));
  const size = wholeNumber.max(100).catch(20).parse(query.get('page[size]'));
  const page = wholeNumber.catch(1).parse(query.get('page[number]'));
  const shown = found.slice((page - 1) * size, page * size);
  return apiAnswer(200, {
    data: shown.map((member) => contactResource(books, member)),
    meta: {
      total_count: found.length,
      total_pages: Math.ceil(found.length / size),
      current_page: page,
    },
  });
}

const newContact = z.object({
  data: z.object({
    type: z.literal('contacts'),
    attributes: z.object({ name: z.string().nullish(), email: z.string() }),
    relationships: z.object({
      site: z.object({ data: z.object({ type: z.literal('sites'), id: z.coerce.string() }) }),
    }),
  }),
});

function createContact(books: KajabiBooks, request: WireRequest): WireAnswer {
  const { data } = readDocument(newContact, request);
  checkSite(books, data.relationships.site.data.id);
  const email = data.attributes.email.trim();
  if (!z.email().safeParse(email).success) refuse(422, 'Email is invalid', 'email');
  if (books.findByEmail(email)) refuse(422, 'Email has already been taken', 'email');
  const name = data.attributes.name?.trim() ?? '';
  const member = books.add({ name, email, externalUserId: null });
  return document(201, contactResource(books, member));
}

const offerList = z.object({
  data: z.array(z.object({ type: z.literal('offers'), id: z.coerce.string() })).min(1),
  meta: z.object({ send_customer_welcome_email: z.boolean().default(true) }).optional(),
});

function grantOffers(books: KajabiBooks, contact: KajabiMember, request: WireRequest): WireAnswer {
  const { data, meta } = readDocument(offerList, request);
  const offers = data.map(({ id }) => offerOf(books, id));
  const sendsEmail = meta?.send_customer_welcome_email ?? true;
  for (const offer of offers) books.grant(contact, offer, { by: 'api', sendsEmail });
  return offersOf(books, contact);
}

function revokeOffers(books: KajabiBooks, contact: KajabiMember, request: WireRequest): WireAnswer {
  const { data } = readDocument(offerList, request);
  const offers = data.map(({ id }) => offerOf(books, id));
  for (const offer of offers) books.revoke(contact, offer);
  return offersOf(books, contact);
}

function offersOf(books: KajabiBooks, contact: KajabiMember): WireAnswer {
  return document(
    200,
    books.offersOf(contact).map(({ id }) => ({ type: 'offers', id })),
  );
}

function contactOf(books: KajabiBooks, id: string | undefined): KajabiMember {
  return books.findById(id ?? '') ?? refuse(404, 'The contact could not be found.');
}

function offerOf(books: KajabiBooks, id: string): KajabiOffer {
  return books.offers.get(id) ?? refuse(404, 'The offer could not be found.');
}

function checkSite(books: KajabiBooks, siteId: string): void {
  if (siteId !== books.account.siteId) refuse(403, 'This API key has no access to that site.');
}

function readDocument<T>(schema: z.ZodType<T>, { body }: WireRequest): T {
  const read = schema.safeParse(parseJson(body));
  return read.success ? read.data : refuse(400, z.prettifyError(read.error));
}

function contactResource(books: KajabiBooks, member: KajabiMember) {
  const { id, name, email, externalUserId, createdAt } = member;
  const at = new Date(createdAt).toISOString();
  const offers = books.offersOf(member).map((offer) => ({ type: 'offers', id: offer.id }));
  return {
    type: 'contacts',
    id,
    attributes: {
      name,
      email,
      subscribed: false,
      external_user_id: externalUserId,
      created_at: at,
      updated_at: at,
    },
    relationships: {
      site: { data: { type: 'sites', id: books.account.siteId } },
      offers: { data: offers },
    },
  };
}

function offerResource({ id, title }: KajabiOffer) {
  return { type: 'offers', id, attributes: { title, internal_title: title } };
}

function document(status: number, data: unknown): WireAnswer {
  return apiAnswer(status, { data });
}

/** An answer in the media type of JSON:API. */
export function apiAnswer(status: number, value: unknown): WireAnswer {
  return jsonAnswer(status, value, { 'content-type': 'application/vnd.api+json; charset=utf-8' });
}
