import { parse } from 'csv-parse/sync';
import {
  openDownload,
  type DownloadRefusal,
  type FileReader,
} from '../../src/use-cases/download-order-export.ts';
import type { Request } from '../../src/use-cases/request.ts';
import {
  addressKeyOf,
  findOwnExport,
  requestOrderExport,
  type RequestOrderExport,
} from '../../src/use-cases/request-order-export.ts';
import { accepted, newKey, surroundings } from './shop.ts';

/** Newest first, all orders, as on screen, for a spreadsheet set up in English. */
export const plainExport: Omit<RequestOrderExport, 'idempotencyKey'> = {
  filter: {},
  sort: { field: 'CREATED_AT', direction: 'DESC' },
  allFields: false,
  lines: 'ORDERS',
  timeZone: 'Europe/Helsinki',
  separator: ',',
  decimalMark: '.',
  byteOrderMark: false,
};

export async function askForExport(
  request: Request,
  input: Partial<RequestOrderExport> = {},
): Promise<string> {
  const wish = { ...plainExport, idempotencyKey: newKey(), ...input };
  return accepted(await requestOrderExport(wish, request)).exportId;
}

/** The secret in its address; empty once there is none. */
export async function keyOf(exportId: string, request: Request): Promise<string> {
  const found = await findOwnExport(exportId, request);
  return (found && addressKeyOf(found, request)) ?? '';
}

/** Fetches the file with a reader of one's own; a refusal where it is not handed out. */
export async function download(
  exportId: string,
  request: Request,
  reader: Partial<FileReader> = {},
  noteEveryMs = 50,
): Promise<DownloadRefusal | null> {
  const key = await keyOf(exportId, request);
  const opened = await openDownload({ exportId, key }, request, {
    ...surroundings,
    noteEveryMs,
  });
  if (!opened.ok) return opened.refusal;
  await opened.download.send({
    write: () => Promise.resolve(),
    isStillAllowed: () => true,
    ...reader,
  });
  return null;
}

/** Asks, fetches to the end, and gives back the text of the file. */
export async function exportedText(
  request: Request,
  input: Partial<RequestOrderExport> = {},
): Promise<string> {
  let text = '';
  const refusal = await download(await askForExport(request, input), request, {
    write: (part) => {
      text += part;
      return Promise.resolve();
    },
  });
  if (refusal) throw new Error(refusal.message);
  return text;
}

/** Its rows by the names of their columns. */
export async function exportedRows(
  request: Request,
  input: Partial<RequestOrderExport> = {},
): Promise<Record<string, string>[]> {
  return parse<Record<string, string>>(await exportedText(request, input), {
    columns: true,
    bom: true,
    delimiter: input.separator ?? ',',
    record_delimiter: '\r\n',
  });
}
