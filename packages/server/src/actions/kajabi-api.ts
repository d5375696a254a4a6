/**
 * Granting an offer by Kajabi's API: looks first, gives, and looks again where the answer was lost, so
 * that nothing is given twice and no welcome email is sent twice.
 */
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { ActionAnswer, ActionRun, PurchasedOrder, RemovalRun } from './action-type.ts';
import { openKajabiApi, type KajabiApi } from './kajabi-api-client.ts';
import type { KajabiApiSettings } from './kajabi-settings.ts';
import { final, told, type PlatformReply, type Told } from './platform-call.ts';

export type KajabiOutside = { readonly fetch: SafeFetch; readonly apiUrl: string };

export async function grantByApi(
  outside: KajabiOutside,
  order: PurchasedOrder,
  settings: KajabiApiSettings,
  run: ActionRun,
): Promise<ActionAnswer> {
  const step = `granted offer ${settings.offerId} of site ${settings.siteId}`;
  if (run.steps.done(step) !== undefined)
    return { outcome: 'done', note: 'Kajabi had granted the offer in an earlier attempt.' };
  const { api, exchange } = await openKajabiApi(
    outside.fetch,
    outside.apiUrl,
    order,
    settings,
    run,
  );
  const answer = api.ok ? await grant(api.value, settings, run) : api.answer;
  if (answer.outcome === 'done') await run.steps.finish(step);
  return { ...answer, exchange: exchange() };
}

async function grant(
  api: KajabiApi,
  settings: KajabiApiSettings,
  run: ActionRun,
): Promise<ActionAnswer> {
  const contact = await contactFor(api, settings, run);
  if (!contact.ok) return contact.answer;
  const { contactId, hasOffer } = contact.value;
  return hasOffer
    ? { outcome: 'done', note: 'The customer had this offer already.' }
    : give(api, contactId);
}

const contactStep = ({ siteId }: KajabiApiSettings) => `contact of site ${siteId}`;

type Contact = { readonly contactId: string; readonly hasOffer: boolean };

/** The remembered contact while it exists, else the one with the email, else a new one. */
async function contactFor(
  api: KajabiApi,
  settings: KajabiApiSettings,
  run: ActionRun,
): Promise<Told<Contact>> {
  const step = contactStep(settings);
  const remembered = run.steps.done(step);
  if (typeof remembered === 'string') {
    const has = await api.hasOffer(remembered);
    if (!has.ok) return has;
    if (has.value !== null) return told({ contactId: remembered, hasOffer: has.value });
  }
  const found = await api.findContact();
  if (!found.ok) return found;
  const contact = found.value === null ? await api.createContact() : told(found.value);
  if (!contact.ok) return contact;
  await run.steps.finish(step, contact.value);
  const has = await api.hasOffer(contact.value);
  if (!has.ok) return has;
  return told({ contactId: contact.value, hasOffer: has.value === true });
}

async function give(api: KajabiApi, contactId: string): Promise<ActionAnswer> {
  const reply = await api.grant(contactId);
  if (reply.kind === 'done') return { outcome: 'done', note: 'Kajabi granted the offer.' };
  if (await isProved(api, contactId, reply, true))
    return { outcome: 'done', note: 'Kajabi granted the offer, as a second look showed.' };
  if (reply.kind === 'refused' && reply.status === 404)
    return final(
      'Kajabi knows no offer with the number in the settings (404). Enter the right one, then run it again with the latest template.',
      reply.words,
    );
  return reply.answer;
}

export async function revokeByApi(
  outside: KajabiOutside,
  order: PurchasedOrder,
  settings: KajabiApiSettings,
  run: RemovalRun,
): Promise<ActionAnswer> {
  const { api, exchange } = await openKajabiApi(
    outside.fetch,
    outside.apiUrl,
    order,
    settings,
    run,
  );
  const answer = api.ok ? await take(api.value, run.granted(contactStep(settings))) : api.answer;
  return { ...answer, exchange: exchange() };
}

/** From the contact that was given the offer, as the grant remembers it; else from the one with the email. */
async function take(api: KajabiApi, remembered: unknown): Promise<ActionAnswer> {
  const contact = typeof remembered === 'string' ? told(remembered) : await api.findContact();
  if (!contact.ok) return contact.answer;
  const has = contact.value === null ? null : await api.hasOffer(contact.value);
  if (has && !has.ok) return has.answer;
  if (contact.value === null || !has?.value)
    return { outcome: 'done', note: 'The customer did not have this offer any more.' };
  const reply = await api.revoke(contact.value);
  if (reply.kind === 'done' || (await isProved(api, contact.value, reply, false)))
    return { outcome: 'done', note: 'Kajabi took the offer away.' };
  return reply.answer;
}

/** Whether a call that was answered by nothing, or by a fault, did its work nevertheless. */
async function isProved(
  api: KajabiApi,
  contactId: string,
  reply: PlatformReply,
  wanted: boolean,
): Promise<boolean> {
  if (reply.kind !== 'trouble' || !reply.isUncertain) return false;
  const has = await api.hasOffer(contactId);
  return has.ok && has.value === wanted;
}
