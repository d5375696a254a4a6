import { connect } from '../src/database/orm.ts';
import type { Bench, Row } from './bench.ts';
import { type ManyActions, runManyActions } from './many-actions.ts';
import type { Place } from './place.ts';

const ACTIONS = 10_000;
const FAILURE_RATE = 0.05;
const CONCURRENCY = 20;
const NO_OPS_PER_SECOND = 1_000;
const START_P95_MS = 100;

export const actions: Bench = {
  name: 'actions',
  about:
    'queued actions done per second, without doing anything and as webhooks, and how soon one starts',
  run: async (place) => {
    const noOps = await onFreshDatabase(place, { isNoOp: true, failureRate: 0 });
    const webhooks = await onFreshDatabase(place, { isNoOp: false, failureRate: FAILURE_RATE });
    return [
      {
        what: `actions that do nothing, ${noOps.actions.toLocaleString('en')} queued, one worker`,
        figure: noOps.perSecond,
        unit: '/s',
        goal: { atLeast: NO_OPS_PER_SECOND },
        more: { seconds: noOps.seconds },
        note: `${CONCURRENCY} at once; source run as it is, not compiled`,
      },
      {
        what: `webhooks over HTTP, ${FAILURE_RATE * 100} % failing for the moment`,
        figure: webhooks.perSecond,
        unit: '/s',
        more: { seconds: webhooks.seconds, attempts: webhooks.attempts },
        note: 'the receiver runs in the same process as the worker',
      },
      startRow(noOps),
    ];
  },
};

function startRow({ startP50Ms, startP95Ms }: ManyActions): Row {
  return {
    what: 'queued to started, idle worker, p95',
    figure: startP95Ms,
    unit: 'ms',
    goal: { atMost: START_P95_MS },
    more: { p50Ms: startP50Ms },
  };
}

async function onFreshDatabase(
  place: Place,
  wish: { isNoOp: boolean; failureRate: number },
): Promise<ManyActions> {
  const database = await place.emptyDatabase();
  const orm = connect(database.url, { poolSize: CONCURRENCY + 4 });
  try {
    const result = await runManyActions({
      ...wish,
      orm,
      databaseUrl: database.url,
      actions: place.isQuick ? 500 : ACTIONS,
      concurrency: CONCURRENCY,
    });
    if (result.succeeded !== result.actions) {
      throw new Error(`Only ${result.succeeded} of ${result.actions} actions succeeded`);
    }
    return result;
  } finally {
    await orm.close();
    await database.stop();
  }
}
