import type { MikroORM } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

/** Below this it may as well be the way to the database and back, and machines that keep time differ by less. */
const TOLERATED_MS = 1_000;
const LOOK_EVERY_MS = 60_000;

/** What tells the time on this machine, both in ms. */
export type MachineClocks = {
  /** Since 1970; may be set by somebody at any moment. */
  wall(): number;
  /** Since any beginning; only ever goes on. */
  steady(): number;
};

/**
 * The time as the database tells it, so that all processes mean the same by a moment that one writes and another
 * waits for: a machine whose clock is an hour ahead would otherwise put its orders' deliveries off by an hour.
 * Looks at the start, every minute, and at once when the machine's clock is set. `onDifference` hears how far that is
 * off, in ms (positive: ahead), whenever it has changed by more than a second. Where the database does not answer,
 * what was known stays.
 */
export async function followDatabaseClock(
  orm: MikroORM,
  machine: MachineClocks,
  onDifference: (ms: number) => void,
): Promise<() => Date> {
  let aheadMs = 0;
  let seen = { wall: machine.wall(), steady: machine.steady() };
  let looking: Promise<void> | null = null;

  const look = async () => {
    const asked = machine.wall();
    const begun = machine.steady();
    const [row] = await query<{ ms: number }>(
      orm.em.fork(),
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
    );
    const wayMs = machine.steady() - begun;
    if (!row || wayMs > TOLERATED_MS) return;
    const measured = Math.round(asked + wayMs / 2 - row.ms);
    const next = Math.abs(measured) > TOLERATED_MS ? measured : 0;
    seen = { wall: asked, steady: begun };
    if (Math.abs(next - aheadMs) <= TOLERATED_MS) return;
    aheadMs = next;
    onDifference(aheadMs);
  };
  const lookOnce = () => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = null));
    return looking;
  };
  await lookOnce();
  setInterval(() => void lookOnce(), LOOK_EVERY_MS).unref();

  return () => {
    const wall = machine.wall();
    const expected = seen.wall + machine.steady() - seen.steady;
    if (Math.abs(wall - expected) <= TOLERATED_MS) return new Date(wall - aheadMs);
    // Somebody has set it: what was known of it counts no longer, but time has gone on as steadily as ever.
    void lookOnce();
    return new Date(expected - aheadMs);
  };
}
