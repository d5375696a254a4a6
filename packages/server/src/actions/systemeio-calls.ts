/**
 * The calls of Systeme.io's API that give access and take it away. Each can be made again: what is there
 * already, and what is gone already, is no error here.
 */
import { z } from 'zod';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { ActionRun, Exchange, PurchasedOrder } from './action-type.ts';
import {
  conversationWith,
  final,
  type PlatformCall,
  type PlatformReply,
  type Told,
  unreadable,
} from './platform-call.ts';
import { REDACTED, redactFor } from './redact.ts';
import type { SystemeioSettings } from './systemeio-settings.ts';

/** `missing`: the contact, or what was to be given, is not there. */
export type Given = Told<'given' | 'missing'>;

export type SystemeioCalls = {
  /** The contact's id; null where nobody has this email address, whatever its capital letters. */
  findContact(): Promise<Told<number | null>>;
  addContact(): Promise<Told<number>>;
  giveTag(contactId: number, tagId: number): Promise<Given>;
  takeTag(contactId: number, tagId: number): Promise<Told<null>>;
  /** Ids of the enrolments of a contact in a course: one, or none. */
  findEnrolments(contactId: number, courseId: number): Promise<Told<readonly number[]>>;
  enrol(contactId: number, courseId: number): Promise<Given>;
  unenrol(enrolmentId: number): Promise<Told<null>>;
  /** All calls so far. */
  exchange(): Exchange;
};

/** `apiUrl` ends without a slash. */
export function systemeioCalls(
  outside: { readonly fetch: SafeFetch; readonly apiUrl: string },
  order: PurchasedOrder,
  settings: SystemeioSettings,
  run: ActionRun,
): SystemeioCalls {
  const { customer } = order;
  const email = customer.email.trim();
  const redact = redactFor(order, [settings.apiKey]);
  const talk = conversationWith(PLATFORM, outside.fetch, run, redact);
  const call = (method: PlatformCall['method'], path: string, more: More = {}) =>
    talk.call({
      method,
      url: `${outside.apiUrl}/${path}`,
      shownUrl: `${outside.apiUrl}/${more.shownPath ?? path}`,
      headers: {
        'x-api-key': settings.apiKey,
        accept: 'application/json',
        ...(more.body !== undefined && { 'content-type': 'application/json' }),
      },
      body: more.body === undefined ? null : JSON.stringify(more.body),
      shownBody: more.shownBody ?? more.body ?? null,
      hidesAnswer: more.hidesAnswer ?? false,
    });

  const findContact = async (): Promise<Told<number | null>> => {
    const reply = await call('GET', `contacts?email=${encodeURIComponent(email)}&limit=10`, {
      shownPath: `contacts?email=${REDACTED}&limit=10`,
      hidesAnswer: true,
    });
    if (reply.kind !== 'done') return { ok: false, answer: reply.answer };
    const read = contactPage.safeParse(reply.json);
    if (!read.success) return unreadable(PLATFORM);
    // A filter that were not understood would answer with strangers.
    const own = read.data.items.find((one) => one.email.toLowerCase() === email.toLowerCase());
    return { ok: true, value: own?.id ?? null };
  };

  const findEnrolments = async (
    contactId: number,
    courseId: number,
  ): Promise<Told<readonly number[]>> => {
    const reply = await call(
      'GET',
      `school/enrollments?contact=${contactId}&course=${courseId}&limit=50`,
      { hidesAnswer: true },
    );
    if (reply.kind !== 'done') return { ok: false, answer: reply.answer };
    const read = enrolmentPage.safeParse(reply.json);
    if (!read.success) return unreadable(PLATFORM);
    const own = read.data.items.filter(
      ({ contact, course }) => contact.id === contactId && course.id === courseId,
    );
    return { ok: true, value: own.map(({ id }) => id) };
  };

  return {
    findContact,
    findEnrolments,
    exchange: () => talk.exchange(),
    addContact: async () => {
      const fields = fieldsOf(customer);
      const reply = await call('POST', 'contacts', {
        body: { email, fields },
        shownBody: {
          email: REDACTED,
          fields: fields.map(({ slug }) => ({ slug, value: REDACTED })),
        },
        hidesAnswer: true,
      });
      if (reply.kind === 'done') {
        const read = entity.safeParse(reply.json);
        return read.success ? { ok: true, value: read.data.id } : unreadable(PLATFORM);
      }
      if (!mayBeThere(reply)) return { ok: false, answer: reply.answer };
      // Somebody else, or an attempt of ours whose answer was lost, may have been faster.
      const found = await findContact();
      if (found.ok && found.value !== null) return { ok: true, value: found.value };
      if (!found.ok) return found;
      const message = `Systeme.io does not take the email address or name of the customer (${reply.status}). Ask the customer for another address, or add the contact in Systeme.io, then run this again.`;
      return { ok: false, answer: final(message, reply.words) };
    },
    giveTag: async (contactId, tagId) =>
      givenBy(await call('POST', `contacts/${contactId}/tags`, { body: { tagId } })),
    takeTag: async (contactId, tagId) =>
      takenBy(await call('DELETE', `contacts/${contactId}/tags/${tagId}`)),
    enrol: async (contactId, courseId) => {
      const { accessType, modules } = settings;
      const body = {
        contactId,
        accessType,
        ...(accessType.startsWith('partial') && { modules }),
      };
      const reply = await call('POST', `school/courses/${courseId}/enrollments`, {
        body,
        hidesAnswer: true,
      });
      if (reply.kind !== 'refused' || !mayBeThere(reply)) return givenBy(reply);
      const found = await findEnrolments(contactId, courseId);
      if (!found.ok) return found;
      return found.value.length > 0
        ? { ok: true, value: 'given' }
        : { ok: false, answer: reply.answer };
    },
    unenrol: async (enrolmentId) =>
      takenBy(await call('DELETE', `school/enrollments/${enrolmentId}`)),
  };
}

/** How messages call it. */
const PLATFORM = 'Systeme.io';

type More = {
  readonly body?: unknown;
  readonly shownBody?: unknown;
  readonly shownPath?: string;
  readonly hidesAnswer?: boolean;
};

const entity = z.object({ id: z.int() });
const contactPage = z.object({ items: z.array(z.object({ id: z.int(), email: z.string() })) });
const enrolmentPage = z.object({
  items: z.array(z.object({ id: z.int(), contact: entity, course: entity })),
});

/** Systeme.io documents no code for "already there", so each of these may mean it. */
function mayBeThere(reply: PlatformReply): reply is PlatformReply & { kind: 'refused' } {
  return reply.kind === 'refused' && [400, 409, 422].includes(reply.status);
}

function givenBy(reply: PlatformReply): Given {
  if (reply.kind === 'done') return { ok: true, value: 'given' };
  if (reply.kind === 'refused' && reply.status === 404) return { ok: true, value: 'missing' };
  return { ok: false, answer: reply.answer };
}

function takenBy(reply: PlatformReply): Told<null> {
  const isGone = reply.kind === 'done' || (reply.kind === 'refused' && reply.status === 404);
  return isGone ? { ok: true, value: null } : { ok: false, answer: reply.answer };
}

function fieldsOf({ firstName, lastName }: PurchasedOrder['customer']) {
  return [
    { slug: 'first_name', value: firstName?.trim() ?? '' },
    { slug: 'surname', value: lastName?.trim() ?? '' },
  ].filter(({ value }) => value !== '');
}
