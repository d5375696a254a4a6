import { makeActionTypes } from '../../src/actions/action-types.ts';
import { connect } from '../../src/database/orm.ts';
import { refundOrder, type RefundOrder } from '../../src/use-cases/refund-order.ts';
import { systemRequest } from '../../src/use-cases/request.ts';
import { startWorker } from '../../src/worker/worker.ts';
import { plantedStripe, refundTools } from './refund-means.ts';
import { noMailer } from './outside.ts';

// A process of the crash tests: asks for a refund, or works, and dies where its environment says.

const { DATABASE_URL = '', STRIPE_URL = '', DIE_AT, ASK, PLANTED_BUG } = process.env;

const orm = connect(DATABASE_URL, { poolSize: 6 });
const tools = refundTools((point) => {
  // At once and without a word, as by the kernel's hand: nothing of this process runs after it.
  if (point === DIE_AT) process.kill(process.pid, 'SIGKILL');
});
const provider = plantedStripe(STRIPE_URL, PLANTED_BUG ?? null);
const providers = {
  all: [provider],
  byName: (name: string) => (name === provider.name ? provider : undefined),
};

if (ASK) {
  const request = {
    ...systemRequest(orm.em.fork(), tools, { kind: 'PERSON', id: 'mem_aino', name: 'Aino' }),
    permissions: new Set(['REFUND_ORDERS'] as const),
  };
  const outcome = await refundOrder(JSON.parse(ASK) as RefundOrder, request, { providers });
  process.send?.({ outcome });
  await orm.close();
  process.disconnect?.();
} else {
  const worker = await startWorker({
    orm,
    databaseUrl: DATABASE_URL,
    tools,
    actionTypes: makeActionTypes({
      mailer: noMailer,
      fetch: () => Promise.reject(new Error('Nobody is called here')),
    }),
    providers,
    publicUrl: 'http://shop.test',
    mailer: noMailer,
    name: `child-${process.pid}`,
    concurrency: 2,
    heartbeatMs: 150,
    sweepEveryMs: 100,
    stopWithinMs: 1_000,
    onFault: () => {},
  });
  process.once('SIGTERM', () => {
    void worker.stop().then(() => process.exit(0));
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}
