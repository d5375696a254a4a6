import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindsWithForms } from '../../test/kit/configurations.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { obligingOutside } from '../../test/kit/outside.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { accepted, makeShop, newKey, requestOf, shop } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { permissionsOf } from '../domain/permission.ts';
import { createActionConfiguration } from './manage-configuration-create.ts';
import { previewAction } from './manage-configuration-preview.ts';
import {
  testActionConfiguration,
  type TestActionConfiguration,
} from './manage-configuration-test-run.ts';
import type { Outcome } from './outcome.ts';

const SECRET = 'secret-of-the-seller-1234';
const CUSTOMER = 'Buyer.One@example.com';
const COLLEAGUE = 'aino@shop.example';

let database: TestDatabase;
let orderId: string;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  orderId = (await paidOrder(database, CUSTOMER)).orderId;
  await rows(
    `update orders set billing_fields = '[{"key":"copy","label":"Copy to","value":"buyer.one@example.com"}]'`,
  );
  await rows(`insert into checkout (id, name, created_at) values ('chk_empty', 'Empty', now())`);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const refusalsOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path?.join('.') ?? null]);
const admin = () => requestOf(database, { permissions: [...permissionsOf('ADMIN')] });
const draft = (more = {}) => ({
  idempotencyKey: 'of the form',
  checkoutId: shop.checkoutId as string,
  level: 'CHECKOUT' as const,
  kind: 'many-settings',
  name: 'Membership',
  enabled: false,
  settings: [
    { name: 'way', value: 'key' },
    { name: 'apiKey', value: SECRET },
  ],
  ...more,
});
const input = (more: Partial<TestActionConfiguration> = {}): TestActionConfiguration => ({
  recipient: COLLEAGUE,
  idempotencyKey: newKey(),
  ...more,
});
const everything = async () => ({
  orders: await rows('select * from orders order by id'),
  actions: await rows('select * from action order by id'),
  attempts: await rows('select * from attempt'),
  configurations: await rows('select * from action_configuration order by id'),
});

