import { Logger, run, type Task, type TaskList } from 'graphile-worker';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ActionTypes } from '../actions/action-types.ts';
import type { ChoreJob } from '../database/jobs.ts';
import type { Mailer } from '../outside/mailer.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { readAccountMail } from '../use-cases/account-mail.ts';
import { advanceBulkRerun } from '../use-cases/advance-bulk-rerun.ts';
import { moveAttention, queueMoveAttention } from '../use-cases/move-attention.ts';
import { lookUpPayments } from '../use-cases/look-up-payments.ts';
import { lookUpRefunds } from '../use-cases/look-up-refunds.ts';
import { reconcileRefunds } from '../use-cases/reconcile-refunds.ts';
import { systemRequest, type Tools } from '../use-cases/request.ts';
import { attemptsTogether } from '../use-cases/attempt-deeds.ts';
import { runAction } from '../use-cases/run-action.ts';
import type { WorkWatch } from '../telemetry/watched-work.ts';
import { sendAccountMail } from './account-mail.ts';
import { keepRunning } from './keep-running.ts';
import { repeat } from './repeat.ts';
import { sweep } from './sweeps.ts';

export type WorkerOptions = {
  readonly orm: MikroORM;
  readonly databaseUrl: string;
  readonly tools: Tools;
  readonly actionTypes: ActionTypes;
  readonly providers: PaymentProviders;
  /** For mail about accounts; that of orders is sent by actions. */
  readonly mailer: Mailer;
  /** Where providers find us: their news of refunds go to `…/events/<provider>`. */
  readonly publicUrl: string;
  /** Names this process in the attempts it makes. */
  readonly name: string;
  readonly concurrency: number;
  readonly heartbeatMs: number;
  readonly sweepEveryMs: number;
  /** How long stopping may take, in ms. */
  readonly stopWithinMs: number;
  readonly onFault: (error: unknown) => void;
  /** Left out: nobody watches. */
  readonly watch?: WorkWatch;
};

/** Of the time there is to stop: what runs may end by itself, then it is told to. The rest is for writing that down. */
const SHARE_TO_END = 0.5;
const SHARE_TO_OBEY = 0.2;
const LONGEST_TO_OBEY_MS = 5_000;

/**
 * Jobs are fetched as many at a time as run at once, the next while these run. What nobody here has begun by then goes
 * back to the queue, so that it waits no longer for a worker that is at something long. Of those that a killed worker had
 * set aside, as of those it was at, the sweep finds what is left to do.
 */
const LONGEST_SET_ASIDE_MS = 500;
/** One look for the whole process. Nobody is notified of what another has given back. */
const POLL_MS = 500;

/** By UTC; made good for within half a day, and once however many workers there are. */
const NIGHTLY = '30 2 * * * reconcile-refunds ?fill=12h&max=3';

export type Worker = {
  /** Takes nothing new; what runs may end, or is handed to another worker. */
  stop(): Promise<void>;
};

/**
 * Takes jobs from the queue and runs actions. The queue only wakes: what is due, who holds it and what
 * became of it is told by the action's row, so a lost or repeated job does no harm.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const stopping = new AbortController();
  /** Of questions to providers, which lose nothing where they are broken off. */
  const asking = new AbortController();
  const request = () => systemRequest(options.orm.em.fork(), options.tools);
  const together = attemptsTogether(request, options.name, options.onFault);
  const queue = await keepRunning(options.onFault, () =>
    run({
      connectionString: options.databaseUrl,
      concurrency: options.concurrency,
      noHandleSignals: true,
      preset: { worker: { localQueue: { size: options.concurrency, ttl: LONGEST_SET_ASIDE_MS } } },
      pollInterval: POLL_MS,
      crontab: NIGHTLY,
      logger: new Logger(() => () => {}),
      taskList: watched(options.watch, {
        'run-action': async (payload) => {
          const { actionId } = payload as { actionId: string };
          try {
            await runAction(actionId, request(), {
              actionTypes: options.actionTypes,
              providers: options.providers,
              publicUrl: options.publicUrl,
              worker: options.name,
              heartbeatMs: options.heartbeatMs,
              patienceMs: Math.min(LONGEST_TO_OBEY_MS, options.stopWithinMs * SHARE_TO_OBEY),
              stopping: stopping.signal,
              together,
              onFault: options.onFault,
              aroundAttempt: (claimed, work) => options.watch?.attempt(claimed, work) ?? work(),
            });
          } catch (error) {
            // The sweep finds what was left behind; the queue's own retries would know nothing of leases.
            options.onFault(error);
          }
        },
        'account-mail': async (payload) => {
          const mail = readAccountMail(payload, options.tools);
          const now = options.tools.now();
          if (mail) await sendAccountMail(mail, options.mailer, now, stopping.signal);
        },
        'reconcile-refunds': async () => {
          await reconcileRefunds(request(), options.providers, asking.signal).catch(
            (error: unknown) => {
              // Another worker does it instead.
              if (asking.signal.aborted) throw error;
              options.onFault(error);
            },
          );
        },
        ...chores(
          {
            'bulk-rerun': (subject) => advanceBulkRerun(subject, request()),
            'move-attention': () => moveAttention(request()),
          },
          options.onFault,
        ),
      }),
    }),
  );
  const sweeping = repeat(options.sweepEveryMs, options.onFault, () => sweep(request()));
  const lookingUpRefunds = repeat(options.sweepEveryMs, options.onFault, async () => {
    await lookUpRefunds(request(), options.providers);
  });
  // Apart: a provider that does not answer must not keep the actions of a dead worker waiting.
  const lookingUp = repeat(options.sweepEveryMs, options.onFault, async () => {
    await lookUpPayments(request(), options.providers, asking.signal);
  });
  // The grace of the surroundings may be another than before.
  await queueMoveAttention(options.orm.em.fork());
  return {
    async stop() {
      // Takes no more from here on. What runs keeps its lease until it has ended.
      const ended = queue.stop();
      asking.abort(new Error('The worker stops'));
      const patience = setTimeout(
        () => stopping.abort(new Error('The worker stops')),
        options.stopWithinMs * SHARE_TO_END,
      );
      await Promise.all([ended, sweeping.stop(), lookingUpRefunds.stop(), lookingUp.stop()]);
      clearTimeout(patience);
    },
  };
}

/** Each job as part of what it came of. */
function watched(watch: WorkWatch | undefined, tasks: TaskList): TaskList {
  if (!watch) return tasks;
  return Object.fromEntries(
    Object.entries(tasks).map(([task, run]): [string, Task] => [
      task,
      (payload, helpers) =>
        watch.job(task, payload, async () => void (await run?.(payload, helpers))),
    ]),
  );
}

/** What fails is not tried again by the queue: the sweep finds what stands still. */
function chores(
  work: Readonly<Record<ChoreJob['task'], (subject: string) => Promise<void>>>,
  onFault: (error: unknown) => void,
): TaskList {
  return Object.fromEntries(
    Object.entries(work).map(([task, run]) => [
      task,
      (payload) => run((payload as { subject: string }).subject).catch(onFault),
    ]),
  );
}
