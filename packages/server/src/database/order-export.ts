import type { EntityManager } from '@mikro-orm/postgresql';
import type { ExportFacts, OrderExportColumn, OrderExportRows } from '../domain/order-export.ts';
import type { ActorKind } from '../domain/permission.ts';
import {
  orderConditions,
  SqlParameters,
  whereAll,
  type Onlooker,
  type OrderFilter,
} from './order-filter.ts';
import type { OrderSort } from './order-sort.ts';
import { query } from './orm.ts';

// Exports as they were asked for, and how far the latest download of each is. The rows of the file are
// read by order-export-rows.ts.

/** What is frozen when an export is asked for. */
export type OrderExportWish = {
  readonly filter: OrderFilter;
  readonly sort: OrderSort;
  readonly columns: readonly OrderExportColumn[];
  readonly rows: OrderExportRows;
  readonly timeZone: string;
  readonly separator: ',' | ';' | '\t';
  readonly decimalMark: '.' | ',';
  readonly byteOrderMark: boolean;
};

type Asker = { readonly kind: ActorKind; readonly id: string | null; readonly name: string };

export type OrderExportFound = ExportFacts & {
  readonly id: string;
  readonly requestedAt: Date;
  readonly actorKind: ActorKind;
  readonly actorId: string | null;
  /** Null once nobody may fetch it any more. */
  readonly wish: OrderExportWish | null;
  /** Sealed. */
  readonly addressKey: string;
  /** Orders; `rowsSent` counts rows of the file without its header. */
  readonly total: number;
  readonly ordersSent: number;
  readonly rowsSent: number;
  readonly download: number;
  readonly finishedAt: Date | null;
  readonly failure: string | null;
};

/** A download that has not been heard of for so long has lost its server. */
const LOST_AFTER_MS = 30_000;
const IS_LOST = `(state = 'RUNNING' and beat_at < clock_timestamp() - interval '${LOST_AFTER_MS} milliseconds')`;

/** Those that there are, in no particular order. A download whose server is gone has failed. */
export async function findOrderExports(
  em: EntityManager,
  ids: readonly string[],
): Promise<OrderExportFound[]> {
  const rows = await query<OrderExportFound>(
    em,
    `select id, requested_at as "requestedAt", actor_kind as "actorKind", actor_id as "actorId", wish,
       address_key as "addressKey", expires_at as "expiresAt",
       case when ${IS_LOST} then 'FAILED' else state end as state, total, orders_sent as "ordersSent",
       rows_sent as "rowsSent", download, finished_at as "finishedAt", cancelled_at as "cancelledAt",
       case when ${IS_LOST} then 'The server was stopped in the middle of the download.' else failure end as failure
     from order_export where id = any($1::text[])`,
    [ids],
  );
  return rows.map((row) => ({ ...row, wish: row.wish && withMoments(row.wish) }));
}

/** JSON keeps moments as text. */
function withMoments(wish: OrderExportWish): OrderExportWish {
  const filter = Object.entries(wish.filter).map(([name, value]) => [
    name,
    /(From|Before)$/u.test(name) && typeof value === 'string' ? new Date(value) : value,
  ]);
  return { ...wish, filter: Object.fromEntries(filter) as OrderFilter };
}

export async function insertOrderExport(
  em: EntityManager,
  asked: {
    readonly id: string;
    readonly at: Date;
    readonly actor: Asker;
    readonly wish: OrderExportWish;
    readonly addressKey: string;
    readonly expiresAt: Date;
    readonly total: number;
  },
): Promise<void> {
  const { id, at, actor, wish, addressKey, expiresAt, total } = asked;
  await query(
    em,
    `insert into order_export (id, requested_at, actor_kind, actor_id, actor_name, wish, address_key, expires_at, total)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9)`,
    [id, at, actor.kind, actor.id, actor.name, JSON.stringify(wish), addressKey, expiresAt, total],
  );
}

/** How many orders match, to the last one. */
export async function countEveryOrder(
  em: EntityManager,
  filter: OrderFilter,
  onlooker: Onlooker,
): Promise<number> {
  const parameters = new SqlParameters();
  const { conditions, substrings } = orderConditions(filter, onlooker, parameters);
  const [row] = await query<{ n: number }>(
    em,
    `select count(*) as n from order_list o ${whereAll([...conditions, ...substrings])}`,
    parameters.values,
  );
  return row?.n ?? 0;
}

