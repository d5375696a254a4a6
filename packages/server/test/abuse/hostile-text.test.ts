import { parse as parseCsv } from 'csv-parse/sync';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeActionTypes } from '../../src/actions/action-types.ts';
import { query } from '../../src/database/orm.ts';
import { Permission } from '../../src/domain/permission.ts';
import { ReportDimension } from '../../src/domain/report.ts';
import { makeSchema } from '../../src/graphql/schema.ts';
import { mailboxThat } from '../../src/outside/mailbox-stand-in.ts';
import {
  answersWith,
  receiverThat,
  type ReceivedCall,
} from '../../src/outside/receiver-stand-in.ts';
import { inviteMember } from '../../src/use-cases/invite-member.ts';
import { saveSettings } from '../../src/use-cases/manage-settings.ts';
import { sendAlerts } from '../../src/use-cases/send-alerts.ts';
import { sendAccountMail } from '../../src/worker/account-mail.ts';
import { makeTeamChannels } from '../../src/worker/team-channels.ts';
import { Browser, queuedMails } from '../kit/account.ts';
import { makeToken } from '../kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { exportedRows } from '../kit/exported.ts';
import { sellUnder, type HostileOrder } from '../kit/hostile-shop.ts';
import { harmlessText, hostileTexts, onOneLine } from '../kit/hostile-texts.ts';
import { anatomyOf, OUR_HEADERS, readable, type Received } from '../kit/mail-anatomy.ts';
import { managing } from '../kit/members.ts';
import { pathsOf } from '../kit/json-paths.ts';
import { runOnce } from '../kit/paid-order.ts';
import { localFetch, mailerTo } from '../kit/real-outside.ts';
import { startTestServer, type RunningTestServer } from '../kit/running-server.ts';
import { accepted, newKey, requestOf } from '../kit/shop.ts';
import { asCell, cellsThatRun, isNumber } from '../kit/spreadsheet.ts';

// One list of texts, given for every name there is, and followed through everything that leaves: mails, webhooks,
// files, answers. What an honest name gives is the measure: a hostile one may differ in the words alone.

const texts = [harmlessText, ...Object.values(hostileTexts)];

let schema: GraphQLSchema;
let database: TestDatabase;
let server: RunningTestServer;
let authorization: string;
const orders: HostileOrder[] = [];
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  server = await startTestServer(database, schema);
  const { secret } = await makeToken(database, { permissions: Object.values(Permission) });
  authorization = `Bearer ${secret}`;
  const selling = texts.map((text, number) => sellUnder(database, text, number));
  orders.push(...(await Promise.all(selling)));
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const rows = <Row extends object>(sql: string, values: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, values);

