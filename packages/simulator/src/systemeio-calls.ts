// The calls of Systeme.io's API that the fake understands: contacts, tags, courses, enrolments.

import { z } from 'zod';
import { refuse } from './platform.ts';
import type { Enrollment, SystemeioBooks, SystemeioContact } from './systemeio-books.ts';
import { systemeioAccessTypes } from './systemeio-books.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { jsonAnswer, parseJson } from './wire.ts';

/** Throws PlatformRefusal for everything Systeme.io would refuse. */
export function answerSystemeioCall(books: SystemeioBooks, request: WireRequest): WireAnswer {
  const parts = request.path.replace('/systemeio/api/', '').split('/');
  const ids = parts.filter((part) => /^\d+$/.test(part)).map(Number);
  const [id = 0, secondId = 0] = ids;
  const template = parts.map((part) => (/^\d+$/.test(part) ? ':id' : part)).join('/');
  const query = new URLSearchParams(request.query);
  switch (`${request.method} ${template}`) {
    case 'GET contacts':
      return listContacts(books, query);
    case 'POST contacts':
      return createContact(books, request);
    case 'GET contacts/:id':
      return jsonAnswer(200, contactResource(books, contactOf(books, id)));
    case 'POST contacts/:id/tags':
      return giveTag(books, contactOf(books, id), request);
    case 'DELETE contacts/:id/tags/:id':
      return takeTag(books, contactOf(books, id), secondId);
    case 'GET tags':
      return page(books.tags(), query);
    case 'POST tags':
      return createTag(books, request);
    case 'GET school/courses':
      return page(books.account.courses, query);
    case 'POST school/courses/:id/enrollments':
      return enrol(books, id, request);
    case 'GET school/enrollments':
      return listEnrollments(books, query);
    case 'DELETE school/enrollments/:id':
      return unenrol(books, id);
    default:
      return refuse(404, `No route found for "${request.method} ${request.path}"`);
  }
}

const done: WireAnswer = { status: 204, headers: {}, body: '' };

function listContacts(books: SystemeioBooks, query: URLSearchParams): WireAnswer {
  const email = query.get('email');
  const found = email === null ? undefined : books.findByEmail(email.trim());
  const contacts = email === null ? books.contacts() : found ? [found] : [];
  return page(contacts, query, (contact) => contactResource(books, contact));
}

const newContact = z.object({
  email: z
    .string()
    .trim()
    .min(1, 'This value should not be blank.')
    .pipe(z.email('This value is not a valid email address.')),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  locale: z.string().nullish(),
  fields: z.array(z.object({ slug: z.string(), value: z.string().nullable() })).default([]),
});

function createContact(books: SystemeioBooks, request: WireRequest): WireAnswer {
  const { email, firstName, lastName, locale, fields } = readBody(newContact, request);
  if (books.findByEmail(email)) refuse(422, 'This value is already used.', 'email');
  const given = [
    { slug: 'first_name', value: firstName ?? null },
    { slug: 'surname', value: lastName ?? null },
    ...fields,
  ];
  const contact = books.addContact({
    email,
    locale: locale ?? 'en',
    fields: Object.fromEntries(
      given.flatMap(({ slug, value }) => (value === null ? [] : [[slug, value] as const])),
    ),
  });
  return jsonAnswer(201, contactResource(books, contact));
}

function giveTag(
  books: SystemeioBooks,
  contact: SystemeioContact,
  request: WireRequest,
): WireAnswer {
  const { tagId } = readBody(z.object({ tagId: z.int() }), request);
  books.giveTag(contact, tagOf(books, tagId));
  return done;
}

function takeTag(books: SystemeioBooks, contact: SystemeioContact, tagId: number): WireAnswer {
  if (!books.takeTag(contact, tagOf(books, tagId))) refuse(404, 'The contact has no such tag.');
  return done;
}

function createTag(books: SystemeioBooks, request: WireRequest): WireAnswer {
  const { name } = readBody(z.object({ name: z.string().trim().min(1).max(255) }), request);
  if (books.tags().some((tag) => tag.name === name))
    refuse(422, 'This value is already used.', 'name');
  return jsonAnswer(201, books.addTag(name));
}

