// A fake Systeme.io under /systemeio/api.

import type { AccessBook } from './access.ts';
import type { Platform, PlatformSetup } from './platform.ts';
import { refuse, servePlatform } from './platform.ts';
import type { SystemeioAccount, SystemeioBooks } from './systemeio-books.ts';
import { makeSystemeioBooks } from './systemeio-books.ts';
import { answerSystemeioCall } from './systemeio-calls.ts';
import { jsonAnswer } from './wire.ts';

/** What the demo shop is set up with. */
export const usualSystemeio: SystemeioAccount = {
  apiKey: 'demo-systeme-key',
  tags: [
    { id: 501, name: 'customer' },
    { id: 502, name: 'newsletter' },
    { id: 503, name: 'course-watercolour' },
  ],
  courses: [
    { id: 301, name: 'Watercolour from Scratch' },
    { id: 302, name: 'Drawing Every Day' },
  ],
  callsPerMinute: 100,
};

export type FakeSystemeio = Platform & {
  readonly account: SystemeioAccount;
  readonly contacts: SystemeioBooks['contacts'];
  /** Forgets contacts, enrolments and the tags made since. */
  clear(): void;
};

export function makeFakeSystemeio(
  setup: PlatformSetup & { readonly account: SystemeioAccount; readonly access: AccessBook },
): FakeSystemeio {
  const books = makeSystemeioBooks(setup);
  const platform = servePlatform(setup, {
    target: 'systemeio',
    isLimited: () => true,
    answer: (request) =>
      request.headers['x-api-key'] === setup.account.apiKey
        ? answerSystemeioCall(books, request)
        : refuse(401, 'The API key is missing or wrong.'),
    problem: (status, message, field) =>
      jsonAnswer(status, {
        title: 'An error occurred',
        detail: field === null ? message : `${field}: ${message}`,
        status,
        ...(field !== null && { violations: [{ propertyPath: field, message }] }),
      }),
  });
  return {
    ...platform,
    account: setup.account,
    contacts: () => books.contacts(),
    clear: () => {
      books.clear();
      platform.calls.clear();
    },
  };
}
