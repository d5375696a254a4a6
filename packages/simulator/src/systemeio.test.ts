import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import { accessOf, systemeio } from './test-platforms.ts';
import { startTestSimulator } from './test-world.ts';

const now = Date.UTC(2026, 10, 23, 12);
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startTestSimulator({ now: () => now });
});
afterEach(async () => {
  await simulator.stop();
});

const api = (method: string, path: string, body?: unknown) =>
  systemeio(simulator, method, path, body);

async function createContact(email = 'aino@example.com'): Promise<number> {
  const { body } = await api('POST', 'contacts', { email, firstName: 'Aino', lastName: 'Virta' });
  return (body as { id: number }).id;
}

test('nothing is told without the key of the account', async () => {
  expect(await systemeio(simulator, 'GET', 'tags', undefined, 'another')).toMatchObject({
    status: 401,
    body: { status: 401, detail: 'The API key is missing or wrong.' },
  });
});

describe('contacts', () => {
  test('are found by their email, whatever its capital letters', async () => {
    const id = await createContact();
    await createContact('bertil@example.com');
    expect(await api('GET', 'contacts?email=AINO%40example.com')).toMatchObject({
      status: 200,
      body: {
        items: [
          {
            id,
            email: 'aino@example.com',
            registeredAt: '2026-11-23T12:00:00.000Z',
            fields: [
              { slug: 'first_name', fieldName: 'first name', value: 'Aino' },
              { slug: 'surname', fieldName: 'surname', value: 'Virta' },
            ],
            tags: [],
          },
        ],
        hasMore: false,
      },
    });
    expect((await api('GET', 'contacts?email=nobody%40example.com')).body).toEqual({
      items: [],
      hasMore: false,
    });
  });

  test.each([
    ['is used already', { email: 'Aino@example.com' }, 'This value is already used.'],
    ['is none', { email: 'aino' }, 'This value is not a valid email address.'],
    ['is blank', { email: ' ' }, 'This value should not be blank.'],
  ])('are refused with an email that %s', async (_, wish, message) => {
    await createContact();
    expect(await api('POST', 'contacts', wish)).toMatchObject({
      status: 422,
      body: { status: 422, violations: [{ propertyPath: 'email', message }] },
    });
    expect(simulator.systemeio.contacts()).toHaveLength(1);
  });
});

describe('lists', () => {
  test('come in pages that go on after the last id', async () => {
    const ids: number[] = [];
    for (let number = 1; number <= 12; number += 1)
      ids.push(await createContact(`shopper${number}@example.com`));
    const idsOf = ({ body }: { body: unknown }) =>
      (body as { items: { id: number }[] }).items.map(({ id }) => id);

    const first = await api('GET', 'contacts?order=asc&limit=10');
    expect(idsOf(first)).toEqual(ids.slice(0, 10));
    expect(first.body).toMatchObject({ hasMore: true });
    const rest = await api('GET', `contacts?order=asc&limit=10&startingAfter=${ids[9]}`);
    expect(idsOf(rest)).toEqual(ids.slice(10));
    expect(rest.body).toMatchObject({ hasMore: false });
    const exactlyTen = await api('GET', `contacts?order=asc&limit=10&startingAfter=${ids[1]}`);
    expect(idsOf(exactlyTen)).toEqual(ids.slice(2));
    expect(exactlyTen.body).toMatchObject({ hasMore: false });
    expect(idsOf(await api('GET', 'contacts'))).toEqual(ids.toReversed().slice(0, 10));
  });

  test.each(['limit=9', 'limit=101', 'order=up', 'startingAfter=x'])('refuse %s', async (query) => {
    expect(await api('GET', `tags?${query}`)).toMatchObject({ status: 422 });
  });
});

