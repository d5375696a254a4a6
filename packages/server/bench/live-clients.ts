import { once } from 'node:events';
import { WebSocket } from 'ws';
import { machineMs } from './machine-clock.ts';

// A process of its own, so that thousands of readers do not take the time of what they measure. It opens sockets,
// and tells when a change that was named to it came to each of them.

/** What the bench tells this process. */
export type ClientsTask =
  | {
      readonly open: string;
      readonly sockets: number;
      readonly protocol: string | null;
      /** Sent one after the other; each of them is answered by one message before the next goes out. */
      readonly opening: readonly (readonly string[])[];
    }
  | { /** What a message holds that is waited for. */ readonly expect: string };

/** What it answers: in ms of the machine's clock, sorted. */
export type ClientsAnswer = { readonly ready: true } | { readonly heardMs: readonly number[] };

const AT_ONCE = 50;
const sockets: WebSocket[] = [];
let expected: { readonly text: string; readonly heardMs: number[] } | undefined;

process.on('message', (task: ClientsTask) => {
  if ('open' in task) {
    void open(task).then(() => answer({ ready: true }));
  } else {
    expected = { text: task.expect, heardMs: [] };
    answer({ ready: true });
  }
});
process.once('disconnect', () => process.exit());

async function open(task: Extract<ClientsTask, { open: string }>): Promise<void> {
  let left = task.sockets;
  const openSome = async () => {
    while (left > 0) {
      left -= 1;
      const socket = new WebSocket(task.open, task.protocol ?? [], { perMessageDeflate: false });
      await once(socket, 'open');
      for (const texts of task.opening) {
        for (const text of texts) socket.send(text);
        await once(socket, 'message');
      }
      socket.on('message', hear);
      sockets.push(socket);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, openSome));
}

function hear(message: Buffer): void {
  if (!expected || !message.includes(expected.text)) return;
  expected.heardMs.push(machineMs());
  if (expected.heardMs.length < sockets.length) return;
  answer({ heardMs: expected.heardMs });
  expected = undefined;
}

function answer(what: ClientsAnswer): void {
  process.send?.(what);
}
