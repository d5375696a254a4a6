// A Systeme.io account: contacts, their tags, and who is enrolled in which course.

import type { AccessBook, AccessKey } from './access.ts';
import type { Clock } from './clock.ts';
import { makeRecent } from './recent.ts';

export type SystemeioTag = { readonly id: number; readonly name: string };
export type SystemeioCourse = { readonly id: number; readonly name: string };

export type SystemeioAccount = {
  readonly apiKey: string;
  readonly tags: readonly SystemeioTag[];
  readonly courses: readonly SystemeioCourse[];
  /** Calls the API takes in a minute; null: without limit. */
  readonly callsPerMinute: number | null;
};

export type SystemeioContact = {
  readonly id: number;
  readonly email: string;
  readonly locale: string;
  /** By slug: `first_name`, `surname`, … */
  readonly fields: Readonly<Record<string, string>>;
  readonly createdAt: number;
};

export const systemeioAccessTypes = [
  'full_access',
  'partial_access',
  'dripping_content',
  'partial_dripping_access',
] as const;
export type Enrollment = {
  readonly id: number;
  readonly contactId: number;
  readonly course: SystemeioCourse;
  readonly accessType: (typeof systemeioAccessTypes)[number];
  readonly createdAt: number;
};

export type SystemeioBooks = {
  readonly account: SystemeioAccount;
  /** Those of the account and those made since. */
  tags(): SystemeioTag[];
  addTag(name: string): SystemeioTag;
  contacts(): SystemeioContact[];
  findContact(id: number): SystemeioContact | undefined;
  /** Capital letters make no difference. */
  findByEmail(email: string): SystemeioContact | undefined;
  addContact(contact: Pick<SystemeioContact, 'email' | 'locale' | 'fields'>): SystemeioContact;
  tagsOf(contact: SystemeioContact): SystemeioTag[];
  /** False: the contact has it already. */
  giveTag(contact: SystemeioContact, tag: SystemeioTag): boolean;
  /** False: the contact does not have it. */
  takeTag(contact: SystemeioContact, tag: SystemeioTag): boolean;
  enrollments(): Enrollment[];
  findEnrollment(id: number): Enrollment | undefined;
  /** Null: the contact is enrolled in the course already. */
  enrol(
    contact: SystemeioContact,
    wish: Pick<Enrollment, 'course' | 'accessType'>,
  ): Enrollment | null;
  unenrol(enrollment: Enrollment): void;
  clear(): void;
};

const mostContacts = 50_000;
const firstId = 9_000_001;

export function makeSystemeioBooks(setup: {
  readonly account: SystemeioAccount;
  readonly clock: Clock;
  readonly access: AccessBook;
}): SystemeioBooks {
  const { account, clock, access } = setup;
  const tags = makeRecent<SystemeioTag>(10_000);
  const contacts = makeRecent<SystemeioContact>(mostContacts);
  const idByEmail = makeRecent<string>(mostContacts);
  const enrollments = makeRecent<Enrollment>(mostContacts);
  let nextId = firstId;

  const keepOwnTags = () => {
    for (const tag of account.tags) tags.set(String(tag.id), tag);
  };
  keepOwnTags();

  return {
    account,
    tags: () => tags.list(),
    addTag: (name) => {
      const tag = { id: nextId++, name };
      tags.set(String(tag.id), tag);
      return tag;
    },
    contacts: () => contacts.list(),
    findContact: (id) => contacts.get(String(id)),
    findByEmail: (email) => contacts.get(idByEmail.get(email.toLowerCase()) ?? ''),
    addContact: (given) => {
      const contact = { ...given, id: nextId++, createdAt: clock.now() };
      contacts.set(String(contact.id), contact);
      idByEmail.set(contact.email.toLowerCase(), String(contact.id));
      return contact;
    },
    tagsOf: (contact) =>
      tags.list().filter((tag) => access.get(accessKey('tag', contact.id, tag.id))),
    giveTag: (contact, tag) => access.give(accessOf('tag', contact, tag)),
    takeTag: (contact, tag) => access.take(accessKey('tag', contact.id, tag.id)),
    enrollments: () => enrollments.list(),
    findEnrollment: (id) => enrollments.get(String(id)),
    enrol: (contact, { course, accessType }) => {
      if (!access.give(accessOf('course', contact, course))) return null;
      const createdAt = clock.now();
      const enrollment = { id: nextId++, contactId: contact.id, course, accessType, createdAt };
      enrollments.set(String(enrollment.id), enrollment);
      return enrollment;
    },
    unenrol: ({ id, contactId, course }) => {
      enrollments.delete(String(id));
      access.take(accessKey('course', contactId, course.id));
    },
    clear: () => {
      for (const kept of [tags, contacts, idByEmail, enrollments]) kept.clear();
      keepOwnTags();
    },
  };
}

function accessKey(kind: 'tag' | 'course', contactId: number, targetId: number): AccessKey {
  return {
    platform: 'systemeio',
    kind,
    targetId: String(targetId),
    contactId: String(contactId),
  };
}

function accessOf(
  kind: 'tag' | 'course',
  contact: SystemeioContact,
  target: SystemeioTag | SystemeioCourse,
) {
  const { first_name: firstName, surname } = contact.fields;
  return {
    ...accessKey(kind, contact.id, target.id),
    targetName: target.name,
    products: [],
    email: contact.email,
    name: [firstName, surname].filter(Boolean).join(' ') || null,
    externalId: null,
    by: 'api' as const,
  };
}
