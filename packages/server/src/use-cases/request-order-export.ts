import { randomBytes } from 'node:crypto';
import {
  cancelUnfinished,
  countEveryOrder,
  findOrderExports,
  forgetWishes,
  insertOrderExport,
  type OrderExportFound,
  type OrderExportWish,
} from '../database/order-export.ts';
import type { OrderFilter } from '../database/order-filter.ts';
import type { OrderSort } from '../database/order-sort.ts';
import {
  EXPORT_LIFE_MS,
  isFetchable,
  OrderExportColumn,
  SCREEN_COLUMNS,
  type OrderExportRows,
} from '../domain/order-export.ts';
import { once } from './idempotency.ts';
import { choiceInWords, counted, personalDataIn } from './order-export-words.ts';
import { type Outcome, type Refusal, Refused, refuse } from './outcome.ts';
import { type Actor, decide, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

export type RequestOrderExport = {
  readonly filter: OrderFilter;
  readonly sort: OrderSort;
  /** Left out: those of the screen. */
  readonly columns?: readonly OrderExportColumn[] | null;
  readonly allFields: boolean;
  readonly lines: OrderExportRows;
  readonly timeZone: string;
  readonly separator: OrderExportWish['separator'];
  readonly decimalMark: OrderExportWish['decimalMark'];
  readonly byteOrderMark: boolean;
  readonly idempotencyKey: string;
};

/** The address's own secret: 256 bits. */
const KEY_BYTES = 32;
const FORGET_AT_ONCE = 100;

/**
 * Freezes which orders are wanted, in which columns and order, and makes an address to fetch them from,
 * which lives for 15 minutes. No row is read yet but for counting them.
 */
export async function requestOrderExport(
  input: RequestOrderExport,
  request: Request,
): Promise<Outcome<{ exportId: string }>> {
  return decide(request, async (work) => {
    if (!work.request.permissions.has('EXPORT_ORDERS')) {
      refuse('NOT_ALLOWED', 'Your role may not export orders.');
    }
    refuseUnusable(input);
    return once(work, { operation: 'requestOrderExport', key: input.idempotencyKey, input }, () =>
      freeze(work, input),
    );
  });
}

async function freeze(work: Work, input: RequestOrderExport): Promise<{ exportId: string }> {
  const { request, em, now } = work;
  const wish = wishOf(input);
  const exportId = request.tools.newId('exp');
  const total = await countEveryOrder(em, wish.filter, {
    reach: request.reach,
    mayReadPersonalData: request.permissions.has('READ_PERSONAL_DATA'),
    now,
  });
  await insertOrderExport(em, {
    id: exportId,
    at: now,
    actor: request.actor,
    wish,
    addressKey: request.tools.sealer.seal(
      randomBytes(KEY_BYTES).toString('base64url'),
      addressPurpose(exportId),
    ),
    expiresAt: new Date(now.getTime() + EXPORT_LIFE_MS),
    total,
  });
  recordInShop(work, exportId, {
    event: 'orders.export_requested',
    summary: `An export of ${counted(total, 'order')} was asked for.`,
    changes: [...choiceInWords(wish), personalDataIn(wish, request)],
  });
  work.showOrderExport(exportId);
  return { exportId };
}

/** Stops it, whether it waits or is being downloaded. Once cancelled it stays so; one that was sent is past it. */
export async function cancelOrderExport(
  exportId: string,
  request: Request,
): Promise<Outcome<{ exportId: string }>> {
  return decide(request, async (work) => {
    const found = await findOwnExport(exportId, work.request);
    if (!found) refuse('NOT_FOUND', 'There is no such export.', ['id']);
    if (found.cancelledAt) return { exportId };
    const failure = 'It was cancelled.';
    if (!(await cancelUnfinished(work.em, { id: exportId, at: work.now, failure }))) {
      refuse('NOT_ALLOWED', 'All of it has been sent already: there is nothing left to stop.');
    }
    recordInShop(work, exportId, {
      event: 'orders.export_cancelled',
      summary: `The export was cancelled after ${found.ordersSent} of ${counted(found.total, 'order')}.`,
    });
    work.showOrderExport(exportId);
    return { exportId };
  });
}

/** The caller's own export; null for one that does not exist and for somebody else's: both look the same. */
export async function findOwnExport(
  id: string,
  { em, actor }: Pick<Request, 'em' | 'actor'>,
): Promise<OrderExportFound | null> {
  const [found] = await findOrderExports(em, [id]);
  return found && isOwnExport(found, actor) ? found : null;
}

export function isOwnExport(
  { actorKind, actorId }: Pick<OrderExportFound, 'actorKind' | 'actorId'>,
  actor: Actor,
): boolean {
  return actorId !== null && actorKind === actor.kind && actorId === actor.id;
}

/** The secret part of the address; null where nobody may fetch it any more. */
export function addressKeyOf(
  found: OrderExportFound,
  { tools }: Pick<Request, 'tools'>,
): string | null {
  if (!isFetchable(found, tools.now())) return null;
  return tools.sealer.open(found.addressKey, addressPurpose(found.id));
}

/** What an address is sealed for: its own export alone. */
export const addressPurpose = (exportId: string) => `order-export:${exportId}`;

/** Forgets filters and columns of exports whose address has run out: part of every sweep. */
export async function forgetOldExports({ em, tools }: Request): Promise<void> {
  await forgetWishes(em.fork(), tools.now(), FORGET_AT_ONCE);
}

function wishOf(input: RequestOrderExport): OrderExportWish {
  const { filter, sort, timeZone, separator, decimalMark, byteOrderMark } = input;
  const columns = input.allFields
    ? Object.values(OrderExportColumn)
    : (input.columns ?? SCREEN_COLUMNS);
  return {
    filter,
    sort,
    columns,
    rows: input.lines,
    timeZone,
    separator,
    decimalMark,
    byteOrderMark,
  };
}

function refuseUnusable({ columns, separator, decimalMark, allFields }: RequestOrderExport) {
  const refusals: Refusal[] = [];
  const not = (field: string, message: string) =>
    void refusals.push({ code: 'INVALID', message, path: [field] });
  if (separator === decimalMark) {
    not('decimalStyle', 'A comma cannot separate the columns and the decimals as well.');
  }
  if (!allFields && columns && columns.length === 0) not('columns', 'Name at least one column.');
  if (columns && new Set(columns).size !== columns.length) {
    not('columns', 'Name each column once.');
  }
  if (refusals.length > 0) throw new Refused(refusals);
}
