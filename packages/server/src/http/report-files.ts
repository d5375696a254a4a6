import { fromNodeHeaders } from 'better-auth/node';
import { Router, type Request as HttpRequest, type Response } from 'express';
import { GraphQLError } from 'graphql';
import type { Authenticate, Viewer } from '../access/viewer.ts';
import type { Services } from '../graphql/context.ts';
import { makeLoaders } from '../graphql/loaders.ts';
import { CalendarDate, CurrencyCode, TimeZone } from '../graphql/scalars.ts';
import {
  REPORT_DIMENSIONS,
  REPORT_GRAINS,
  reportFile,
  type ReportStyle,
  type ReportTable,
} from '../use-cases/report-text.ts';
import { BadReport, REPORT_PERIODS, type ReportWish } from '../use-cases/report-wish.ts';
import { salesReport } from '../use-cases/sales-report.ts';
import { billOf, payAtTheDoor, payForFile } from './limit-answers.ts';
import { REPORT_FILE_POINTS } from './operation-cost.ts';
import type { RateLimits } from './rate-limits.ts';
import { factsOf, noteViewer } from './request-log.ts';

type Means = Pick<Services, 'orm' | 'tools' | 'providers'> & {
  readonly authenticate: Authenticate;
  readonly limits: RateLimits;
};

/**
 * `/reports/sales.csv?period=LAST_30_DAYS&timeZone=Europe/Helsinki&by=SOURCE`: a report as CSV, for a session or
 * a token that may read reports. The parameters are those of `salesReport`; `grain` instead of `by` gives a row per
 * part of the time.
 */
export function reportFiles(means: Means): Router {
  const answer = async (request: HttpRequest, response: Response): Promise<void> => {
    response.setHeader('cache-control', 'no-store');
    const refuse = (status: number, error: string) =>
      void response.status(status).json({ error, requestId: factsOf(response).requestId });
    const viewer = await means.authenticate(fromNodeHeaders(request.headers));
    noteViewer(response, viewer);
    billOf(response).name(viewer);
    if (!(await payForFile(response, REPORT_FILE_POINTS))) return;
    if (!viewer) return refuse(401, 'Sign in first, or send a token.');
    if (!viewer.permissions.has('READ_REPORTS')) {
      return refuse(403, 'This needs the permission READ_REPORTS.');
    }
    try {
      const { fileName, text } = await write(request, viewer, means);
      response.setHeader('content-type', 'text/csv; charset=utf-8; header=present');
      response.setHeader('content-disposition', `attachment; filename="${fileName}"`);
      response.send(text);
    } catch (error) {
      if (error instanceof BadReport || error instanceof GraphQLError) {
        return refuse(400, error.message);
      }
      throw error;
    }
  };
  const router = Router();
  router.get('/sales.csv', payAtTheDoor(means.limits, 'PLAIN'), (request, response, next) => {
    answer(request, response).then(undefined, next);
  });
  return router;
}

async function write(request: HttpRequest, viewer: Viewer, { orm, tools, providers }: Means) {
  const given = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
  const em = orm.em.fork();
  const { actor, reach } = viewer;
  // All of a file is read as of one moment, as one answer of the API is.
  const { reportRows } = makeLoaders({ em, actor, reach, tools });
  const report = await salesReport(
    readWish(given),
    { reach, tools },
    { em, providers, read: (wish) => reportRows.load(wish) },
  );
  return reportFile(report, readTable(given), readStyle(given));
}

function readWish(given: URLSearchParams): ReportWish {
  const timeZone = given.get('timeZone');
  if (!timeZone) throw new BadReport('Give `timeZone`, such as Europe/Helsinki.');
  const read = <Value>(name: string, scalar: { parseValue(value: unknown): Value }) =>
    given.get(name) ? scalar.parseValue(given.get(name)) : null;
  return {
    period: oneOf(given, 'period', REPORT_PERIODS),
    from: read('from', CalendarDate),
    to: read('to', CalendarDate),
    timeZone: TimeZone.parseValue(timeZone),
    checkoutIds: given.get('checkoutIds')?.split(',') ?? null,
    convertTo: read('convertTo', CurrencyCode),
  };
}

function readTable(given: URLSearchParams): ReportTable {
  const by = oneOf(given, 'by', REPORT_DIMENSIONS);
  const grain = oneOf(given, 'grain', REPORT_GRAINS);
  if (by && !grain) return { by };
  if (grain && !by) return { grain };
  throw new BadReport('Give `by` or `grain`, and not both.');
}

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;
const decimalMarks = { point: '.', comma: ',' } as const;

/** As programs like it, unless said otherwise. */
function readStyle(given: URLSearchParams): ReportStyle {
  return {
    separator: separators[oneOf(given, 'separator', ['comma', 'semicolon', 'tab']) ?? 'comma'],
    decimalMark: decimalMarks[oneOf(given, 'decimalMark', ['point', 'comma']) ?? 'point'],
    byteOrderMark: oneOf(given, 'byteOrderMark', ['true', 'false']) === 'true',
  };
}

function oneOf<Value extends string>(
  given: URLSearchParams,
  name: string,
  values: readonly Value[],
): Value | null {
  const text = given.get(name);
  if (!text) return null;
  const value = values.find((one) => one === text);
  if (value === undefined)
    throw new BadReport(`\`${name}\` is one of ${values.join(', ')}, not “${text}”.`);
  return value;
}
