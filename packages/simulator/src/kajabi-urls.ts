// Kajabi's older way in: a secret activation and a deactivation URL for each offer.

import { z } from 'zod';
import { parseForm } from './form.ts';
import type { KajabiBooks, KajabiMember, KajabiOffer } from './kajabi-books.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { jsonAnswer, parseJson } from './wire.ts';

const address = /^\/kajabi\/webhooks\/offers\/([^/]+)\/([^/]+)\/(activate|deactivate)$/;

/** Kajabi's own words, which callers have to tell apart: there are no codes. */
export const kajabiMessages = {
  blank: "can't be blank",
  emailInvalid: 'is invalid',
  emailTaken: 'is already taken',
  alreadyGranted: 'The offer has already been granted to this member',
  grantNotFound: 'Offer grant not found for offer on member',
  memberNotFound: 'not found',
} as const;

type Problems = Readonly<Record<string, readonly string[]>>;

/** Null: it is not an address of this kind. */
export function answerKajabiUrl(books: KajabiBooks, request: WireRequest): WireAnswer | null {
  const parts = address.exec(request.path);
  if (!parts) return null;
  const [, secret, offerId = '', deed] = parts;
  const offer = books.offers.get(offerId);
  if (request.method !== 'POST' || secret !== books.account.secret || !offer)
    return jsonAnswer(404, { error: 'Not Found' });
  const payload = readPayload(request);
  return deed === 'activate' ? activate(books, offer, payload) : deactivate(books, offer, payload);
}

type Payload = {
  readonly name: string;
  readonly email: string;
  readonly externalUserId: string;
  readonly sendsEmail: boolean;
};

const text = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const fields = z.object({
  name: text.catch(''),
  email: text.catch(''),
  external_user_id: text.catch(''),
  send_offer_grant_email: z.unknown().optional(),
});

function readPayload(request: WireRequest): Payload {
  const given = fields.safeParse(parseJson(request.body) ?? parseForm(request.body)).data;
  const asked =
    new URLSearchParams(request.query).get('send_offer_grant_email') ??
    given?.send_offer_grant_email;
  return {
    name: given?.name ?? '',
    email: given?.email ?? '',
    externalUserId: given?.external_user_id ?? '',
    sendsEmail: asked === true || asked === 'true',
  };
}

function activate(books: KajabiBooks, offer: KajabiOffer, payload: Payload): WireAnswer {
  const problems = problemsOf(payload);
  if (problems) return refused(problems);
  const member = memberFor(books, payload);
  if (!member) return refused({ email: [kajabiMessages.emailTaken] });
  const { sendsEmail } = payload;
  return books.grant(member, offer, { by: 'url', sendsEmail })
    ? jsonAnswer(200, { success: true })
    : refused({ base: [kajabiMessages.alreadyGranted] });
}

function deactivate(books: KajabiBooks, offer: KajabiOffer, payload: Payload): WireAnswer {
  if (payload.externalUserId === '') return refused({ external_user_id: [kajabiMessages.blank] });
  const member = books.findByExternalId(payload.externalUserId);
  if (!member) return refused({ base: [kajabiMessages.memberNotFound] });
  return books.revoke(member, offer)
    ? jsonAnswer(200, { success: true })
    : refused({ base: [kajabiMessages.grantNotFound] });
}

function problemsOf({ name, email, externalUserId }: Payload): Problems | null {
  const problems = {
    ...(name === '' && { name: [kajabiMessages.blank] }),
    ...(email === '' && { email: [kajabiMessages.blank] }),
    ...(email !== '' &&
      !z.email().safeParse(email).success && { email: [kajabiMessages.emailInvalid] }),
    ...(externalUserId === '' && { external_user_id: [kajabiMessages.blank] }),
  };
  return Object.keys(problems).length === 0 ? null : problems;
}

/** The member of this external id, else of this e-mail. Null: the e-mail has another external id. */
function memberFor(books: KajabiBooks, payload: Payload): KajabiMember | null {
  const { name, email, externalUserId } = payload;
  const known = books.findByExternalId(externalUserId);
  if (known) return known;
  const sameEmail = books.findByEmail(email);
  if (!sameEmail) return books.add({ name, email, externalUserId });
  return sameEmail.externalUserId === null ? books.setExternalId(sameEmail, externalUserId) : null;
}

function refused(problems: Problems): WireAnswer {
  return jsonAnswer(422, problems);
}
