import type { MikroORM } from '@mikro-orm/postgresql';
import { addToReading, type ReadingSum, takeReading } from '../database/personal-data-reading.ts';
import {
  type Actor,
  inOneTransaction,
  type Request,
  systemRequest,
  type Tools,
  type Work,
} from './request.ts';
import { recordInShop } from './shop-history.ts';

// Who looks at personal data of many customers is written to the audit log before they see it. One entry per
// person or token for the first such look, in whichever process; what follows within ten minutes is summed in each
// process and written when they are over. So the log says that, and how much, without an entry for every page of a
// list.

/** One answer with personal data of so many customers is read in bulk. */
export const MANY_AT_ONCE = 25;
/**
 * So are many smaller ones within the ten minutes, or a script would read page by page. Each process may hold back up
 * to `MANY_AT_ONCE` of them before it adds them to what all have shown.
 */
export const MANY_IN_ALL = 250;
export const LOOKS_TOGETHER_MS = 10 * 60_000;

const NAMED_OPERATIONS = 5;
const LONGEST_NAME = 60;

export type Look = {
  /** What the query calls itself. */
  readonly operation: string;
  readonly customers: number;
};

export type PersonalDataLooks = {
  /** Resolves once the answer may go out; rejects where the look could not be put on record. */
  note(asking: Pick<Request, 'actor' | 'from'>, look: Look): Promise<void>;
  /** Writes down what was read in times that are over. */
  closeOld(): Promise<void>;
  /** Writes down all of it. */
  stop(): Promise<void>;
};

/** What somebody has read in this process since the time began, or since it was last handed on. */
class Reading {
  readonly asking: Pick<Request, 'actor' | 'from'>;
  readonly #operations = new Map<string, number>();
  endsAt: number;
  customers = 0;
  answers = 0;
  /** What all processes had shown when this one last asked. */
  known = 0;
  /** Settled once the first entry is written, here or elsewhere; null while too little was read. */
  recorded: Promise<void> | null = null;

  constructor(asking: Pick<Request, 'actor' | 'from'>, endsAt: number) {
    this.asking = asking;
    this.endsAt = endsAt;
  }

  add({ operation, customers }: Look): void {
    this.customers += customers;
    this.answers += 1;
    const name = operation.slice(0, LONGEST_NAME);
    const isNamed = this.#operations.size < NAMED_OPERATIONS || this.#operations.has(name);
    const key = isNamed ? name : 'others';
    this.#operations.set(key, (this.#operations.get(key) ?? 0) + 1);
  }

  /** What is handed on, from where on it is counted anew. */
  take(): ReadingSum {
    const { customers, answers } = this;
    const operations = Object.fromEntries(this.#operations);
    this.customers = 0;
    this.answers = 0;
    this.#operations.clear();
    return { customers, answers, operations };
  }

  putBack({ customers, answers, operations }: ReadingSum): void {
    this.customers += customers;
    this.answers += answers;
    for (const [name, times] of Object.entries(operations)) {
      this.#operations.set(name, (this.#operations.get(name) ?? 0) + times);
    }
  }
}

function wordsOf({ customers, answers, operations }: ReadingSum) {
  const named = Object.entries(operations)
    .map(([name, times]) => (times === 1 ? name : `${name} (${times})`))
    .join(', ');
  return {
    operations: named,
    // One answer counts each customer once; several may have shown the same ones.
    summary:
      answers === 1
        ? `Personal data of ${customers.toLocaleString('en')} customers was read in one answer`
        : `Personal data of customers was read ${customers.toLocaleString('en')} times in ${answers.toLocaleString('en')} answers`,
  };
}

/** `onFault`: a sum of what was read, whose first look is on record, could not be written. */
export function watchPersonalData(means: {
  readonly orm: MikroORM;
  readonly tools: Tools;
  readonly onFault: (error: unknown) => void;
}): PersonalDataLooks {
  const { orm, tools, onFault } = means;
  const readings = new Map<string, Reading>();

  const requestFor = ({ asking: { actor, from = null } }: Reading) => ({
    ...systemRequest(orm.em.fork(), tools, actor),
    from,
  });
  const record = (work: Work, sum: ReadingSum, event: string, when: string) => {
    const { summary, operations } = wordsOf(sum);
    recordInShop(work, 'personal-data', {
      event,
      summary: `${summary}${when}.`,
      changes: [{ field: 'operations', before: null, after: operations }],
    });
  };

  const close = async (key: string, reading: Reading): Promise<void> => {
    readings.delete(key);
    if (!reading.recorded || reading.answers === 0) return;
    await inOneTransaction(requestFor(reading), async (work) => {
      record(work, reading.take(), 'customers.read_on', ' after that, within ten minutes');
    }).catch(onFault);
  };

  /** Adds it to what all processes have shown. Once that is much, it is on record when this resolves with true. */
  const handOn = async (key: string, reading: Reading, isMany: boolean): Promise<boolean> => {
    const now = tools.now();
    const endsAt = new Date(reading.endsAt);
    const own = reading.take();
    const sum = await addToReading(orm.em.fork(), { ...own, actor: key, now, endsAt }).catch(
      (error: unknown) => {
        reading.putBack(own);
        throw error;
      },
    );
    // What comes after the first entry is summed here.
    if (sum.isRecorded) reading.putBack(own);
    reading.known = sum.customers;
    reading.endsAt = sum.endsAt.getTime();
    if (!sum.isRecorded && !isMany && sum.customers <= MANY_IN_ALL) return false;
    if (!sum.isRecorded) await recordFirst(key, reading);
    return true;
  };
  const recordFirst = async (key: string, reading: Reading): Promise<void> => {
    const endsAt = new Date(tools.now().getTime() + LOOKS_TOGETHER_MS);
    await inOneTransaction(requestFor(reading), async (work) => {
      const taken = await takeReading(work.em, { actor: key, endsAt });
      if (!taken) return;
      record(work, taken, 'customers.read', '');
      reading.endsAt = endsAt.getTime();
    });
  };

  return {
    async note(asking, look) {
      const key = keyOf(asking.actor);
      const now = tools.now().getTime();
      const known = readings.get(key);
      if (known && now >= known.endsAt) await close(key, known);
      const reading = readings.get(key) ?? new Reading(asking, now + LOOKS_TOGETHER_MS);
      readings.set(key, reading);
      reading.add(look);
      if (!reading.recorded) {
        const isEnough =
          reading.customers >= MANY_AT_ONCE || reading.known + reading.customers > MANY_IN_ALL;
        if (look.customers > MANY_AT_ONCE) {
          // Others of this moment wait for the same entry.
          reading.recorded = handOn(key, reading, true).then(
            () => {},
            (error: unknown) => {
              reading.recorded = null;
              throw error;
            },
          );
        } else if (isEnough && (await handOn(key, reading, false))) {
          reading.recorded ??= Promise.resolve();
        }
      }
      await reading.recorded;
    },
    async closeOld() {
      const now = tools.now().getTime();
      for (const [key, reading] of readings) if (now >= reading.endsAt) await close(key, reading);
    },
    async stop() {
      for (const [key, reading] of readings) await close(key, reading);
    },
  };
}

const keyOf = ({ kind, id, name }: Actor) => `${kind} ${id ?? name}`;