describe('mails and webhooks', () => {
  test('of an order differ by the words alone, whatever everything is called', async () => {
    const mailbox = await mailboxThat();
    const receiver = await receiverThat(answersWith(200, 'ok'));
    const seen: { receipt: Received; custom: Received; call: ReceivedCall }[] = [];
    for (const { orderId, text } of orders) {
      const types = makeActionTypes({
        mailer: mailerTo(mailbox, text),
        fetch: (request) => localFetch({ ...request, url: receiver.url }),
      });
      const actions = await rows<{ id: string }>(
        `select id from action where order_id = $1 order by kind`,
        [orderId],
      );
      expect(actions).toHaveLength(3);
      for (const { id } of actions) await runOnce(database, id, types);
      const [custom, receipt] = mailbox.mails.slice(-2);
      const call = receiver.calls.at(-1);
      if (!custom || !receipt || !call) throw new Error('Something was not sent');
      seen.push({ custom, receipt, call });
    }
    expect(mailbox.mails).toHaveLength(2 * orders.length);
    expect(receiver.calls).toHaveLength(orders.length);
    const [plain] = seen;
    if (!plain) throw new Error('Nothing was sent');
    expect(anatomyOf(plain.receipt).headers).toEqual(OUR_HEADERS);

    for (const [index, { receipt, custom, call }] of seen.entries()) {
      const { text, email } = orders[index] as HostileOrder;
      for (const [mail, measure] of [
        [receipt, plain.receipt],
        [custom, plain.custom],
      ] as const) {
        expect({ text, ...anatomyOf(mail) }).toEqual({ text, ...anatomyOf(measure) });
        expect(mail.recipients).toEqual([email]);
        expect(onOneLine(mail.subject ?? '')).toContain(onOneLine(text));
        const { page, text: plainPart } = readable(mail);
        expect(page).toContain(onOneLine(text));
        expect(plainPart).toContain(onOneLine(text));
      }
      expectExactWebhook(call, orders[index] as HostileOrder, plain.call);
    }
  });

  function expectExactWebhook(call: ReceivedCall, one: HostileOrder, measure: ReceivedCall) {
    const { text, code, email } = one;
    const names = ({ headers }: ReceivedCall) => Object.keys(headers).sort();
    expect({ text, headers: names(call) }).toEqual({ text, headers: names(measure) });
    expect(call.headers['content-type']).toBe('application/json');
    const body = JSON.parse(call.body) as { data: { order: Record<string, unknown> } };
    expect(pathsOf(body)).toEqual(pathsOf(JSON.parse(measure.body)));
    const typed = text.trim();
    expect(body.data.order).toMatchObject({
      checkout: { name: text },
      offer: { name: text },
      lines: [{ productName: text }],
      source: text,
      tags: [text],
      discounts: [{ code }],
      customer: {
        email,
        firstName: typed,
        lastName: typed,
        fields: [{ value: typed }, { value: typed }, { value: typed }],
      },
    });
  }

  test('about accounts differ by the words alone, whoever invites or asks', async () => {
    const mailbox = await mailboxThat();
    for (const [number, name] of texts.entries()) {
      const email = `member${number}@example.com`;
      const checkoutIds: string[] = [];
      const member = { email, name, password: 'correct horse battery', role: 'ADMIN' } as const;
      const { id } = await server.sessions.createMember({ ...member, checkoutIds });
      await rows(`delete from auth."rateLimit"`);
      await new Browser(server.url).post('/forgot-password', { email });
      await expect.poll(async () => (await queuedMails(database)).length).toBe(2 * number + 1);
      const invitation = {
        email: `invited${number}@example.com`,
        role: 'ADMIN',
        checkoutIds,
      } as const;
      const wish = { ...invitation, idempotencyKey: newKey() };
      const admin = { ...managing(database), actor: { kind: 'PERSON', id, name } } as const;
      accepted(await inviteMember(wish, admin, server.config.publicUrl));
    }
    for (const mail of await queuedMails(database)) {
      await sendAccountMail(mail, mailerTo(mailbox), new Date(), new AbortController().signal);
    }
    const [reset, invited] = mailbox.mails;
    for (const [index, mail] of mailbox.mails.entries()) {
      const text = texts[Math.floor(index / 2)] ?? '';
      const measure = (index % 2 === 0 ? reset : invited) as Received;
      expect({ text, ...anatomyOf(mail) }).toEqual({ text, ...anatomyOf(measure) });
      expect(mail.subject).toBe(measure.subject);
      const { page, text: plainPart } = readable(mail);
      expect(page).toContain(onOneLine(text));
      expect(plainPart).toContain(onOneLine(text));
      expect(anatomyOf(mail).headers).toEqual(OUR_HEADERS);
    }
    expect(mailbox.mails).toHaveLength(2 * texts.length);
  });

  test('to the team hold none of it', async () => {
    await rows(
      `update orders set attention_at = now() - interval '1 hour',
         attention = jsonb_build_array(jsonb_build_object('reason', 'ACTION_FAILED', 'from', now() - interval '1 hour'))`,
    );
    await rows('select refresh_order_list(array(select id from orders))');
    const admin = requestOf(database, { permissions: ['MANAGE_SETTINGS'] });
    const wish = { idempotencyKey: newKey(), alertEmail: 'team@example.com', alertCount: 1 };
    accepted(await saveSettings({ ...wish, alertOlderThanMs: 60_000 }, admin));
    const mailbox = await mailboxThat();
    await sendAlerts(requestOf(database), {
      channels: makeTeamChannels({ mailer: mailerTo(mailbox), fetch: localFetch }),
      publicUrl: server.config.publicUrl,
      onFault: (error) => {
        throw error;
      },
    });
    expect(mailbox.mails.length).toBeGreaterThan(0);
    for (const mail of mailbox.mails) {
      expect(anatomyOf(mail)).toEqual({
        headers: OUR_HEADERS,
        recipients: 1,
        from: ['shop@example.com'],
        elements: ['html', 'head', 'body', 'p', 'p', `a href=${server.config.publicUrl}`, 'p'],
      });
      const told = `${readable(mail).page} ${readable(mail).text} ${mail.subject}`;
      expect(texts.filter((text) => told.includes(onOneLine(text)))).toEqual([]);
    }
  });
});

