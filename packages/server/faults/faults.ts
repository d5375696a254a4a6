import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pause } from './asking.ts';
import type { World, WorldWish } from './world.ts';

/** One way in which the world breaks. */
export type Fault = {
  readonly name: string;
  /** What is done, as the table says it. */
  readonly what: string;
  /** What this fault needs of the world, or the sentence why this machine cannot do it. */
  prepare?(): Promise<Prepared> | Prepared;
  /** Breaks it, and mends what does not mend by itself. Resolves at the moment it is mended. */
  breakIt(world: World): Promise<void>;
};

export type Prepared =
  | { readonly wish: WorldWish; readonly tidy?: () => void }
  | { readonly gap: string };

const OUTAGE_MS = 8_000;
const CLOCK_LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
];
const SMALL_DISK_MB = 400;

const at = <One>(list: readonly One[], index: number): One => {
  const one = list[index];
  if (one === undefined) throw new Error('The world has two of everything.');
  return one;
};

export const faults: readonly Fault[] = [
  {
    name: 'database-restart',
    what: 'PostgreSQL is stopped in order and started 3 s later',
    async breakIt({ postgres }) {
      await postgres.stop();
      await pause(3_000);
      await postgres.start();
    },
  },
  {
    name: 'database-killed',
    what: 'PostgreSQL is killed (kill -9) and started at once; it recovers from its log',
    async breakIt({ postgres }) {
      postgres.kill();
      await postgres.start();
    },
  },
  {
    name: 'connections-cut',
    what: 'every connection to PostgreSQL is cut at once, three times',
    async breakIt({ databaseWire }) {
      for (let times = 0; times < 3; times += 1) {
        databaseWire.cut();
        await pause(1_000);
      }
    },
  },
  {
    name: 'network-silent',
    what: 'the network to PostgreSQL swallows everything for 8 s and tells nobody',
    async breakIt({ databaseWire }) {
      databaseWire.swallow();
      await pause(OUTAGE_MS);
      databaseWire.heal();
    },
  },
  {
    name: 'disk-full',
    what: `PostgreSQL's disk (${SMALL_DISK_MB} MB of memory) is filled to the last byte for 8 s`,
    prepare: smallDisk,
    async breakIt({ postgres }) {
      const ballast = path.join(path.dirname(postgres.dataDir), 'ballast');
      fillUp(ballast);
      const refill = setInterval(() => fillUp(ballast), 300);
      await pause(OUTAGE_MS);
      clearInterval(refill);
      fs.rmSync(ballast);
      // Where it gave up because it could write no log, somebody starts it again.
      if (!isAlive(postgres.dataDir)) await postgres.start();
    },
  },
  {
    name: 'worker-killed',
    what: 'one of two workers is killed (kill -9) in the middle of its work, and started again',
    async breakIt({ workers, simulator }) {
      simulator.faults.set('webhook', { kind: 'slow', slowMs: 1_500, times: 20 });
      await pause(1_500);
      at(workers, 0).kill();
    },
  },
  {
    name: 'worker-frozen',
    what: 'one of two workers stands still for 20 s, longer than its lease, and goes on',
    async breakIt({ workers, simulator }) {
      simulator.faults.set('webhook', { kind: 'slow', slowMs: 1_500, times: 20 });
      await pause(1_500);
      at(workers, 0).freeze();
      await pause(20_000);
      at(workers, 0).thaw();
    },
  },
  {
    name: 'api-killed',
    what: 'one of two API processes is killed (kill -9), and started again',
    breakIt: ({ apis }) => Promise.resolve(at(apis, 0).kill()),
  },
  {
    name: 'power-cut',
    what: 'PostgreSQL, both API processes and both workers are killed (kill -9) at one moment',
    async breakIt({ postgres, apis, workers }) {
      postgres.kill();
      for (const one of [...apis, ...workers]) one.kill();
      await postgres.start();
    },
  },
  {
    name: 'mail-down',
    what: 'the mail server closes every connection for 8 s',
    breakIt: (world) => atTheOutside(world, 'mail', { kind: 'drop-before' }),
  },
  {
    name: 'mail-slow',
    what: 'the mail server takes 4 s for each mail, for 8 s',
    breakIt: (world) => atTheOutside(world, 'mail', { kind: 'slow', slowMs: 4_000 }),
  },
  {
    name: 'stripe-down',
    what: 'Stripe answers 500 for 8 s',
    breakIt: (world) => atTheOutside(world, 'stripe', { kind: 'error-500' }),
  },
  {
    name: 'stripe-silent',
    what: 'Stripe does what it is asked and loses the answer, for 8 s',
    breakIt: (world) => atTheOutside(world, 'stripe', { kind: 'drop-after' }),
  },
  {
    name: 'platforms-down',
    what: 'Kajabi hangs, Systeme.io answers 500 and the webhook receiver is gone, for 8 s',
    async breakIt({ simulator: { faults: switches } }) {
      switches.set('kajabi', { kind: 'hang-before' });
      switches.set('systemeio', { kind: 'error-500' });
      switches.set('webhook', { kind: 'drop-before' });
      await pause(OUTAGE_MS);
      for (const target of ['kajabi', 'systemeio', 'webhook'] as const) switches.clear(target);
    },
  },
  {
    name: 'events-chaos',
    what: "Stripe's news come three times, late and in the wrong order, and a third never, for 8 s",
    async breakIt({ simulator: { faults: switches } }) {
      switches.setEvents('stripe-events', { copies: 3, reorder: true, delayMs: 700 });
      await pause(OUTAGE_MS / 2);
      switches.setEvents('stripe-events', { drop: true, rate: 0.33 });
      await pause(OUTAGE_MS / 2);
      switches.clear('stripe-events');
    },
  },
  {
    name: 'clock-ahead',
    what: 'the clock of the second API and the second worker is an hour ahead (libfaketime)',
    prepare: () => shiftedClock('+1h'),
    breakIt: () => pause(OUTAGE_MS),
  },
  {
    name: 'clock-behind',
    what: 'the same clock is an hour behind',
    prepare: () => shiftedClock('-1h'),
    breakIt: () => pause(OUTAGE_MS),
  },
];

