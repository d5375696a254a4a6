/**
 * Makes the customer a contact of a Systeme.io account, with tags and the enrolment in a course. Each
 * step is remembered when it is done, so that an attempt that failed half-way goes on where it stopped.
 */
import { z } from 'zod';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { AccessKind } from './access-kind.ts';
import type { ActionAnswer, ActionSteps, ActionType, RemovalRun } from './action-type.ts';
import { final } from './platform-call.ts';
import { systemeioCalls, type SystemeioCalls } from './systemeio-calls.ts';
import {
  checkSystemeioSettings,
  readSystemeioSettings,
  systemeioForm,
  type SystemeioSettings,
} from './systemeio-settings.ts';

/** What can be said of the access it gives without calling anybody. */
export const systemeioAccess: AccessKind<SystemeioSettings> = {
  kind: 'systemeio-access',
  label: 'Systeme.io access',
  secretSettings: ['apiKey'],
  readSettings: readSystemeioSettings,
  canRemove: () => true,
  accessKeys: (settings, email) => targetsOf(settings).map((target) => keyOf(target, email)),
};

const keyOf = (target: string, email: string) =>
  `systemeio-access:${target}:${email.trim().toLowerCase()}`;

/** `systemeioApiUrl` is the base of its API, without a slash at the end. */
export function makeSystemeioAccess(outside: {
  readonly fetch: SafeFetch;
  readonly systemeioApiUrl: string;
}): ActionType<SystemeioSettings> {
  const api = { fetch: outside.fetch, apiUrl: outside.systemeioApiUrl };
  return {
    ...systemeioAccess,
    levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
    settingsForm: systemeioForm,
    checkSettings: checkSystemeioSettings,
    async run(order, settings, run) {
      const calls = systemeioCalls(api, order, settings, run);
      const answer = await give(calls, settings, run.steps);
      return { ...answer, exchange: calls.exchange() };
    },
    async remove(order, settings, run) {
      const calls = systemeioCalls(api, order, settings, run);
      const answer = await take(calls, settings, run);
      return { ...answer, exchange: calls.exchange() };
    },
  };
}

/** `tag 501`, `course 301`: also the names of the steps. */
function targetsOf({ tags, courseId }: SystemeioSettings): string[] {
  const named = tags.toSorted((one, other) => one - other).map(tagStep);
  return courseId === undefined ? named : [...named, courseStep(courseId)];
}

const tagStep = (tagId: number) => `tag ${tagId}`;
const courseStep = (courseId: number) => `course ${courseId}`;

/** What a step leaves behind: whose it was. */
const contactFact = z.object({ contactId: z.int() });

function contactIn(fact: unknown): number | null {
  const read = contactFact.safeParse(fact);
  return read.success ? read.data.contactId : null;
}

async function give(
  calls: SystemeioCalls,
  settings: SystemeioSettings,
  steps: ActionSteps,
): Promise<ActionAnswer> {
  const remembered = contactIn(steps.done('contact'));
  const first = remembered === null ? null : await giveTo(calls, remembered, settings, steps);
  if (first !== null && !('missing' in first)) return first;

  // Not known yet, or perhaps deleted since: then the next contact begins without anything.
  const contact = await contactFor(calls);
  if (!contact.ok) return contact.answer;
  const contactId = contact.value;
  if (contactId !== remembered) await steps.finish('contact', { contactId });
  const answer =
    first !== null && contactId === remembered
      ? first
      : await giveTo(calls, contactId, settings, steps);
  if (!('missing' in answer)) return answer;
  return final(
    `Systeme.io has no ${answer.missing}. Put the number of one that exists into the settings, then run it again with the latest template.`,
  );
}

async function contactFor(calls: SystemeioCalls) {
  const found = await calls.findContact();
  if (!found.ok) return found;
  return found.value === null ? calls.addContact() : { ok: true as const, value: found.value };
}

async function giveTo(
  calls: SystemeioCalls,
  contactId: number,
  settings: SystemeioSettings,
  steps: ActionSteps,
): Promise<ActionAnswer | { readonly missing: string }> {
  const isDone = (step: string) => contactIn(steps.done(step)) === contactId;
  for (const tagId of settings.tags) {
    const step = tagStep(tagId);
    if (isDone(step)) continue;
    const given = await calls.giveTag(contactId, tagId);
    if (!given.ok) return given.answer;
    if (given.value === 'missing') return { missing: step };
    await steps.finish(step, { contactId });
  }
  const { courseId } = settings;
  if (courseId !== undefined && !isDone(courseStep(courseId))) {
    const given = await enrolOnce(calls, contactId, courseId);
    if (!given.ok) return given.answer;
    if (given.value === 'missing') return { missing: courseStep(courseId) };
    await steps.finish(courseStep(courseId), { contactId });
  }
  return {
    outcome: 'done',
    note: `The contact at Systeme.io has ${targetsOf(settings).join(', ')}.`,
  };
}

/** A second enrolment is refused, so it is looked first. */
async function enrolOnce(calls: SystemeioCalls, contactId: number, courseId: number) {
  const found = await calls.findEnrolments(contactId, courseId);
  if (!found.ok) return found;
  return found.value.length > 0
    ? { ok: true as const, value: 'given' as const }
    : calls.enrol(contactId, courseId);
}

/** Never takes the contact away: it may have been there before, and holds more than this order. */
async function take(
  calls: SystemeioCalls,
  settings: SystemeioSettings,
  { steps, granted, kept, customer }: RemovalRun,
): Promise<ActionAnswer> {
  const isKept = (target: string) => kept.has(keyOf(target, customer));
  const toTake = targetsOf(settings).filter((target) => !isKept(target));
  if (toTake.length === 0) return { outcome: 'done', note: 'Everything was kept.' };
  // The giving knows the contact even after the customer's email was corrected.
  const remembered = contactIn(granted('contact'));
  const contact =
    remembered === null ? await calls.findContact() : { ok: true as const, value: remembered };
  if (!contact.ok) return contact.answer;
  const contactId = contact.value;
  if (contactId === null)
    return {
      outcome: 'done',
      note: 'Systeme.io knows no such contact, so nothing was left to take.',
    };

  for (const tagId of settings.tags) {
    const step = `${tagStep(tagId)} taken`;
    if (isKept(tagStep(tagId)) || steps.done(step) !== undefined) continue;
    const taken = await calls.takeTag(contactId, tagId);
    if (!taken.ok) return taken.answer;
    await steps.finish(step, { contactId });
  }
  const { courseId } = settings;
  if (courseId !== undefined && !isKept(courseStep(courseId))) {
    const found = await calls.findEnrolments(contactId, courseId);
    if (!found.ok) return found.answer;
    for (const enrolmentId of found.value) {
      const taken = await calls.unenrol(enrolmentId);
      if (!taken.ok) return taken.answer;
    }
  }
  return {
    outcome: 'done',
    note: `The contact at Systeme.io no longer has ${toTake.join(', ')}.`,
  };
}