const get = (address: string) => fetch(server.url + address, { headers: { authorization } });
const expectFile = (response: Response, type: RegExp) => {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(type);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/u);
};
async function ask<Data>(source: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: source, variables }),
  });
  expect(response.headers.get('content-type')).toMatch(/^application\/json/u);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

describe('files', () => {
  async function report(by: ReportDimension) {
    const response = await get(`/reports/sales.csv?period=TODAY&timeZone=UTC&by=${by}`);
    expectFile(response, /^text\/csv/u);
    const text = await response.text();
    const [header = [], ...lines] = parseCsv(text, { bom: true, record_delimiter: '\r\n' });
    return { header, lines };
  }

  test.each(Object.values(ReportDimension))('of a report by %s run nothing', async (by) => {
    const { header, lines } = await report(by);
    expect(cellsThatRun([header, ...lines].flat())).toEqual([]);
    const gross = header.indexOf('Gross EUR');
    const sums = lines.map((cells) => cells[gross] ?? '');
    expect(sums.filter((cell) => !isNumber(cell))).toEqual([]);
    expect(sums.reduce((sum, cell) => sum + Number(cell), 0)).toBe(99 * orders.length);
  });

  const named = ['SOURCE', 'TAG', 'PRODUCT', 'OFFER', 'LINK', 'CHECKOUT', 'DISCOUNT_CODE'] as const;
  test.each(named)('of a report by %s hold every word', async (by) => {
    const { lines } = await report(by);
    const words = orders.map(({ code, text }) => asCell(by === 'DISCOUNT_CODE' ? code : text));
    expect(new Set(lines.map(([label]) => label))).toEqual(new Set(words));
  });

  test('of orders run nothing, and hold every word', async () => {
    const found = await exportedRows(
      requestOf(database, { permissions: Object.values(Permission) }),
      {
        allFields: true,
        lines: 'LINES',
      },
    );
    expect(found).toHaveLength(orders.length);
    const cells = found.flatMap((row) => Object.values(row));
    expect(cellsThatRun(cells)).toEqual([]);
    for (const { text } of orders) expect(cells).toContain(asCell(text));
  });

  test('of a customer are JSON that holds exactly what was typed', async () => {
    const source = `mutation ($email: String!) { requestCustomerExport(email: $email) { downloadUrl errors { message } } }`;
    for (const { email, text, code } of orders) {
      const { requestCustomerExport } = await ask<{
        requestCustomerExport: { downloadUrl: string };
      }>(source, { email });
      const { pathname, search } = new URL(requestCustomerExport.downloadUrl);
      const response = await get(pathname + search);
      expectFile(response, /^application\/json/u);
      const typed = text.trim();
      expect(await response.json()).toMatchObject({
        email,
        orders: [
          {
            customer: { firstName: typed, lastName: typed },
            products: [{ name: text }],
            discountCode: code,
            payments: [{ failureMessage: typed }, {}],
          },
        ],
      });
    }
  });
});

describe('answers of the API', () => {
  test('hold what was typed as text of JSON: orders, failures and the audit log', async () => {
    for (const { orderId, text } of orders) {
      const { order, auditLog } = await ask<Record<string, unknown>>(
        `query ($id: ID!) {
          order(id: $id) { customer { firstName } payments { failureMessage } lines { productName } }
          auditLog(filter: { orderId: $id }) { nodes { actor { name } summary } } }`,
        { id: orderId },
      );
      const typed = text.trim();
      expect(order).toEqual({
        customer: { firstName: typed },
        payments: [{ failureMessage: typed }, { failureMessage: null }],
        lines: [{ productName: text }],
      });
      expect(JSON.stringify(auditLog)).toContain(JSON.stringify({ name: text }));
    }
  });
});