async function atTheOutside(
  { simulator }: World,
  target: 'mail' | 'stripe',
  fault: Parameters<World['simulator']['faults']['set']>[1],
): Promise<void> {
  simulator.faults.set(target, fault);
  await pause(OUTAGE_MS);
  simulator.faults.clear(target);
}

/** Where it lies only the machine's owner may mount. */
function smallDisk(): Prepared {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return { gap: 'mounting a small disk needs Linux and root' };
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-disk-'));
  const options = `size=${SMALL_DISK_MB}m,mode=0755`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (mounted.status !== 0) return { gap: 'this machine does not let us mount a small disk' };
  return {
    wish: { dataDir: path.join(folder, 'postgres') },
    tidy: () => {
      spawnSync('umount', [folder]);
      fs.rmdirSync(folder);
    },
  };
}

function fillUp(file: string): void {
  const chunk = Buffer.alloc(256 * 1024);
  const handle = fs.openSync(file, 'a');
  try {
    for (let size = chunk.length; size >= 4_096;) {
      try {
        fs.writeSync(handle, chunk, 0, size);
      } catch {
        size /= 4;
      }
    }
  } finally {
    fs.closeSync(handle);
  }
}

function isAlive(dataDir: string): boolean {
  try {
    process.kill(
      Number(fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
      0,
    );
    return true;
  } catch {
    return false;
  }
}

function shiftedClock(shift: string): Prepared {
  const library = CLOCK_LIBRARIES.find((file) => fs.existsSync(file));
  if (!library) return { gap: 'libfaketime is not installed (Debian: apt-get install faketime)' };
  return {
    wish: {
      second: { LD_PRELOAD: library, FAKETIME: shift, FAKETIME_DONT_FAKE_MONOTONIC: '1' },
    },
  };
}
