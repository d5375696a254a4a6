import type { ActionAnswer } from '../../src/actions/action-type.ts';
import type { ActionStatus, AttemptTrigger } from '../../src/domain/action.ts';

// What an order and its actions should be after anything that can happen to them: the rules told once
// more, without a database, and small enough to be believed by reading.

/** Failed attempts of a run are tried again at once, twice. */
export const RETRY_SCHEDULE = [0, 0];
const MOST_LOSSES = 3;

/** Later ones win over earlier ones, whenever they are heard. */
const NEWS = ['PENDING', 'FAILED', 'CANCELLED', 'SUCCEEDED'] as const;
export type News = (typeof NEWS)[number];

export type AttemptModel = {
  run: number;
  trigger: AttemptTrigger;
  status: ActionStatus;
  overtaken: boolean;
};

export class ActionModel {
  status: ActionStatus = 'PENDING';
  run = 1;
  failures = 0;
  nextTrigger: AttemptTrigger = 'AUTOMATIC';
  readonly attempts: AttemptModel[] = [];

  claim(): AttemptModel {
    const attempt: AttemptModel = {
      run: this.run,
      trigger: this.nextTrigger,
      status: 'RUNNING',
      overtaken: false,
    };
    this.attempts.push(attempt);
    this.status = 'RUNNING';
    this.nextTrigger = 'RETRY';
    return attempt;
  }

  /** An answer counts while its attempt still has the action; else it is kept and changes nothing. */
  answer(attempt: AttemptModel, { outcome, ...more }: ActionAnswer): void {
    attempt.status = { done: 'SUCCEEDED', failed: 'FAILED', unknown: 'UNKNOWN' }[
      outcome
    ] as ActionStatus;
    if (attempt.overtaken) return;
    if (outcome === 'done') {
      this.status = 'SUCCEEDED';
      return;
    }
    this.failures += 1;
    if (outcome === 'unknown') this.status = 'UNKNOWN';
    else {
      const isTriedAgain =
        'again' in more && more.again === 'yes' && this.failures <= RETRY_SCHEDULE.length;
      this.status = isTriedAgain ? 'PENDING' : 'FAILED';
    }
  }

  loseWorker(): void {
    this.#overtake();
    this.failures += 1;
    this.status = this.failures > MOST_LOSSES ? 'FAILED' : 'PENDING';
    this.nextTrigger = 'TAKEOVER';
  }

  rerun(): void {
    const mayStillHappen = ['PENDING', 'RUNNING', 'UNKNOWN'].includes(this.status);
    this.nextTrigger = this.status === 'RUNNING' ? 'FORCE' : 'RERUN';
    if (this.status === 'RUNNING') this.#overtake();
    if (!mayStillHappen) this.run += 1;
    this.failures = 0;
    this.status = 'PENDING';
  }

  #overtake(): void {
    const current = this.attempts.at(-1);
    if (!current) return;
    current.overtaken = true;
    current.status = 'UNKNOWN';
  }
}

export class OrderModel {
  readonly payments: News[] = [];
  actions: ActionModel[] = [];
  isPaid = false;
  isClosed = false;
  hasCompleted = false;
  /** Calls that were made and not answered, also those of attempts that were overtaken. */
  openCalls = 0;

  constructor(private readonly actionCount: number) {}

  hear(payment: number, status: News): void {
    const before = this.payments[payment] ?? 'PENDING';
    this.payments[payment] = NEWS[Math.max(NEWS.indexOf(before), NEWS.indexOf(status))] ?? status;
    if (!this.isPaid && this.payments.includes('SUCCEEDED')) {
      this.isPaid = true;
      this.#createActions();
    }
    this.settle();
  }

  complete(runs: boolean): void {
    this.isClosed = true;
    this.#createActions();
    for (const action of this.actions) {
      if (runs && action.status !== 'RUNNING') action.rerun();
      if (!runs && action.status === 'PENDING') action.status = 'CANCELLED';
    }
    this.settle();
  }

  /** Once everything wanted has succeeded, the order has completed for good. */
  settle(): void {
    const wanted = this.actions.filter(({ status }) => status !== 'CANCELLED');
    this.hasCompleted ||= this.isPaid && wanted.every(({ status }) => status === 'SUCCEEDED');
  }

  get status(): string {
    if (this.isClosed) return 'MARKED_AS_COMPLETED';
    if (this.isPaid) return this.hasCompleted ? 'COMPLETED' : 'PAID';
    return this.payments.includes('PENDING') ? 'PROCESSING' : 'IN_PROGRESS';
  }

  get isPaidTwice(): boolean {
    return this.payments.filter((status) => status === 'SUCCEEDED').length > 1;
  }

  /** Reasons to look at it once the grace is over, by the alphabet. */
  get reasons(): string[] {
    const open = this.isPaid && !this.isClosed && !this.hasCompleted ? this.actions : [];
    const reasonOf = (status: ActionStatus) => {
      if (status === 'FAILED' || status === 'UNKNOWN') return [`ACTION_${status}`];
      return status === 'PENDING' || status === 'RUNNING' ? ['ACTION_OVERDUE'] : [];
    };
    const found = open.flatMap(({ status }) => reasonOf(status));
    return [...new Set([...found, ...(this.isPaidTwice ? ['PAID_TWICE'] : [])])].sort();
  }

  /** The same configurations never give their actions twice. */
  #createActions(): void {
    if (this.actions.length > 0) return;
    this.actions = Array.from({ length: this.actionCount }, () => new ActionModel());
  }
}