describe('a test of an action', () => {
  test('runs once for the newest paid order, with the colleague in the customer’s place', async () => {
    const { types, runs } = kindsWithForms();
    const before = await everything();
    expect(
      accepted(await testActionConfiguration(input({ draft: draft() }), admin(), types)),
    ).toEqual({
      outcome: 'SUCCEEDED',
      message: 'Done.',
      technical: null,
      request: null,
      response: null,
    });
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      order: {
        id: orderId,
        customer: {
          email: COLLEAGUE,
          firstName: 'Onni',
          fields: [{ key: 'copy', value: COLLEAGUE }],
        },
      },
      settings: { way: 'key', apiKey: SECRET },
      run: { key: expect.stringMatching(/^test-att_/), lineId: null },
    });
    expect(JSON.stringify(runs[0]).toLowerCase()).not.toContain('buyer.one');
    expect(await everything()).toEqual(before);
  });

  test('leaves an entry in the history, without the address it went to', async () => {
    const { types } = kindsWithForms();
    const { id } = accepted(await createActionConfiguration(draft(), admin(), types));
    accepted(await testActionConfiguration(input({ id }), admin(), types));
    const entries = await rows(
      'select event, summary, actor_name from history_entry where chain = $1 order by seq',
      [id],
    );
    expect(entries.at(-1)).toEqual({
      event: 'configuration.tested',
      summary: 'A test of Membership was sent for the order 10001.',
      actor_name: 'Aino',
    });
    expect(JSON.stringify(await rows('select * from history_entry'))).not.toContain(COLLEAGUE);
  });

  test('takes the secrets of the saved one for what the form does not hold', async () => {
    const { types, runs } = kindsWithForms();
    const { id } = accepted(
      await createActionConfiguration({ ...draft(), idempotencyKey: newKey() }, admin(), types),
    );
    const settings = [
      { name: 'way', value: 'key' },
      { name: 'note', value: 'New words' },
    ];
    const outcome = await testActionConfiguration(
      input({ id, draft: draft({ settings }) }),
      admin(),
      types,
    );
    expect(outcome.ok).toBe(true);
    expect(runs[0]?.settings).toMatchObject({ apiKey: SECRET, note: 'New words' });
  });

  test('belongs to the line of its product, where it is set up at one', async () => {
    const { types, runs } = kindsWithForms();
    const atProduct = draft({ level: 'PRODUCT', productId: shop.courseId });
    accepted(await testActionConfiguration(input({ draft: atProduct }), admin(), types));
    const [line] = await rows<{ id: string }>('select id from order_line where order_id = $1', [
      orderId,
    ]);
    expect(runs[0]?.run.lineId).toBe(line?.id);
  });

  test('makes up an order of what is sold where none was paid', async () => {
    const { types, runs } = kindsWithForms();
    const atEbook = draft({ level: 'PRODUCT', productId: shop.ebookId });
    accepted(await testActionConfiguration(input({ draft: atEbook }), admin(), types));
    const inEmpty = draft({ checkoutId: 'chk_empty' });
    accepted(await testActionConfiguration(input({ draft: inEmpty }), admin(), types));
    expect(runs.map(({ order }) => [order.checkout.name, order.lines[0]?.productName])).toEqual([
      ['Test School', 'Colour e-book'],
      ['Empty', 'Example product'],
    ]);
    expect(runs[0]?.order).toMatchObject({ id: 'ord_example', totalMinor: 2500, currency: 'EUR' });
    expect(runs[0]?.run.lineId).toBe('lin_example');
  });

  test('never sends twice with one key', async () => {
    const { types, runs } = kindsWithForms();
    const wish = input({ draft: draft() });
    accepted(await testActionConfiguration(wish, admin(), types));
    const again = await testActionConfiguration(wish, admin(), types);
    expect(again).toMatchObject({
      ok: false,
      refusals: [{ code: 'ALREADY_RUNNING', startedBy: { name: 'Aino' } }],
    });
    expect(runs).toHaveLength(1);
  });

  test('says what went wrong, and that nothing is tried again', async () => {
    const { types } = kindsWithForms(async () =>
      Promise.resolve({
        outcome: 'failed',
        again: 'yes',
        message: 'The receiver is having trouble (503).',
        technical: '503',
        exchange: { request: { body: 1 }, response: { status: 503 } },
      }),
    );
    expect(
      accepted(await testActionConfiguration(input({ draft: draft() }), admin(), types)),
    ).toEqual({
      outcome: 'FAILED',
      message: 'The receiver is having trouble (503). This was a test: nothing is tried again.',
      technical: '503',
      request: { body: 1 },
      response: { status: 503 },
    });
  });

  test('is told to stop before its limit, so that it can still say how far it came', async () => {
    const { types } = kindsWithForms(
      (_, { signal }) =>
        new Promise((done) => {
          const stopped = { outcome: 'failed', again: 'no', message: 'Nothing was sent.' } as const;
          signal.addEventListener('abort', () => done(stopped));
        }),
    );
    const wish = input({ draft: draft() });
    const result = accepted(await testActionConfiguration(wish, admin(), types, 1_000));
    expect(result).toMatchObject({ outcome: 'FAILED', message: 'Nothing was sent.' });
  });

  test('waits no longer than its limit for an action that does not stop', async () => {
    const { types } = kindsWithForms(() => new Promise(() => {}));
    const wish = input({ draft: draft() });
    const result = accepted(await testActionConfiguration(wish, admin(), types, 20));
    expect(result).toMatchObject({
      outcome: 'UNKNOWN',
      message: 'There was no answer in time. It may have happened: look at the other side.',
    });
  });

  test('runs the real kinds: the mail goes to the colleague, the webhook names them', async () => {
    const { types, mails, calls } = obligingOutside();
    const receipt = draft({ kind: 'receipt-email', settings: [] });
    accepted(await testActionConfiguration(input({ draft: receipt }), admin(), types));
    const webhook = accepted(
      await testActionConfiguration(input({ id: 'cfg_webhook' }), admin(), types),
    );
    expect(mails.map(({ to }) => to)).toEqual([COLLEAGUE]);
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
      data: { order: { id: orderId, customer: { email: COLLEAGUE } } },
    });
    expect(webhook).toMatchObject({ outcome: 'SUCCEEDED', message: 'Answered with 200.' });
    const sent = JSON.stringify([mails, calls]).toLowerCase();
    expect(sent).not.toContain('buyer.one');
    // What the person sees of it names nobody and no secret.
    expect(JSON.stringify(webhook)).not.toMatch(/aino@|whsec_/u);
  });

  test.each<[string, Partial<TestActionConfiguration>, unknown[]]>([
    ['of nothing', {}, [['INVALID', 'id']]],
    ['of what is not there', { id: 'cfg_none' }, [['NOT_FOUND', 'id']]],
    ['without an address', { draft: draft(), recipient: 'nobody' }, [['INVALID', 'recipient']]],
    [
      'to two addresses',
      { draft: draft(), recipient: 'a@b.fi, c@d.fi' },
      [['INVALID', 'recipient']],
    ],
    [
      'with settings that cannot be used',
      { draft: draft({ settings: [{ name: 'way', value: 'pigeon' }] }) },
      [['INVALID', 'draft.settings.0.value']],
    ],
    [
      'in a checkout that is not there',
      { draft: draft({ checkoutId: 'chk_none' }) },
      [['NOT_FOUND', 'draft.checkoutId']],
    ],
    [
      'for an order that is not there',
      { draft: draft(), orderId: 'ord_none' },
      [['NOT_FOUND', 'orderId']],
    ],
    ['without a key', { draft: draft(), idempotencyKey: '' }, [['INVALID', 'idempotencyKey']]],
  ])('%s is refused, and nothing goes out', async (_, wrong, refusals) => {
    const { types, runs } = kindsWithForms();
    const outcome = await testActionConfiguration(input(wrong), admin(), types);
    expect(refusalsOf(outcome)).toEqual(refusals);
    expect(runs).toEqual([]);
  });

  test('reaches no order and no configuration of another checkout', async () => {
    const { types, runs } = kindsWithForms();
    const elsewhere = () => requestOf(database, { reach: ['chk_empty'] });
    const inEmpty = draft({ checkoutId: 'chk_empty' });
    const wishes = [
      input({ id: 'cfg_webhook' }),
      input({ draft: draft() }),
      input({ draft: inEmpty, orderId }),
    ];
    const outcomes = await Promise.all(
      wishes.map((wish) => testActionConfiguration(wish, elsewhere(), types)),
    );
    expect(outcomes.map(refusalsOf)).toEqual([
      [['NOT_FOUND', 'id']],
      [['NOT_FOUND', 'draft.checkoutId']],
      [['NOT_FOUND', 'orderId']],
    ]);
    expect(runs).toEqual([]);
  });

  test('gives whoever may not read personal data a customer without a name', async () => {
    const { types, runs } = kindsWithForms();
    const blind = requestOf(database, { permissions: ['MANAGE_CONFIGURATION'] });
    accepted(await testActionConfiguration(input({ draft: draft() }), blind, types));
    expect(runs[0]?.order.customer).toMatchObject({
      email: COLLEAGUE,
      firstName: 'O…',
      fields: [{ key: 'copy', value: '…' }],
    });
  });
});

