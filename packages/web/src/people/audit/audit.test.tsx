import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAt } from '../../app/test-router.tsx';
import type { Answers } from '../../app/test-server.tsx';
import { readConfigurationSearch } from '../../settings/configuration-search.ts';
import { viewerWith } from '../../settings/test-configuration.tsx';
import { PeoplePage } from '../people-page.tsx';
import { AuditPage } from './audit-page.tsx';
import { readAuditSearch } from './audit-search.ts';
import { changeText, eventChoices } from './audit-words.ts';

const paid = {
  __typename: 'AuditEntry',
  id: 'his_1',
  at: '2026-11-20T10:00:00.000Z',
  event: 'refund.requested',
  summary: 'A refund of 49.00 € was asked for.',
  reason: 'The customer asked.',
  actor: { __typename: 'AuditActor', kind: 'PERSON', id: 'mem_1', name: 'Salla' },
  changes: [],
  subject: {
    __typename: 'AuditSubject',
    id: 'ord_1',
    kind: 'Order',
    name: '10042',
    orderId: 'ord_1',
  },
  fromAddress: '203.0.113.9',
  fromAgent: 'Firefox',
};
const changed = {
  ...paid,
  id: 'his_2',
  event: 'product.changed',
  summary: 'The product was changed.',
  reason: null,
  actor: { __typename: 'AuditActor', kind: 'TOKEN', id: 'tok_1', name: 'Shop script' },
  changes: ['vatRateBp', 'name', 'alertEmail', 'a', 'b', 'c'].map((field, index) => ({
    __typename: 'Change',
    field,
    before: index === 0 ? '2400' : null,
    after: index === 2 ? null : '2550',
  })),
  subject: {
    __typename: 'AuditSubject',
    id: 'prd_1',
    kind: 'Product',
    name: 'Watercolours',
    orderId: null,
  },
  fromAddress: null,
  fromAgent: null,
};
const page = (nodes: object[], endCursor: string | null = null) => ({
  auditLog: {
    __typename: 'AuditConnection',
    nodes,
    pageInfo: { __typename: 'PageInfo', endCursor, hasNextPage: endCursor !== null },
  },
});

const people = {
  path: '/people',
  readSearch: readConfigurationSearch,
  component: PeoplePage,
  children: [{ path: '/audit', readSearch: readAuditSearch, component: AuditPage }],
};
const places = [people, { path: '/orders', component: () => null }];

function open(address: string, answers: Answers = {}, permissions = ['READ_AUDIT_LOG']) {
  const server = openAt(address, places, {
    Viewer: () => ({ viewer: viewerWith(permissions) }),
    AuditLog: () => page([paid, changed]),
    AuditFacets: () => ({
      auditFacets: {
        __typename: 'AuditFacets',
        events: ['product.changed', 'refund.requested', 'refund.succeeded'],
        actors: [paid.actor, changed.actor],
      },
    }),
    ...answers,
  });
  return {
    ...server,
    filters: () =>
      server
        .askedOf('AuditLog')
        .map(({ variables }) =>
          Object.fromEntries(
            Object.entries(variables['filter'] as object).filter(([, value]) => value !== null),
          ),
        ),
  };
}

const valueOf = (role: string, name: string) =>
  screen.getByRole<HTMLInputElement>(role, { name }).value;
const rows = async () =>
  (await screen.findAllByRole('row')).slice(1).map((row) =>
    within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent),
  );

