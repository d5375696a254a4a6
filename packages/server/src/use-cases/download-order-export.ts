import { timingSafeEqual } from 'node:crypto';
import {
  beginDownload,
  endDownload,
  noteDownload,
  noteUnfetched,
  type DownloadStep,
  type OrderExportFound,
  type OrderExportWish,
} from '../database/order-export.ts';
import { readWholeList, type ExportedOrder } from '../database/order-export-rows.ts';
import { personalParts } from '../database/order-search.ts';
import { MOST_DOWNLOADS_AT_ONCE } from '../domain/order-export.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { exportText } from './order-export-text.ts';
import { counted, personalDataIn } from './order-export-words.ts';
import { inOneTransaction, type Request } from './request.ts';
import { addressKeyOf, findOwnExport } from './request-order-export.ts';
import { recordInShop } from './shop-history.ts';
import { zonedTime } from './zoned-time.ts';

/** Why a file is not handed out. NOT_FOUND is said of everything the caller may not know of. */
export type DownloadRefusal = {
  readonly code: 'NOT_FOUND' | 'NOT_ALLOWED' | 'GONE' | 'RUNNING' | 'TOO_MANY';
  readonly message: string;
};

/** Who takes the file. */
export type FileReader = {
  /** Comes back when there is room for more; rejects with `ReaderGone`, or when `stop` says so. */
  write(text: string, stop: AbortSignal): Promise<void>;
  /** Whether whoever asked may still do so: asked again several times a second. */
  isStillAllowed(): boolean;
};

export type OpenedDownload = {
  readonly fileName: string;
  /** Sends the file to its end. Rejects where it broke off: the reader must not take it for whole. */
  send(reader: FileReader): Promise<void>;
};

/** The other side has gone, or takes nothing any more: no fault of ours. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Cancelled, or no longer allowed: what became of it is on record. */
export class DownloadStopped extends Error {
  override readonly name = 'DownloadStopped';
}

type Means = {
  readonly providers: PaymentProviders;
  /** How often a download tells how far it is, in ms: 400 unless said otherwise. */
  readonly noteEveryMs?: number;
};

/**
 * Opens the file of an export for the one who asked for it, with their permissions and checkouts as of
 * now. From here on it counts as being downloaded, so `send` must follow.
 */
export async function openDownload(
  asked: { readonly exportId: string; readonly key: string },
  request: Request,
  means: Means,
): Promise<{ ok: true; download: OpenedDownload } | { ok: false; refusal: DownloadRefusal }> {
  const refused = (code: DownloadRefusal['code'], message: string) =>
    ({ ok: false, refusal: { code, message } }) as const;
  const found = await findOwnExport(asked.exportId, request);
  if (!found) return refused('NOT_FOUND', 'There is no such file.');
  if (!request.permissions.has('EXPORT_ORDERS')) {
    return refused('NOT_ALLOWED', 'Your role may not export orders.');
  }
  const key = addressKeyOf(found, request);
  if (key === null || !found.wish) {
    return refused('GONE', 'This address has run out. Ask for a new export.');
  }
  if (!isSame(key, asked.key)) return refused('NOT_FOUND', 'There is no such file.');
  const { wish } = found;
  const mayReadPersonalData = request.permissions.has('READ_PERSONAL_DATA');
  if (!mayReadPersonalData && personalParts(wish.filter, wish.sort).length > 0) {
    return refused('NOT_ALLOWED', 'Its filter or order needs the permission READ_PERSONAL_DATA.');
  }
  const begun = await begin(found, request);
  if (typeof begun !== 'number') return { ok: false, refusal: begun };
  // Before the first row goes out: what is on its way is on record, even where this process is killed.
  await inOneTransaction(request, async (work) => {
    recordInShop(work, found.id, {
      event: 'orders.export_begun',
      summary: `The download of ${counted(found.total, 'order')} was begun.`,
      changes: [personalDataIn(wish, request)],
    });
  });
  const step = { id: found.id, download: begun, total: found.total, ordersSent: 0, rowsSent: 0 };
  const download = new Download(step, wish, request, means);
  return {
    ok: true,
    download: {
      fileName: fileNameOf(wish, request.tools.now()),
      send: (reader) => download.send(reader),
    },
  };
}

