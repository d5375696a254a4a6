import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { operationNames } from './generated.ts';

// Every metric there is. Durations are seconds, names end in their unit or in `_total`. A label's values are
// a list known beforehand: never an id, an address, or a word that somebody else has chosen.

const P = 'order_management_';

/** From a fast page to the longest a caller waits. */
const REQUESTS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STATEMENTS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30];
const CALLS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];
const WAITS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];

export type Metrics = ReturnType<typeof makeMetrics>;

/** Of one process; `what` says which. Those of Node itself cost something by themselves: only where they are asked for. */
export function makeMetrics(what: { process: string; version: string }, hasDoor: boolean) {
  const registry = new Registry();
  const registers = [registry];
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ) => new Histogram({ name: P + name, help, labelNames: [...labelNames], buckets, registers });
  const counter = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ) => new Counter({ name: P + name, help, labelNames: [...labelNames], registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name: P + name, help, labelNames: [...labelNames], registers });

  if (hasDoor) collectDefaultMetrics({ register: registry });
  const buildInfo = gauge('build_info', 'Always 1; its labels say what runs here', [
    'process',
    'version',
    'node',
  ]);
  buildInfo.set({ ...what, node: process.versions.node }, 1);

  const looks: (() => void | Promise<void>)[] = [];
  return {
    buildInfo,
    /** In the words of Prometheus. */
    async text(): Promise<string> {
      await Promise.all(looks.map(async (look) => look()));
      return registry.metrics();
    },
    contentType: registry.contentType,
    /** Runs `look` whenever metrics are asked for. */
    beforeAnswer(look: () => void | Promise<void>): void {
      looks.push(look);
    },
    httpRequests: histogram(
      'http_request_duration_seconds',
      'Requests over HTTP, until the last byte of their answer',
      ['route', 'method', 'status'],
      REQUESTS,
    ),
    operations: histogram(
      'graphql_operation_duration_seconds',
      'Queries and mutations over HTTP, by the names of our own documents; others are "other"',
      ['operation', 'outcome'],
      REQUESTS,
    ),
    statements: histogram(
      'sql_statement_duration_seconds',
      'SQL statements, as the program waits for them',
      ['outcome'],
      STATEMENTS,
    ),
    poolConnections: gauge('sql_pool_connections', 'Connections to PostgreSQL', ['state']),
    poolSize: gauge('sql_pool_size', 'Most connections of this process', []),
    poolWaiting: gauge('sql_pool_waiting', 'Who waits for a connection', []),
    attempts: histogram(
      'attempt_duration_seconds',
      'Attempts of actions, from their claim until what came of them is written',
      ['kind', 'purpose', 'outcome'],
      CALLS,
    ),
    startLatency: histogram(
      'attempt_start_latency_seconds',
      'From the moment an action is due until a worker has it',
      ['trigger'],
      WAITS,
    ),
    takeovers: counter('takeovers_total', 'Attempts that go on where a dead worker stopped', [
      'kind',
    ]),
    jobs: histogram('job_duration_seconds', 'Jobs of the queue', ['task', 'outcome'], CALLS),
    calls: histogram(
      'outgoing_call_duration_seconds',
      'Calls to payment providers, course platforms, receivers of webhooks and the mail server',
      ['target', 'operation', 'outcome'],
      CALLS,
    ),
    deliveries: counter('provider_deliveries_total', 'Deliveries of news by payment providers', [
      'provider',
      'outcome',
    ]),
    sockets: gauge('sockets', 'Open WebSockets', []),
    subscriptions: gauge('subscriptions', 'Operations open on WebSockets', []),
    slowReaders: gauge(
      'slow_readers',
      'Sockets that have not taken a megabyte of what was sent',
      [],
    ),
    socketMessages: counter('socket_messages_total', 'Messages over WebSockets', ['direction']),
    socketOperations: counter('socket_operations_total', 'Operations begun on WebSockets', [
      'operation',
    ]),
    news: counter('news_total', 'News between processes: published, heard, or made good', ['what']),
    limited: counter('rate_limited_total', 'Requests refused by a limit', ['policy']),
    logLines: counter('log_lines_total', 'Lines of the log; those of level error are faults', [
      'level',
    ]),
    actions: gauge('actions', 'Actions that are neither done nor called off', [
      'kind',
      'purpose',
      'status',
    ]),
    attentionOrders: gauge('attention_orders', 'Orders that require attention', []),
    attentionOldest: gauge(
      'attention_oldest_seconds',
      'For how long the first of them has required it',
      [],
    ),
    refundLegs: gauge('refund_legs', 'Shares of refunds', ['status']),
    queueJobs: gauge('queue_jobs', 'Jobs of the queue', ['task', 'state']),
    queueOldest: gauge('queue_oldest_due_seconds', 'For how long the first due job has waited', []),
    figuresSeconds: gauge(
      'shop_figures_duration_seconds',
      'How long the database took for the figures of the shop',
      [],
    ),
    figuresUp: gauge(
      'shop_figures_up',
      '1: the figures of the shop are fresh; 0: not to be had',
      [],
    ),
  };
}

const known: ReadonlySet<string> = new Set(operationNames);

/** The name by which an operation is measured. */
export function measuredName(operationName: string | null | undefined): string {
  return operationName && known.has(operationName) ? operationName : 'other';
}
