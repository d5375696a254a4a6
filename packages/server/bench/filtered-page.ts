import pg from 'pg';
import { median } from './figures.ts';
import { FILTERED } from './references/list-row-sql.ts';

// What the filtered page is asked for, and by which statement the bare handler answers it.

const RUNS = 15;
/** PostgreSQL's own code. */
const NO_SUCH_FUNCTION = '42883';

export type Filter = {
  readonly status: string;
  readonly source: string;
  readonly tag: string;
  readonly from: string;
  readonly before: string;
};

/** What people would filter by: the most frequent source and tag of completed orders, in the last three months. */
export async function usualFilter(databaseUrl: string): Promise<Filter> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<Filter>(
      `with latest as (select max(created_at) as at from order_list where not is_visit)
       select 'COMPLETED' as status, o.source, t.tag, to_json(l.at - interval '90 days') #>> '{}' as "from",
         to_json(l.at) #>> '{}' as before
       from latest l, order_list o join order_tag t using (order_id)
       where o.status = 'COMPLETED' and o.created_at >= l.at - interval '90 days' and o.created_at < l.at
         and o.source is not null
       group by o.source, t.tag, l.at order by count(*) desc, o.source, t.tag limit 1`,
    );
    const [filter] = rows;
    if (!filter)
      throw new Error('No completed order of the last three months has a source and a tag');
    return { ...filter, from: instant(filter.from), before: instant(filter.before) };
  } finally {
    await client.end();
  }
}

const instant = (text: string) => new Date(text).toISOString();

/** The bare handler gets whichever of its statements is fastest here. */
export async function bestWay(databaseUrl: string, filter: Filter): Promise<string> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { status, source, tag, from, before } = filter;
    const took = new Map<string, number>();
    for (const [name, text] of Object.entries(FILTERED)) {
      const times: number[] = [];
      try {
        for (let run = 0; run < RUNS; run += 1) {
          const begun = performance.now();
          await client.query({ name, text, values: [status, source, tag, from, before] });
          times.push(performance.now() - begun);
        }
      } catch (error) {
        if ((error as { code?: string }).code !== NO_SUCH_FUNCTION) throw error;
        continue;
      }
      took.set(name, median(times));
    }
    const [best] = [...took].toSorted(([, a], [, b]) => a - b);
    return best?.[0] ?? '';
  } finally {
    await client.end();
  }
}
