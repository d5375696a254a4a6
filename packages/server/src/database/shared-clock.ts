import type { MikroORM } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

/** Below this it may as well be the way to the database and back, and machines that keep time differ by less. */
const TOLERATED_MS = 1_000;
const LOOK_EVERY_MS = 60_000;

/**
 * The time as the database tells it, so that all processes mean the same by a moment that one writes and another
 * waits for: a machine whose clock is an hour ahead would otherwise put its orders' deliveries off by an hour.
 * Looks at the start and every minute. `onDifference` hears how far this machine's clock is off, in ms (positive:
 * ahead), whenever that has changed by more than a second. Where the database does not answer, what was known stays.
 */
export async function followDatabaseClock(
  orm: MikroORM,
  machineNow: () => number,
  onDifference: (ms: number) => void,
): Promise<() => Date> {
  let aheadMs = 0;
  const look = async () => {
    const asked = machineNow();
    const [row] = await query<{ ms: number }>(
      orm.em.fork(),
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
    );
    const heard = machineNow();
    if (!row || heard - asked > TOLERATED_MS) return;
    const measured = Math.round((asked + heard) / 2 - row.ms);
    const next = Math.abs(measured) > TOLERATED_MS ? measured : 0;
    if (Math.abs(next - aheadMs) <= TOLERATED_MS) return;
    aheadMs = next;
    onDifference(aheadMs);
  };
  const tryToLook = () => look().catch(() => undefined);
  await tryToLook();
  setInterval(() => void tryToLook(), LOOK_EVERY_MS).unref();
  return () => new Date(machineNow() - aheadMs);
}
