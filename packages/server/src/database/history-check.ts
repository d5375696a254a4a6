import { type EntityManager, IsolationLevel } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

// Whether the history is as it was written: every chain is read from its first entry to its last, and every
// hash computed anew. The formula stands here again on purpose: that of the database's own function would
// agree with whatever somebody made of that function.

/** What is wrong in one chain; `seq` is the entry concerned, or the first of those. */
export type HistoryFault =
  | { readonly chain: string; readonly seq: number; readonly kind: 'CHANGED' | 'END_CHANGED' }
  | {
      readonly chain: string;
      readonly seq: number;
      readonly kind: 'MISSING' | 'END_MISSING' | 'CHAIN_MISSING' | 'NO_HEAD';
      /** The last of those that are missing, or without a head. */
      readonly lastSeq: number;
    };

export type HistoryCheck = {
  readonly chains: number;
  readonly entries: number;
  /** All of them, of which `faults` holds the first hundred. */
  readonly faultCount: number;
  readonly faults: readonly HistoryFault[];
};

/** Entries read at a time: so much is in memory, however long the history is. */
const BATCH = 5_000;
const MOST_SHOWN = 100;

/** Reads the whole history as of one moment, while the shop goes on. */
export function checkHistory(em: EntityManager, batch = BATCH): Promise<HistoryCheck> {
  return em.fork().transactional(
    async (tx) => {
      await query(tx, 'set local statement_timeout = 0');
      const found = new Findings();
      await checkChains(tx, batch, found);
      await checkHeads(tx, batch, found);
      return found.result();
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
}

class Findings {
  chains = 0;
  entries = 0;
  #faultCount = 0;
  readonly #faults: HistoryFault[] = [];

  add(fault: HistoryFault): void {
    this.#faultCount += 1;
    if (this.#faults.length < MOST_SHOWN) this.#faults.push(fault);
  }

  result(): HistoryCheck {
    const { chains, entries } = this;
    return { chains, entries, faultCount: this.#faultCount, faults: this.#faults };
  }
}

type EntryRead = { chain: string; seq: number; hash: string; fits: boolean };

/** `fits`: the hash follows from the entry and the one read before it in its chain. */
const ENTRIES = `
  select e.chain, e.seq, encode(e.hash, 'hex') as hash, e.hash = sha256(convert_to((jsonb_build_array(
      coalesce(lag(encode(e.hash, 'hex')) over chain, case when e.chain = $1 then $3 end, ''),
      e.id, e.chain, e.seq, e.order_id, extract(epoch from e.at), e.actor_kind, e.actor_id, e.actor_name,
      e.event, e.summary, e.reason, e.changes)
    || case when e.from_address is null and e.from_agent is null then '[]'::jsonb
       else jsonb_build_array(e.from_address, e.from_agent) end)::text, 'UTF8')) as fits
  from (select * from history_entry where (chain, seq) > ($1, $2) order by chain, seq limit $4) e
  window chain as (partition by e.chain order by e.seq)
  order by e.chain, e.seq`;

async function checkChains(tx: EntityManager, batch: number, found: Findings): Promise<void> {
  let last: Pick<EntryRead, 'chain' | 'seq' | 'hash'> = { chain: '', seq: 0, hash: '' };
  for (;;) {
    const read = await query<EntryRead>(tx, ENTRIES, [last.chain, last.seq, last.hash, batch]);
    for (const entry of read) {
      const isFirst = entry.chain !== last.chain;
      const expected = isFirst ? 1 : last.seq + 1;
      if (isFirst) found.chains += 1;
      found.entries += 1;
      if (entry.seq !== expected) {
        const { chain } = entry;
        found.add({ kind: 'MISSING', chain, seq: expected, lastSeq: entry.seq - 1 });
      } else if (!entry.fits) {
        found.add({ kind: 'CHANGED', chain: entry.chain, seq: entry.seq });
      }
      last = entry;
    }
    if (read.length < batch) return;
  }
}

type EndRead = { chain: string; head: number | null; end: number | null; fits: boolean };

/** Every chain with its head, and every head with its chain. */
const ENDS = `
  select h.chain, h.seq as head, e.seq as end, h.hash is not distinct from e.hash as fits
  from (select * from history_head where chain > $1 order by chain limit $2) h
  left join lateral (
    select seq, hash from history_entry where chain = h.chain order by seq desc limit 1) e on true
  order by h.chain`;

const WITHOUT_HEAD = `
  select e.chain, null::int as head, max(e.seq) as end, false as fits from history_entry e
  where not exists (select from history_head h where h.chain = e.chain)
  group by e.chain order by e.chain`;

async function checkHeads(tx: EntityManager, batch: number, found: Findings): Promise<void> {
  for (let after = ''; ;) {
    const read = await query<EndRead>(tx, ENDS, [after, batch]);
    for (const end of read) judgeEnd(end, found);
    after = read.at(-1)?.chain ?? after;
    if (read.length < batch) break;
  }
  const headless = `${WITHOUT_HEAD} limit ${batch}`;
  for (const end of await query<EndRead>(tx, headless)) judgeEnd(end, found);
}

function judgeEnd({ chain, head, end, fits }: EndRead, found: Findings): void {
  if (fits && head === end) return;
  if (head === null) {
    found.add({ kind: 'NO_HEAD', chain, seq: 1, lastSeq: end ?? 1 });
  } else if (end === null) {
    found.add({ kind: 'CHAIN_MISSING', chain, seq: 1, lastSeq: head });
  } else if (end < head) {
    found.add({ kind: 'END_MISSING', chain, seq: end + 1, lastSeq: head });
  } else {
    found.add({ kind: 'END_CHANGED', chain, seq: end });
  }
}