describe('tags', () => {
  test('are those of the account, and new ones by name', async () => {
    const made = await api('POST', 'tags', { name: 'vip' });
    expect(made).toMatchObject({ status: 201, body: { name: 'vip' } });
    expect(await api('POST', 'tags', { name: 'vip' })).toMatchObject({ status: 422 });
    expect((await api('GET', 'tags?order=asc')).body).toEqual({
      items: [
        { id: 501, name: 'customer' },
        { id: 502, name: 'newsletter' },
        { id: 503, name: 'course-watercolour' },
        made.body,
      ],
      hasMore: false,
    });
  });

  test('are given to a contact once, and taken again', async () => {
    const id = await createContact();
    expect(await api('POST', `contacts/${id}/tags`, { tagId: 501 })).toMatchObject({ status: 204 });
    expect(await api('POST', `contacts/${id}/tags`, { tagId: 501 })).toMatchObject({ status: 204 });
    expect(await api('POST', `contacts/${id}/tags`, { tagId: 503 })).toMatchObject({ status: 204 });
    expect((await api('GET', `contacts/${id}`)).body).toMatchObject({
      tags: [
        { id: 503, name: 'course-watercolour' },
        { id: 501, name: 'customer' },
      ],
    });
    expect(await api('DELETE', `contacts/${id}/tags/501`)).toMatchObject({ status: 204 });
    expect(await api('DELETE', `contacts/${id}/tags/501`)).toMatchObject({ status: 404 });
    expect(accessOf(simulator)).toEqual(['aino@example.com tag 503']);
    expect(simulator.access.changes.list()).toHaveLength(3);
  });

  test.each([
    ['a tag nobody knows', { tagId: 999 }, 404],
    ['a tag without its number', { tagId: 'customer' }, 422],
    ['nothing', undefined, 400],
  ])('are not given by %s', async (_, wish, status) => {
    const id = await createContact();
    expect(await api('POST', `contacts/${id}/tags`, wish)).toMatchObject({ status });
    expect(simulator.access.list()).toEqual([]);
  });

  test('are not given to a contact nobody knows', async () => {
    expect(await api('POST', 'contacts/1/tags', { tagId: 501 })).toMatchObject({ status: 404 });
  });
});

describe('enrolments', () => {
  const course = { id: 301, name: 'Watercolour from Scratch' };

  test('open a course, are listed by contact and course, and end', async () => {
    const contactId = await createContact();
    const other = await createContact('bertil@example.com');
    const wish = { contactId, accessType: 'full_access' };
    const made = await api('POST', 'school/courses/301/enrollments', wish);
    expect(made).toMatchObject({
      status: 201,
      body: {
        accessType: 'full_access',
        active: true,
        contact: { id: contactId, email: 'aino@example.com' },
        course,
      },
    });
    await api('POST', 'school/courses/302/enrollments', { ...wish, contactId: other });

    const { body } = await api('GET', `school/enrollments?contact=${contactId}&course=301`);
    expect(body).toEqual({ items: [made.body], hasMore: false });
    expect((await api('GET', `school/enrollments?contact=${other}&course=301`)).body).toEqual({
      items: [],
      hasMore: false,
    });
    const { id } = made.body as { id: number };
    expect(await api('DELETE', `school/enrollments/${id}`)).toMatchObject({ status: 204 });
    expect(await api('DELETE', `school/enrollments/${id}`)).toMatchObject({ status: 404 });
    expect(accessOf(simulator)).toEqual(['bertil@example.com course 302']);
  });

  test('are refused to those who are enrolled', async () => {
    const wish = { contactId: await createContact(), accessType: 'full_access' };
    await api('POST', 'school/courses/301/enrollments', wish);
    expect(await api('POST', 'school/courses/301/enrollments', wish)).toMatchObject({
      status: 422,
      body: { detail: 'contactId: The contact is already enrolled in this course.' },
    });
    expect(simulator.access.changes.list()).toHaveLength(1);
  });

  test.each([
    ['a course nobody knows', 999, { accessType: 'full_access' }, 404],
    ['a contact nobody knows', 301, { contactId: 1, accessType: 'full_access' }, 422],
    ['no access type', 301, {}, 422],
    ['an access type nobody knows', 301, { accessType: 'full' }, 422],
    ['partial access without modules', 301, { accessType: 'partial_access' }, 422],
  ])('are refused for %s', async (_, courseId, wish, status) => {
    const contactId = await createContact();
    const path = `school/courses/${courseId}/enrollments`;
    expect(await api('POST', path, { contactId, ...wish })).toMatchObject({ status });
    expect(simulator.access.list()).toEqual([]);
  });

  test('are for the courses of the account', async () => {
    expect((await api('GET', 'school/courses?order=asc')).body).toEqual({
      items: [course, { id: 302, name: 'Drawing Every Day' }],
      hasMore: false,
    });
  });
});