async function begin(found: OrderExportFound, request: Request): Promise<number | DownloadRefusal> {
  const { em, actor, tools } = request;
  const begun = await beginDownload(em.fork(), {
    id: found.id,
    actor,
    most: MOST_DOWNLOADS_AT_ONCE,
  });
  if (begun === null) {
    return { code: 'RUNNING', message: 'This file is being downloaded already.' };
  }
  if (begun === 'TOO_MANY') {
    const message = `${MOST_DOWNLOADS_AT_ONCE} exports of yours are being downloaded. Let one end, or cancel it.`;
    await noteUnfetched(em.fork(), found.id, message);
    tools.publish({
      orders: [],
      actions: [],
      bulkReruns: [],
      orderExports: [found.id],
      access: [],
    });
    return { code: 'TOO_MANY', message };
  }
  return begun;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `orders-2026-11-23-1215.csv`, by the clock of the reader's zone. */
function fileNameOf({ timeZone, rows }: OrderExportWish, now: Date): string {
  const [day = '', clock = ''] = zonedTime(timeZone)(now).split(' ');
  const what = rows === 'LINES' ? 'order-lines' : 'orders';
  return `${what}-${day}-${clock.slice(0, 5).replace(':', '')}.csv`;
}

const NOTE_EVERY_MS = 400;

/** One download under way: reads, writes, and tells how far it is. */
class Download {
  readonly #wish: OrderExportWish;
  readonly #request: Request;
  readonly #means: Means;
  readonly #stop = new AbortController();
  #step: DownloadStep;
  #isNoting = false;

  constructor(step: DownloadStep, wish: OrderExportWish, request: Request, means: Means) {
    this.#step = step;
    this.#wish = wish;
    this.#request = request;
    this.#means = means;
  }

  async send(reader: FileReader): Promise<void> {
    const noting = setInterval(
      () => void this.#note(reader),
      this.#means.noteEveryMs ?? NOTE_EVERY_MS,
    );
    try {
      await this.#sendAll(reader);
      clearInterval(noting);
      await this.#end();
    } catch (error) {
      clearInterval(noting);
      await this.#breakOff(error);
      throw error;
    } finally {
      clearInterval(noting);
    }
  }

  async #sendAll(reader: FileReader): Promise<void> {
    const { em, reach, permissions, tools } = this.#request;
    const { filter, sort } = this.#wish;
    const { signal } = this.#stop;
    const now = tools.now();
    const mayReadPersonalData = permissions.has('READ_PERSONAL_DATA');
    const text = exportText(this.#wish, { ...this.#means, now, mayReadPersonalData });
    await readWholeList(
      em,
      { filter, sort, onlooker: { reach, mayReadPersonalData, now } },
      {
        begin: async (total) => {
          this.#step = { ...this.#step, total };
          await reader.write(text.head, signal);
        },
        take: async (orders: readonly ExportedOrder[]) => {
          signal.throwIfAborted();
          const { rows, written } = text.write(orders);
          await reader.write(written, signal);
          const { ordersSent, rowsSent } = this.#step;
          this.#step = {
            ...this.#step,
            ordersSent: ordersSent + orders.length,
            rowsSent: rowsSent + rows,
          };
        },
      },
    );
    signal.throwIfAborted();
  }

  /** A beat that fails is made good by the next: only silence of half a minute counts. */
  async #note(reader: FileReader): Promise<void> {
    if (this.#isNoting) return;
    if (!reader.isStillAllowed()) {
      return this.#stop.abort(new DownloadStopped('It is no longer allowed.'));
    }
    this.#isNoting = true;
    try {
      const goesOn = await noteDownload(this.#request.em.fork(), this.#step);
      if (!goesOn) return this.#stop.abort(new DownloadStopped('It was cancelled, or begun anew.'));
      this.#publish();
    } catch {
      return;
    } finally {
      this.#isNoting = false;
    }
  }

  #publish(): void {
    const orderExports = [this.#step.id];
    this.#request.tools.publish({
      orders: [],
      actions: [],
      bulkReruns: [],
      orderExports,
      access: [],
    });
  }

  async #end(): Promise<void> {
    const { ordersSent, rowsSent } = this.#step;
    await inOneTransaction(this.#request, async (work) => {
      // The last byte may have been on its way when somebody cancelled.
      if (!(await endDownload(work.em, this.#step, { at: work.now }))) return;
      work.showOrderExport(this.#step.id);
      recordInShop(work, this.#step.id, {
        event: 'orders.exported',
        summary: `${counted(ordersSent, 'order')} ${ordersSent === 1 ? 'was' : 'were'} downloaded in ${counted(rowsSent, 'row')}.`,
        changes: [personalDataIn(this.#wish, this.#request)],
      });
    });
  }

  async #breakOff(error: unknown): Promise<void> {
    const { ordersSent, total, id } = this.#step;
    const why = error instanceof Error && isExpected(error) ? ` ${error.message}` : '';
    const failure = `The download broke off after ${ordersSent} of ${counted(total, 'order')}.${why}`;
    await inOneTransaction(this.#request, async (work) => {
      await endDownload(work.em, this.#step, { failure });
      work.showOrderExport(id);
      recordInShop(work, id, {
        event: 'orders.export_broken_off',
        summary: failure,
        changes: [personalDataIn(this.#wish, this.#request)],
      });
    });
  }
}

/** Ends that are told in their own words and are no fault of ours. */
export function isExpected(error: unknown): boolean {
  return error instanceof ReaderGone || error instanceof DownloadStopped;
}
