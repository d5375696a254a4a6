import type { ActionTypes, AnyActionType } from '../../src/actions/action-types.ts';
import type { ActionAnswer } from '../../src/actions/action-type.ts';
import { query } from '../../src/database/orm.ts';
import { openCheckout } from '../../src/use-cases/open-checkout.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import { submitBilling } from '../../src/use-cases/submit-billing.ts';
import type { TestDatabase } from './database.ts';
import { newsOf, runOnce } from './paid-order.ts';
import { accepted, newKey, pay, requestOf, shop, surroundings } from './shop.ts';

/** A person whose every word can be told from everybody else's, but for a name that others have too. */
export type Persona = {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Part of everything that is theirs alone. */
  readonly mark: string;
};

/** `mark` is a word of small letters. */
export function personaOf(mark: string, firstName = 'Veera'): Persona {
  const lastName = `${mark[0]?.toUpperCase()}${mark.slice(1)}nen`;
  return { email: `${lastName}@${mark}.example`, firstName, lastName, mark };
}

/** A visit with every answer of the form. */
export async function visitOf(database: TestDatabase, persona: Persona): Promise<string> {
  const { email, firstName, lastName, mark } = persona;
  const request = requestOf(database);
  const { orderId } = accepted(
    await openCheckout(
      {
        idempotencyKey: newKey(),
        linkSlug: shop.linkSlug,
        country: 'FI',
        analyticsConsent: 'ACCEPTED',
      },
      request,
      surroundings.providers,
    ),
  );
  const fields = [
    { key: 'phone', value: `+358 ${mark}` },
    { key: 'street', value: `${mark} street 1` },
  ];
  accepted(
    await submitBilling({ orderId, email, country: 'FI', firstName, lastName, fields }, request),
  );
  return orderId;
}

/** A first payment that fails in words that name the person, a second that succeeds; actions are waiting. */
export async function boughtBy(database: TestDatabase, persona: Persona): Promise<string> {
  const orderId = await visitOf(database, persona);
  const failureMessage = `The card of ${persona.lastName} was declined.`;
  const failed = newsOf(await pay(database, orderId), 'FAILED', { failureMessage });
  await receivePaymentNews('stripe', [failed], requestOf(database));
  const news = newsOf(await pay(database, orderId), 'SUCCEEDED');
  await receivePaymentNews('stripe', [news], requestOf(database));
  return orderId;
}

/** Actions that send, remember and are answered everything they know of the customer. */
export function talkativeActions(
  outcome: 'done' | 'failed' = 'done',
  before: (signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
): ActionTypes {
  const type: AnyActionType = {
    kind: 'webhook',
    label: 'Webhook',
    levels: ['CHECKOUT'],
    secretSettings: ['signingSecret'],
    settingsForm: [],
    checkSettings: () => [],
    readSettings: (json) => json,
    run: async ({ customer }, _settings, run): Promise<ActionAnswer> => {
      await before(run.signal);
      const { email } = customer;
      await run.steps.finish('contact', { contactOf: email });
      const told = {
        technical: `550 ${email}`,
        exchange: { request: { body: customer }, response: { echo: customer } },
      };
      return outcome === 'done'
        ? { outcome, note: `Sent to ${email}.`, ...told }
        : { outcome, again: 'no', message: `${email} is unknown there.`, ...told };
    },
  };
  return { all: [type], byKind: () => type };
}

export async function runActionsOf(
  database: TestDatabase,
  orderId: string,
  types: ActionTypes,
): Promise<void> {
  const waiting = await query<{ id: string }>(
    database.orm.em.fork(),
    `select id from action where order_id = $1 and status = 'PENDING' order by created_at, id`,
    [orderId],
  );
  for (const { id } of waiting) await runOnce(database, id, types);
}

/** Every row of every table there is, the queue's and the sign-in's too, as text, by table. */
export async function dumpDatabase(database: TestDatabase): Promise<Map<string, string>> {
  const em = database.orm.em.fork();
  const tables = await query<{ name: string }>(
    em,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(em, `select t::text as row from ${name} t`);
    texts.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return texts;
}

/** The tables in which a word stands, in any case. */
export function tablesWith(dump: ReadonlyMap<string, string>, word: string): string[] {
  return [...dump]
    .filter(([, text]) => text.toLowerCase().includes(word.toLowerCase()))
    .map(([name]) => name)
    .sort();
}
