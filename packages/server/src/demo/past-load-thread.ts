import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../database/orm.ts';
import type { Settings } from '../use-cases/request.ts';
import { type CopyShare, copyShare, openLoader } from './past-copy.ts';
import type { PastHabits } from './past-draft.ts';
import type { PastPlan } from './past-mark.ts';
import { meansOf } from './past.ts';

/** What a thread of a load is told at its beginning. It answers with how many orders more are there. */
export type LoadThread = {
  readonly databaseUrl: string;
  readonly plan: PastPlan;
  readonly habits: PastHabits;
  readonly settings: Settings;
  readonly share: CopyShare;
};

const { databaseUrl, plan, habits, settings, share } = workerData as LoadThread;
const orm = connect(databaseUrl);
const means = await meansOf(orm.em, { settings }, plan, habits);
await orm.close();
const client = await openLoader(databaseUrl);
try {
  await copyShare(client, means, plan, share, (orders) => parentPort?.postMessage(orders, []));
} finally {
  await client.end();
}
