import { actions } from './actions.ts';
import type { Bench } from './bench.ts';
import { orderExport } from './export.ts';
import { live } from './live.ts';
import { notifiedCommits } from './notified-commits.ts';
import { orderPanel } from './order-panel.ts';
import { filteredPage, newestPage } from './pages.ts';
import { listReads } from './reads.ts';
import { reports } from './reports.ts';
import { everyList, hotSql } from './sql.ts';
import { serverStart } from './start.ts';
import { page } from './web.ts';
import { writePath } from './write-path.ts';

/** In the order they run in: what only reads comes first. */
export const benches: readonly Bench[] = [
  newestPage,
  filteredPage,
  listReads,
  orderPanel,
  reports,
  hotSql,
  everyList,
  page,
  serverStart,
  writePath,
  notifiedCommits,
  live,
  actions,
  orderExport,
];