describe('a preview', () => {
  const { types } = obligingOutside();
  const wish = { checkoutId: shop.checkoutId as string, kind: 'receipt-email', settings: [] };

  test('shows the mail as it would arrive', async () => {
    const subject = [{ name: 'subject', value: 'Thank you' }];
    const preview = accepted(await previewAction({ ...wish, settings: subject }, admin(), types));
    expect(preview).toMatchObject({ subject: 'Thank you', body: null });
    expect(preview.html).toContain('Watercolour course');
    expect(preview.text).toContain('Watercolour course');
  });

  test('shows the payload of a webhook without its secret, for the order that is asked for', async () => {
    const settings = [{ name: 'url', value: 'https://example.com/hook' }];
    const webhook = { ...wish, kind: 'webhook', settings, orderId };
    const preview = accepted(await previewAction(webhook, admin(), types));
    expect(preview).toMatchObject({
      subject: null,
      html: null,
      text: null,
      body: { type: 'order.paid', data: { order: { id: orderId, customer: { email: CUSTOMER } } } },
    });
    const blind = requestOf(database, { permissions: ['MANAGE_CONFIGURATION'] });
    expect(JSON.stringify(await previewAction(webhook, blind, types))).not.toMatch(
      /buyer\.one|Onni/iu,
    );
  });

  test('of an action of a product is that of its line, in an order that holds it', async () => {
    const wanted = { ...wish, kind: 'webhook', orderId, productId: 'prd_ebook' };
    const settings = [{ name: 'url', value: 'https://example.com/hook' }];
    expect(refusalsOf(await previewAction({ ...wanted, settings }, admin(), types))).toEqual([
      ['INVALID', 'orderId'],
    ]);
    const course = { ...wanted, settings, productId: shop.courseId };
    const { body } = accepted(await previewAction(course, admin(), types));
    const { data } = body as { data: { lineId: string; order: { lines: object[] } } };
    expect(data.order.lines).toContainEqual(
      expect.objectContaining({ id: data.lineId, productId: shop.courseId }),
    );
    const text = [
      { name: 'subject', value: '{{product}} is yours' },
      { name: 'body', value: 'Hello' },
    ];
    const mail = { ...wish, kind: 'custom-email', settings: text, productId: 'prd_ebook' };
    expect(accepted(await previewAction(mail, admin(), types)).subject).toMatch(/ is yours$/u);
  });

  test('is refused at the field of a mistake, and out of reach', async () => {
    const { types: kinds } = kindsWithForms();
    const settings = [{ name: 'replyTo', value: 'nobody' }];
    expect(refusalsOf(await previewAction({ ...wish, settings }, admin(), types))).toEqual([
      ['INVALID', 'settings.0.value'],
    ]);
    expect(
      refusalsOf(await previewAction({ ...wish, kind: 'at-checkout' }, admin(), kinds)),
    ).toEqual([['NOT_ALLOWED', 'kind']]);
    const elsewhere = requestOf(database, { reach: ['chk_empty'] });
    expect(refusalsOf(await previewAction(wish, elsewhere, types))).toEqual([
      ['NOT_FOUND', 'checkoutId'],
    ]);
  });
});
