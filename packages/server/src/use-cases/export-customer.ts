import { z } from 'zod';
import { findOrderIdsOfCustomer, readOrdersForCustomer } from '../database/customer-data.ts';
import { checkoutIdsOf, ordersOfCustomer } from './customer-data.ts';
import { namedOrders, PERSONAL_DATA } from './erase-customer.ts';
import { type Outcome, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { type Actor, decide, inOneTransaction, type Request } from './request.ts';
import { recordInShop } from './shop-history.ts';

// All that is held of one customer, as a file. The address it is fetched from holds, sealed, whose data it is
// and who may have it: nothing is written down for it, and nothing has to be forgotten.

export type CustomerExport = {
  /** Goes into the file's address. Unreadable without the key of this installation. */
  readonly ticket: string;
  readonly expiresAt: Date;
};

const LIFE_MS = 15 * 60_000;
const PURPOSE = 'customer-export';
/** Read at once: with every attempt of each, still a small part of the memory. */
const ORDERS_PER_READ = 20;

const ticketSchema = z.object({
  email: z.string(),
  actor: z.string(),
  expiresAt: z.iso.datetime(),
});

/** Makes an address for the file that only the asker may fetch, for 15 minutes. The audit log names no person. */
export async function requestCustomerExport(
  asked: string,
  request: Request,
): Promise<Outcome<CustomerExport>> {
  return decide(request, async (work) => {
    if (!work.request.permissions.has('MANAGE_PERSONAL_DATA')) {
      refuse('NOT_ALLOWED', 'Your role may not hand out customers’ data.');
    }
    const email = asked.trim();
    if (email === '' || !isStorable(email)) refuse('INVALID', 'Give an address.', ['email']);
    const orders = await ordersOfCustomer(email, { em: work.em, reach: request.reach });
    if (orders.length === 0) refuse('NOT_FOUND', 'Nothing is held under this address.', ['email']);
    recordInShop(work, PERSONAL_DATA, {
      event: 'customer.export_requested',
      summary: `The data of a customer with ${orders.length} order${orders.length === 1 ? '' : 's'} was asked for.`,
      changes: [{ field: 'orders', before: null, after: namedOrders(orders) }],
    });
    const expiresAt = new Date(work.now.getTime() + LIFE_MS);
    const ticket = { email, actor: nameOf(request.actor), expiresAt: expiresAt.toISOString() };
    return { ticket: request.tools.sealer.seal(JSON.stringify(ticket), PURPOSE), expiresAt };
  });
}

export type CustomerFile = {
  readonly fileName: string;
  /** JSON, in pieces: as long as it is read, no more than some orders are held at once. */
  readonly text: AsyncIterable<string>;
};

/** Why the file is not handed out. NOT_FOUND is said of everything the caller may not know of. */
export type FileRefusal = 'NOT_FOUND' | 'NOT_ALLOWED' | 'GONE';

/** Opens the file for the one who asked for it, with their permissions and checkouts as of now. */
export async function openCustomerFile(
  ticket: string,
  request: Request,
): Promise<CustomerFile | FileRefusal> {
  const read = readTicket(ticket, request);
  if (!read || read.actor !== nameOf(request.actor)) return 'NOT_FOUND';
  if (!request.permissions.has('MANAGE_PERSONAL_DATA')) return 'NOT_ALLOWED';
  const now = request.tools.now();
  if (new Date(read.expiresAt) <= now) return 'GONE';
  const ids = await findOrderIdsOfCustomer(request.em.fork(), {
    email: read.email,
    checkoutIds: checkoutIdsOf(request.reach),
  });
  await inOneTransaction(request, (work) => {
    recordInShop(work, PERSONAL_DATA, {
      event: 'customer.exported',
      summary: `The data of a customer with ${ids.length} order${ids.length === 1 ? '' : 's'} was downloaded.`,
    });
    return Promise.resolve();
  });
  const day = now.toISOString().slice(0, 10);
  return { fileName: `customer-data-${day}.json`, text: write(ids, read.email, request) };
}

async function* write(
  ids: readonly string[],
  email: string,
  { em, tools }: Request,
): AsyncGenerator<string> {
  const head = { email, writtenAt: tools.now().toISOString() };
  yield `${JSON.stringify(head).slice(0, -1)},"orders":[`;
  for (let from = 0; from < ids.length; from += ORDERS_PER_READ) {
    const part = ids.slice(from, from + ORDERS_PER_READ);
    const orders = await readOrdersForCustomer(em.fork(), part);
    const texts = orders.map((order) => JSON.stringify(order, null, 2));
    if (texts.length > 0) yield `${from === 0 ? '' : ','}\n${texts.join(',\n')}`;
  }
  yield ']}\n';
}

function readTicket(ticket: string, { tools }: Request): z.infer<typeof ticketSchema> | null {
  try {
    return ticketSchema.parse(JSON.parse(tools.sealer.open(ticket, PURPOSE)));
  } catch {
    // Made up, altered, or sealed by another installation.
    return null;
  }
}

function nameOf({ kind, id, name }: Actor): string {
  return `${kind}:${id ?? name}`;
}
