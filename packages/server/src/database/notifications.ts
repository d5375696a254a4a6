import pg from 'pg';

/**
 * What has changed: orders (or anything under them), actions that changed on their own, bulk re-runs, exports, and
 * `access`: the members, tokens and sessions whose rights did.
 */
export type ChangeNews = {
  readonly orders: string[];
  readonly actions: { readonly orderId: string; readonly actionId: string }[];
  readonly bulkReruns: string[];
  readonly orderExports: string[];
  readonly access: string[];
};

const CHANNEL = 'order_changes';
/** PostgreSQL takes payloads up to 8,000 bytes; ids have some 30 characters. */
const IDS_PER_MESSAGE = 100;
const RECONNECT_MS = 500;
/** A busy database is not a lost one. */
const SHORTEST_ANSWER_MS = 1_000;
const SEND_TIMEOUT_MS = 5_000;

type Wire = { o?: string[]; a?: [string, string][]; b?: string[]; e?: string[]; x?: string[] };

export type Publisher = { publish(news: ChangeNews): void; stop(): Promise<void> };

/**
 * Collects the news of a few milliseconds and sends them in one NOTIFY on a connection of its own:
 * a NOTIFY inside the changing transactions would make all their commits queue behind one lock.
 * What a crash or an outage swallows here is made good by the listener's sweep.
 */
export function startPublisher(databaseUrl: string, options: { everyMs: number }): Publisher {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 1,
    connectionTimeoutMillis: SEND_TIMEOUT_MS,
    query_timeout: SEND_TIMEOUT_MS,
  });
  pool.on('error', () => {});
  const orders = new Set<string>();
  const actions = new Map<string, string>();
  const bulkReruns = new Set<string>();
  const orderExports = new Set<string>();
  const access = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<unknown> = Promise.resolve();

  const send = () => {
    timer = undefined;
    const messages = [
      ...chunks([...orders], IDS_PER_MESSAGE).map((o): Wire => ({ o })),
      ...chunks([...actions], IDS_PER_MESSAGE).map((a): Wire => ({ a })),
      ...chunks([...bulkReruns], IDS_PER_MESSAGE).map((b): Wire => ({ b })),
      ...chunks([...orderExports], IDS_PER_MESSAGE).map((e): Wire => ({ e })),
      ...chunks([...access], IDS_PER_MESSAGE).map((x): Wire => ({ x })),
    ].map((wire) => JSON.stringify(wire));
    orders.clear();
    actions.clear();
    bulkReruns.clear();
    orderExports.clear();
    access.clear();
    sending = sending
      .then(() =>
        pool.query(
          `select pg_notify('${CHANNEL}', payload) from unnest($1::text[]) as m (payload)`,
          [messages],
        ),
      )
      .catch(() => {});
  };
  return {
    publish(news) {
      for (const id of news.orders) orders.add(id);
      for (const { orderId, actionId } of news.actions) actions.set(actionId, orderId);
      for (const id of news.bulkReruns) bulkReruns.add(id);
      for (const id of news.orderExports) orderExports.add(id);
      for (const id of news.access) access.add(id);
      timer ??= setTimeout(send, options.everyMs);
    },
    async stop() {
      if (timer) {
        clearTimeout(timer);
        send();
      }
      await sending;
      await pool.end();
    },
  };
}

export type ChangeListener = {
  /** Called for every piece of news, and with `null` when some may have been missed. Returns the way out. */
  subscribe(hear: (news: ChangeNews | null) => void): () => void;
  stop(): Promise<void>;
};

/**
 * One listening connection for the whole process. It reconnects by itself and then tells everybody that
 * news may have been missed; every few seconds it repeats what the history names since the last time it
 * could be read. A connection that does not answer in time is as good as lost: a network that swallows
 * everything says so to nobody, and PostgreSQL's own keep-alive takes hours.
 */
export async function listenForChanges(
  databaseUrl: string,
  options: {
    sweepEveryMs: number;
    /** The clock of those who write the history. Left out: this machine's. */
    now?: () => Date;
    /** Told how many orders' news were missed and made good for. */
    onMadeGood?: (orders: number) => void;
  },
): Promise<ChangeListener> {
  const { sweepEveryMs } = options;
  const now = () => options.now?.().getTime() ?? Date.now();
  const answerMs = Math.max(SHORTEST_ANSWER_MS, sweepEveryMs);
  const hearers = new Set<(news: ChangeNews | null) => void>();
  const lastTold = new Map<string, number>();
  const tell = (news: ChangeNews | null) => {
    for (const id of news?.orders ?? []) lastTold.set(id, now());
    for (const hear of hearers) hear(news);
  };
  let client: pg.Client | undefined;
  let isStopped = false;
  let isSweeping = false;
  let sweptAt = now();
  let retry: NodeJS.Timeout | undefined;

  const open = async () => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
    });
    next.on('error', () => {});
    next.on('end', () => reopen(next));
    next.on('notification', ({ payload }) => tell(read(payload ?? '{}')));
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
    } catch (error) {
      letGo(next);
      throw error;
    }
    if (isStopped) letGo(next);
    else client = next;
  };
  const reopen = (lost?: pg.Client) => {
    if (isStopped || (lost && lost !== client)) return;
    client = undefined;
    retry = setTimeout(() => {
      open().then(
        () => {
          tell(null);
          void sweep();
        },
        () => reopen(),
      );
    }, RECONNECT_MS);
  };
  const sweep = async () => {
    const asked = client;
    if (!asked || isSweeping) return;
    isSweeping = true;
    const begunAt = now();
    // What was written shortly before may have been committed since.
    const since = Math.min(sweptAt, begunAt - sweepEveryMs) - sweepEveryMs;
    for (const [id, toldAt] of lastTold) if (toldAt < since) lastTold.delete(id);
    try {
      const changed = await changedSince(asked, new Date(since));
      sweptAt = begunAt;
      const missed = changed.filter(({ id, at }) => (lastTold.get(id) ?? 0) < at.getTime());
      if (missed.length > 0) {
        const orders = missed.map(({ id }) => id);
        options.onMadeGood?.(orders.length);
        tell({ orders, actions: [], bulkReruns: [], orderExports: [], access: [] });
      }
    } catch {
      letGo(asked);
      reopen(asked);
    } finally {
      isSweeping = false;
    }
  };

  await open();
  const sweeping = setInterval(() => void sweep(), sweepEveryMs);

  return {
    subscribe(hear) {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    async stop() {
      isStopped = true;
      clearTimeout(retry);
      clearInterval(sweeping);
      await client?.end();
    },
  };
}

/** The latest first, so that those who are cut off are the ones most likely seen by now. */
async function changedSince(client: pg.Client, since: Date): Promise<{ id: string; at: Date }[]> {
  const { rows } = await client.query<{ id: string; at: Date }>(
    `select order_id as id, max(at) as at from history_entry
     where at > $1 and order_id is not null group by order_id order by max(at) desc limit 1000`,
    [since],
  );
  return rows;
}

/** Without waiting: the other side may never say goodbye. */
function letGo(client: pg.Client): void {
  client.removeAllListeners('notification');
  client.end().catch(() => {});
}

function read(payload: string): ChangeNews {
  const wire = JSON.parse(payload) as Wire;
  return {
    orders: wire.o ?? [],
    actions: (wire.a ?? []).map(([actionId, orderId]) => ({ actionId, orderId })),
    bulkReruns: wire.b ?? [],
    orderExports: wire.e ?? [],
    access: wire.x ?? [],
  };
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
