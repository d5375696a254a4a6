import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { freeAbandonedMails } from '../database/jobs.ts';
import { query } from '../database/orm.ts';
import { mailboxThat } from '../outside/mailbox-stand-in.ts';
import { makeMailer } from '../outside/mailer.ts';
import { queueAccountMail, readAccountMail, type AccountMail } from '../use-cases/account-mail.ts';
import { sendAccountMail } from './account-mail.ts';

const now = new Date('2026-11-02T10:00:00Z');
const mail: AccountMail = {
  to: 'maija@example.com',
  subject: 'You are invited',
  paragraphs: ['Aino <script>alert(1)</script> invites you.', 'Until 3 November.'],
  button: { label: 'Join', url: 'https://orders.example.com/invitation#a&b' },
  validUntil: new Date('2026-11-03T10:00:00Z'),
};

const goesOn = new AbortController().signal;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.tools.setNow(now));

const jobs = () =>
  query<{ payload: object }>(
    database.orm.em.fork(),
    `select payload from graphile_worker._private_jobs order by id`,
  );

describe('a mail about an account', () => {
  test('waits in the queue where nobody can read it, and only until it is of no use', async () => {
    await queueAccountMail(database.orm.em.fork(), database.tools, mail);

    const [job] = await jobs();
    expect(JSON.stringify(job)).not.toMatch(/maija|invitation#|Aino/);
    expect(readAccountMail(job!.payload, database.tools)).toEqual(mail);
    database.tools.setNow(mail.validUntil);
    expect(readAccountMail(job!.payload, database.tools)).toBeNull();
  });

  test('goes out all the same where the worker that had it was killed', async () => {
    const em = database.orm.em.fork();
    await query(
      em,
      `update graphile_worker._private_jobs set locked_by = 'killed', attempts = 1,
         locked_at = now() - interval '1 minute'`,
    );
    const waiting = () =>
      query(
        em,
        'select 1 as one from graphile_worker._private_jobs where locked_at is null and is_available',
      );
    await freeAbandonedMails(em);
    // It may still be at it.
    expect(await waiting()).toHaveLength(0);

    await query(
      em,
      `update graphile_worker._private_jobs set locked_at = now() - interval '3 minutes'`,
    );
    await freeAbandonedMails(em);
    expect(await waiting()).toHaveLength(1);
  });

  test('says the same as text and as a page, and nothing in it becomes markup', async () => {
    const { smtpUrl, mails } = await mailboxThat();
    const mailer = makeMailer({
      smtpUrl,
      from: { name: 'Orders', address: 'orders@example.com' },
      timeoutMs: 5_000,
    });
    await sendAccountMail(mail, mailer, now, goesOn);

    const [received] = mails;
    expect(received?.recipients).toEqual(['maija@example.com']);
    expect(received?.text).toContain('Join:\nhttps://orders.example.com/invitation#a&b');
    expect(received?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(received?.html).toContain('href="https://orders.example.com/invitation#a&amp;b"');
    expect(received?.html).not.toContain('<script>');
  });

  test('that the mail server did not take is a fault, so that the queue tries again', async () => {
    const nowhere = makeMailer({
      smtpUrl: 'smtp://127.0.0.1:1',
      from: { name: 'Orders', address: 'orders@example.com' },
      timeoutMs: 2_000,
    });
    await expect(sendAccountMail(mail, nowhere, now, goesOn)).rejects.toThrow(
      'A mail about an account was not taken: unreachable',
    );
  });
});