const newEnrollment = z
  .object({
    contactId: z.int(),
    accessType: z.enum(systemeioAccessTypes),
    modules: z.array(z.int()).default([]),
  })
  .refine(({ accessType, modules }) => !accessType.startsWith('partial') || modules.length > 0, {
    path: ['modules'],
    message: 'Partial access needs modules.',
  });

function enrol(books: SystemeioBooks, courseId: number, request: WireRequest): WireAnswer {
  const course = books.account.courses.find((one) => one.id === courseId);
  if (!course) return refuse(404, 'The course was not found.');
  const { contactId, accessType } = readBody(newEnrollment, request);
  const contact = books.findContact(contactId);
  if (!contact) return refuse(422, 'The contact was not found.', 'contactId');
  const enrollment = books.enrol(contact, { course, accessType });
  return enrollment
    ? jsonAnswer(201, enrollmentResource(books, enrollment))
    : refuse(422, 'The contact is already enrolled in this course.', 'contactId');
}

function listEnrollments(books: SystemeioBooks, query: URLSearchParams): WireAnswer {
  const contactId = query.get('contact');
  const courseId = query.get('course');
  const found = books
    .enrollments()
    .filter((one) => contactId === null || String(one.contactId) === contactId)
    .filter((one) => courseId === null || String(one.course.id) === courseId);
  return page(found, query, (enrollment) => enrollmentResource(books, enrollment));
}

function unenrol(books: SystemeioBooks, id: number): WireAnswer {
  books.unenrol(books.findEnrollment(id) ?? refuse(404, 'The enrollment was not found.'));
  return done;
}

function contactOf(books: SystemeioBooks, id: number): SystemeioContact {
  return books.findContact(id) ?? refuse(404, 'The contact was not found.');
}

function tagOf(books: SystemeioBooks, id: number) {
  return books.tags().find((tag) => tag.id === id) ?? refuse(404, 'The tag was not found.');
}

const pageWish = z.object({
  limit: z.coerce.number().int().min(10).max(100).default(10),
  startingAfter: z.coerce.number().int().optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
});

/** By id; `startingAfter` is the last id of the page before. */
function page<T extends { readonly id: number }>(
  all: readonly T[],
  query: URLSearchParams,
  shown: (one: T) => unknown = (one) => one,
): WireAnswer {
  const wish = check(pageWish, Object.fromEntries(query));
  const { limit, startingAfter, order } = wish;
  const direction = order === 'asc' ? 1 : -1;
  const rest = all
    .toSorted((one, other) => direction * (one.id - other.id))
    .filter(({ id }) => startingAfter === undefined || direction * (id - startingAfter) > 0);
  const items = rest.slice(0, limit).map(shown);
  return jsonAnswer(200, { items, hasMore: rest.length > limit });
}

function readBody<T>(schema: z.ZodType<T>, { body }: WireRequest): T {
  const json = parseJson(body);
  return json === undefined ? refuse(400, 'Syntax error') : check(schema, json);
}

/** Systeme.io names the wrong field; the first will do here. */
function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refuse(422, issue?.message ?? 'This value is not valid.', issue?.path.join('.') ?? null);
}

function contactResource(books: SystemeioBooks, contact: SystemeioContact) {
  return {
    id: contact.id,
    email: contact.email,
    registeredAt: new Date(contact.createdAt).toISOString(),
    locale: contact.locale,
    unsubscribed: false,
    bounced: false,
    needsConfirmation: false,
    fields: Object.entries(contact.fields).map(([slug, value]) => ({
      slug,
      fieldName: slug.replaceAll('_', ' '),
      value,
    })),
    tags: books.tagsOf(contact),
  };
}

function enrollmentResource(books: SystemeioBooks, enrollment: Enrollment) {
  const { id, contactId, course, accessType, createdAt } = enrollment;
  return {
    id,
    accessType,
    active: true,
    contact: { id: contactId, email: books.findContact(contactId)?.email ?? null },
    course,
    createdAt: new Date(createdAt).toISOString(),
  };
}