/**
 * Makes the caller the one who downloads, unless somebody is at it. The number of the download; null
 * where another one runs, and 'TOO_MANY' where the asker has as many under way as may be.
 */
export async function beginDownload(
  em: EntityManager,
  wish: { readonly id: string; readonly actor: Asker; readonly most: number },
): Promise<number | 'TOO_MANY' | null> {
  const { id, actor, most } = wish;
  return em.transactional(async (tx) => {
    // Two that begin at once must not both find the last free place.
    await query(tx, `select pg_advisory_xact_lock(hashtextextended('order_export:' || $1, 0))`, [
      `${actor.kind}:${actor.id ?? actor.name}`,
    ]);
    const [others] = await query<{ running: number }>(
      tx,
      `select count(*) as running from order_export where state = 'RUNNING' and not ${IS_LOST}
         and actor_kind = $1 and actor_id is not distinct from $2 and id <> $3`,
      [actor.kind, actor.id, id],
    );
    if ((others?.running ?? 0) >= most) return 'TOO_MANY';
    const [begun] = await query<{ download: number }>(
      tx,
      `update order_export set state = 'RUNNING', download = download + 1, beat_at = clock_timestamp(),
         orders_sent = 0, rows_sent = 0, finished_at = null, failure = null
       where id = $1 and cancelled_at is null and (state <> 'RUNNING' or ${IS_LOST}) returning download`,
      [id],
    );
    return begun?.download ?? null;
  });
}

/** How far one download is. */
export type DownloadStep = {
  readonly id: string;
  readonly download: number;
  readonly total: number;
  readonly ordersSent: number;
  readonly rowsSent: number;
};

/** Tells that a download lives and how far it is. False: it was cancelled, or another has taken its place. */
export async function noteDownload(em: EntityManager, step: DownloadStep): Promise<boolean> {
  return changeDownload(em, step, `beat_at = clock_timestamp()`);
}

/** The download has come to its end: everything was sent at `at`, or it broke off for the reason given. */
export async function endDownload(
  em: EntityManager,
  step: DownloadStep,
  end: { readonly at: Date } | { readonly failure: string },
): Promise<boolean> {
  return 'at' in end
    ? changeDownload(em, step, `state = 'READY', beat_at = null, finished_at = $6`, end.at)
    : changeDownload(em, step, `state = 'FAILED', beat_at = null, failure = $6`, end.failure);
}

async function changeDownload(
  em: EntityManager,
  { id, download, total, ordersSent, rowsSent }: DownloadStep,
  change: string,
  ...more: unknown[]
): Promise<boolean> {
  const changed = await query(
    em,
    `update order_export set total = $3, orders_sent = $4, rows_sent = $5, ${change}
     where id = $1 and download = $2 and state = 'RUNNING' returning id`,
    [id, download, total, ordersSent, rowsSent, ...more],
  );
  return changed.length > 0;
}

/** Why an address could not be fetched, for those who watch; a download that runs is left alone. */
export async function noteUnfetched(em: EntityManager, id: string, failure: string): Promise<void> {
  await query(
    em,
    `update order_export set state = 'FAILED', failure = $2 where id = $1 and state in ('WAITING', 'FAILED')
       and cancelled_at is null`,
    [id, failure],
  );
}

/** Nobody fetches it any more, and a download under way stops. False where that was so already. */
export async function cancelUnfinished(
  em: EntityManager,
  wish: { readonly id: string; readonly at: Date; readonly failure: string },
): Promise<boolean> {
  const cancelled = await query(
    em,
    `update order_export set state = 'FAILED', cancelled_at = $2, failure = $3, beat_at = null, wish = null
     where id = $1 and state <> 'READY' and cancelled_at is null returning id`,
    [wish.id, wish.at, wish.failure],
  );
  return cancelled.length > 0;
}

/** Forgets what was asked for where nobody may fetch it any more: a filter may name people. */
export async function forgetWishes(em: EntityManager, now: Date, limit: number): Promise<void> {
  await query(
    em,
    `update order_export set wish = null where id in (
       select id from order_export where wish is not null and expires_at <= $1
       order by expires_at limit $2 for update skip locked)`,
    [now, limit],
  );
}