describe('the audit log', () => {
  // A wide screen, unlike that of the other tests.
  beforeEach(() => {
    const phone = matchMedia;
    vi.spyOn(window, 'matchMedia').mockImplementation((media) =>
      Object.assign(phone(media), { matches: false }),
    );
  });
  afterEach(() => vi.restoreAllMocks());

  test('shows who did what, about what and from where', async () => {
    open('/people/audit');
    const [first, second] = await rows();
    expect(first).toEqual([
      expect.stringMatching(/^20 Nov|^Nov 20/u),
      'Salla',
      'A refund of 49.00 € was asked for.Reason: The customer asked.',
      'Order 10042',
      'from 203.0.113.9',
    ]);
    expect(second?.slice(1)).toEqual([
      'Shop scriptAPI token',
      'The product was changed.VAT rate: 24% → 25.5%Name: 2550Alert email: changedA: 25502 moreB: 2550C: 2550',
      'Product Watercolours',
      '–',
    ]);
  });

  test('never calls it automatic what came from an address', async () => {
    const actor = { __typename: 'AuditActor', kind: 'SYSTEM', id: null, name: 'Automatic' };
    const refused = { ...paid, id: 'his_3', event: 'member.sign_in_failed', actor };
    const swept = { ...refused, id: 'his_4', fromAddress: null };
    open('/people/audit', { AuditLog: () => page([refused, swept]) });
    expect((await rows()).map(([, who]) => who)).toEqual(['Somebody', 'Automatic']);
  });

  test('opens the order of an entry', async () => {
    const { address } = open('/people/audit');
    fireEvent.click(await screen.findByRole('link', { name: 'Order 10042' }));
    await waitFor(() => expect(address()).toBe('/orders?order=ord_1'));
  });

  test('leaves only what concerns a thing that is no order, until its name is taken away', async () => {
    const { address, filters } = open('/people/audit');
    fireEvent.click(await screen.findByRole('button', { name: 'Product Watercolours' }));
    await waitFor(() => expect(filters().at(-1)).toEqual({ subjectId: 'prd_1' }));
    expect(address()).toContain('subject=prd_1');
    fireEvent.click(
      await screen.findByRole('button', { name: 'Remove the filter Product Watercolours' }),
    );
    await waitFor(() => expect(address()).toBe('/people/audit'));
  });

  test('reads its filters from the address, days by the reader’s own', async () => {
    const { filters } = open(
      '/people/audit?who=mem_1&what=refund&number=10042&address=203.0.113.&find=asked&from=2026-11-19&to=2026-11-20',
    );
    await rows();
    expect(filters()[0]).toEqual({
      actorId: 'mem_1',
      events: ['refund'],
      orderNumber: '10042',
      fromAddress: '203.0.113.',
      text: 'asked',
      from: new Date(2026, 10, 19).toISOString(),
      to: new Date(2026, 10, 21).toISOString(),
    });
    expect(screen.getByRole('button', { name: /^When: .*19.* – .*20/u })).toBeTruthy();
    expect(valueOf('combobox', 'Who')).toBe('Salla');
    expect(valueOf('combobox', 'What')).toBe('Refund: everything');
  });

  test('puts what is typed and chosen into the address, and clears all of it', async () => {
    const { address, filters } = open('/people/audit');
    await rows();
    const number = screen.getByRole('searchbox', { name: 'Order number' });
    fireEvent.change(number, { target: { value: ' 10042 ' } });
    fireEvent.keyDown(number, { key: 'Enter' });
    await waitFor(() => expect(address()).toBe('/people/audit?number=10042'));
    fireEvent.click(screen.getByRole('combobox', { name: 'Who' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Payment providers' }));
    await waitFor(() =>
      expect(filters().at(-1)).toEqual({ orderNumber: '10042', actorKinds: ['PROVIDER'] }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Clear all' }));
    await waitFor(() => expect(address()).toBe('/people/audit'));
    expect(valueOf('searchbox', 'Order number')).toBe('');
  });

  test('shows further entries behind those that are shown', async () => {
    const { askedOf } = open('/people/audit', {
      AuditLog: ({ after }) => (after ? page([changed]) : page([paid], 'c1')),
    });
    expect(await rows()).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(async () => expect(await rows()).toHaveLength(2));
    expect(askedOf('AuditLog').at(-1)?.variables['after']).toBe('c1');
    screen.getByText('That is all of it.');
  });

  test('says that nothing matches, and offers all of it again', async () => {
    const { address } = open('/people/audit?find=nothing', { AuditLog: () => page([]) });
    await screen.findByText('Nothing on record matches');
    fireEvent.click(screen.getByRole('button', { name: 'Clear all filters' }));
    await waitFor(() => expect(address()).toBe('/people/audit'));
    await screen.findByText('Nothing is on record yet');
  });

  test('says that it could not be loaded, and tries again', async () => {
    let answer: object | 'unreachable' = 'unreachable';
    open('/people/audit', { AuditLog: () => answer });
    await screen.findByText('The audit log could not be loaded');
    answer = page([paid]);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rows()).toHaveLength(1);
  });

  test('is no page for somebody who may not read it', async () => {
    const { askedOf } = open('/people', {}, ['READ_ORDERS']);
    await screen.findByText('You may not see members, tokens or the audit log');
    expect(askedOf('AuditLog')).toEqual([]);
  });
});

describe('on a phone', () => {
  test('entries are cards, and filters lie in a sheet', async () => {
    open('/people/audit?number=10042');
    const cards = within(await screen.findByRole('list', { name: 'Audit log' }));
    expect(cards.getAllByRole('listitem')).toHaveLength(2);
    fireEvent.click(screen.getByRole('button', { name: 'Filters, 1 set' }));
    await screen.findByRole('searchbox', { name: 'Order number' });
    expect(valueOf('searchbox', 'Order number')).toBe('10042');
  });
});

describe('the words of the audit log', () => {
  test('tell a change from what to what, and of personal data only that there was one', () => {
    const change = (field: string, before: string | null, after: string | null) =>
      changeText({ field, before, after });
    expect(change('graceMs', '60000', '600000')).toBe('Grace: 1 minute → 10 minutes');
    expect(change('status', 'IN_PROGRESS', 'PAID')).toBe('Status: in progress → paid');
    expect(change('price', null, 'EUR 9.00')).toBe('Price: EUR 9.00');
    expect(change('filter.statuses', null, 'PAID')).toBe('Filter statuses: paid');
    expect(change('archivedAt', 'x', null)).toBe('Archived at: x → nothing');
    expect(change('email', null, null)).toBe('Email: changed');
    expect(change('rows', null, 'x'.repeat(500))).toHaveLength(127);
  });

  test('group events by what they are about', () => {
    expect(eventChoices(['bulk.rerun_started', 'refund.a', 'refund.b'])).toEqual([
      {
        group: 'Bulk',
        items: [
          { value: 'bulk', label: 'Bulk: everything' },
          { value: 'bulk.rerun_started', label: 'Bulk: rerun started' },
        ],
      },
      {
        group: 'Refund',
        items: [
          { value: 'refund', label: 'Refund: everything' },
          { value: 'refund.a', label: 'Refund: a' },
          { value: 'refund.b', label: 'Refund: b' },
        ],
      },
    ]);
  });
});
