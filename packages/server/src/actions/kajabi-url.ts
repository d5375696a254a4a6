/**
 * Kajabi's activation and deactivation URLs: one call, which says itself when there was nothing left to
 * do, so that it can be repeated. There are no codes, only these sentences.
 */
import type { SafeFetch } from '../outside/safe-fetch.ts';
import { z } from 'zod';
import type { ActionAnswer, ActionRun, PurchasedOrder, RemovalRun } from './action-type.ts';
import { fingerprint, kajabiExternalId, kajabiName } from './kajabi-member.ts';
import type { KajabiUrlSettings } from './kajabi-settings.ts';
import { conversationWith, final, type PlatformReply } from './platform-call.ts';
import { REDACTED, redactFor } from './redact.ts';

export async function grantByUrl(
  fetch: SafeFetch,
  order: PurchasedOrder,
  settings: KajabiUrlSettings,
  run: ActionRun,
): Promise<ActionAnswer> {
  const step = grantedStep(settings);
  if (run.steps.done(step) !== undefined)
    return { outcome: 'done', note: 'Kajabi had granted the offer in an earlier attempt.' };
  const url = new URL(settings.activationUrl);
  // The address may have been copied with the parameter; what the settings say counts.
  url.searchParams.delete(WITH_EMAIL);
  if (settings.sendOfferGrantEmail) url.searchParams.set(WITH_EMAIL, 'true');

  const externalUserId = kajabiExternalId(order.customer.email);
  const { reply, exchange } = await tell(fetch, order, settings, run, { url, externalUserId });
  const isThere = reply.kind === 'refused' && /already (?:been )?granted/i.test(reply.words);
  if (reply.kind !== 'done' && !isThere) return { ...failure(reply, 'activation'), exchange };
  await run.steps.finish(step, { externalUserId });
  const note = isThere ? 'The customer had this offer already.' : 'Kajabi granted the offer.';
  return { outcome: 'done', note, exchange };
}

const WITH_EMAIL = 'send_offer_grant_email';

const grantedStep = (settings: KajabiUrlSettings) => `granted ${targetOf(settings)}`;
const grantedFact = z.object({ externalUserId: z.string().min(1) });

export async function revokeByUrl(
  fetch: SafeFetch,
  order: PurchasedOrder,
  settings: KajabiUrlSettings,
  run: RemovalRun,
): Promise<ActionAnswer> {
  if (settings.deactivationUrl === undefined)
    return final(
      'There is no deactivation URL in the settings, so nothing was taken away. Take the offer away from the member in Kajabi.',
    );
  const url = new URL(settings.deactivationUrl);
  // Kajabi takes away only by the very id it was given, which no corrected email changes.
  const fact = grantedFact.safeParse(run.granted(grantedStep(settings)));
  const externalUserId = fact.success
    ? fact.data.externalUserId
    : kajabiExternalId(order.customer.email);
  const { reply, exchange } = await tell(fetch, order, settings, run, { url, externalUserId });
  const isGone =
    reply.kind === 'refused' &&
    /grant not found|base: .*not found|already (?:been )?(?:revoked|deactivated)/i.test(
      reply.words,
    );
  if (reply.kind !== 'done' && !isGone) return { ...failure(reply, 'deactivation'), exchange };
  const note = isGone
    ? 'The customer did not have this offer any more.'
    : 'Kajabi took the offer away.';
  return { outcome: 'done', note, exchange };
}

/** Names the offer without giving away its URL, which is a secret. */
export function targetOf({ activationUrl }: KajabiUrlSettings): string {
  const url = new URL(activationUrl);
  return fingerprint(url.origin + url.pathname.replace(/\/$/, ''));
}

async function tell(
  fetch: SafeFetch,
  order: PurchasedOrder,
  settings: KajabiUrlSettings,
  run: ActionRun,
  { url, externalUserId }: { readonly url: URL; readonly externalUserId: string },
) {
  const { customer } = order;
  const member = {
    name: kajabiName(customer, settings.hideLastName),
    email: customer.email.trim(),
    external_user_id: externalUserId,
  };
  const secrets = [settings.activationUrl, settings.deactivationUrl ?? '', url.pathname, url.href];
  const talk = conversationWith('Kajabi', fetch, run, redactFor(order, secrets));
  const reply = await talk.call({
    method: 'POST',
    url: url.href,
    shownUrl: shownUrl(url),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(member),
    shownBody: { ...member, name: REDACTED, email: REDACTED },
    hidesAnswer: false,
  });
  return { reply, exchange: talk.exchange() };
}

/** The host, what was asked for, and whether with an email. */
function shownUrl(url: URL): string {
  const deed = url.pathname.split('/').findLast((part) => part !== '') ?? '';
  const query = url.searchParams.get(WITH_EMAIL) === 'true' ? `?${WITH_EMAIL}=true` : '';
  return `${url.origin}/${REDACTED}/${deed}${query}`;
}

function failure(
  reply: Exclude<PlatformReply, { kind: 'done' }>,
  which: 'activation' | 'deactivation',
): ActionAnswer {
  if (reply.kind === 'trouble') return reply.answer;
  const message = messageFor(reply.status, reply.words, which);
  return message === null ? reply.answer : final(message, reply.words);
}

function messageFor(status: number, words: string, which: string): string | null {
  if (/already (?:been )?taken/i.test(words))
    return 'Kajabi knows this email address under another external user id, so its URL cannot be used for it. Open the offer for the member in Kajabi, or set this action up with Kajabi’s API.';
  if (/is invalid/i.test(words))
    return 'Kajabi says that the email address is not valid. Ask the customer for another one and open the offer for it in Kajabi.';
  if (/be blank/i.test(words))
    return 'Kajabi says that the name or the email address is missing. Open the offer for the customer in Kajabi.';
  if ([401, 403, 404].includes(status))
    return `Kajabi knows no such ${which} URL, or no longer allows it (${status}). Copy it from the offer in Kajabi into the settings, then run it again with the latest template.`;
  return null;
}
