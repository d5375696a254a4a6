import path from 'node:path';
import type { Bench, Row } from './bench.ts';
import { bestWay, usualFilter } from './filtered-page.ts';
import { inTurns, median, percentile, ratioTo } from './figures.ts';
import { Lines, type Checked, type Load, type Question } from './load.ts';
import type { Place, Product } from './place.ts';
import { type Program, startProgram } from './programs.ts';
import { pidOf, withProcessorTime } from './processor-time.ts';
import { askProduct, check, differenceOf, type As } from './questions.ts';
import { TWENTY_FIELDS } from './references/list-row-sql.ts';
import { NEWEST_FIRST, SALES } from './usual-list.ts';

// Pages of 50 orders with 20 fields through the whole stack, beside a bare handler and PostGraphile over the
// same tables. All three give the same orders; the product also asks who it is, counts points, keeps reach and
// notes who looked at whose data.

const MOST_CONNECTIONS = 16;
const CONNECTIONS = [1, 8, MOST_CONNECTIONS];
const PAGE_QUERY = `query BenchPage($filter: OrderFilter!, $sort: OrderSort!) {
  orders(filter: $filter, sort: $sort, first: 50) { nodes { ${TWENTY_FIELDS} } } }`;
/** The same 20 values, as far as it has them by name. */
const POSTGRAPHILE_QUERY = `query BenchPage($condition: OrderListCondition!) {
  allOrderLists(condition: $condition, orderBy: [CREATED_AT_DESC, ORDER_ID_DESC], first: 50) { nodes {
    orderId number version status createdAt paidAt email firstName lastName country linkName source tags
    totalMinor currency refundedMinor payment paymentProvider lines isVisit } } }`;

type Contestant = { readonly groups: readonly (readonly Checked[])[]; readonly pid: number };
type Contestants = Readonly<Record<string, Contestant>>;
type Run = Load & { readonly processorMs: number };
type Filter = Readonly<Record<string, unknown>> & { readonly createdFrom?: string };
type Nodes = { readonly orders: { readonly nodes: readonly { readonly id: string }[] } };

export const newestPage: Bench = {
  name: 'newest-page',
  about: 'newest 50 orders with 20 fields, beside a bare handler and PostGraphile',
  run: async (place) => {
    const beside = await startReferences(place);
    const contestants = await contestantsFor(place, beside, {
      bare: `${beside.bare.url}/newest`,
      filter: { statuses: SALES },
      condition: { isSale: true },
    });
    const rows = await race(place, 'newest 50 orders', contestants, 0.6);
    return [...rows, ...quoted];
  },
};

export const filteredPage: Bench = {
  name: 'filtered-page',
  about: 'the same, filtered by status, source, tag and time',
  run: async (place) => {
    const beside = await startReferences(place);
    const filter = await usualFilter(place.databaseUrl);
    const way = await bestWay(place.databaseUrl, filter);
    const { status, source, tag, from, before } = filter;
    const contestants = await contestantsFor(place, beside, {
      bare: `${beside.bare.url}/filtered?${new URLSearchParams({ ...filter, way }).toString()}`,
      filter: {
        statuses: [status],
        sources: [source],
        tags: [tag],
        createdFrom: from,
        createdBefore: before,
      },
      condition: {
        status,
        isSale: true,
        sourceOfAnyCase: source,
        hasTag: tag,
        createdFrom: from,
        createdBefore: before,
      },
    });
    return race(place, 'filtered page', contestants, 0.55);
  },
};

/** Measured once on a machine like ours; neither runs beside us. */
const quoted: readonly Row[] = [
  ['Vendure 3.7 admin API, 100,000 orders', 0.005],
  ['Medusa 2.21 /admin/orders', 0.003],
].map(([name, ratio]) => ({
  what: `newest page, 16 connections: ${name}`,
  figure: Number(ratio),
  unit: 'of bare',
  note: 'quoted from docs/speed.md, not measured in this run',
}));

type References = { readonly bare: Program; readonly postgraphile: Program };
const running = new WeakMap<Place, Promise<References>>();

/** Once for both benches. */
function startReferences(place: Place): Promise<References> {
  const known = running.get(place);
  if (known) return known;
  const start = async (name: string) => {
    const file = path.join(import.meta.dirname, 'references', `${name}.ts`);
    const environment = { DATABASE_URL: place.databaseUrl };
    const program = await startProgram(file, [], environment, place.logFile(name));
    place.atEnd(() => program.stop());
    return program;
  };
  const both = Promise.all([start('bare'), start('postgraphile')]).then(([bare, postgraphile]) => ({
    bare,
    postgraphile,
  }));
  running.set(place, both);
  return both;
}

/** All three with the same orders in their answers, or an error that says where they differ. */
async function contestantsFor(
  place: Place,
  { bare: bareProgram, postgraphile }: References,
  page: { bare: string; filter: Filter; condition: object },
): Promise<Contestants> {
  const product = await place.product();
  const bareQuestion: Question = { url: page.bare, method: 'GET', headers: {} };
  const bare = await check<Nodes>(bareQuestion, ({ orders: { nodes } }) =>
    nodes.length === 50 ? null : `${nodes.length} orders`,
  );
  const ask = (as: As, filter: object = page.filter) =>
    check<Nodes>(askProduct(product, PAGE_QUERY, { filter, sort: NEWEST_FIRST }, as), (data) =>
      differenceOf(data, bare.data),
    );
  // The same orders, asked for since another millisecond each time: the product shares nothing between them.
  const from = Date.parse(page.filter.createdFrom ?? '2001-01-01T00:00:00Z');
  const askApart = () =>
    Promise.all(
      Array.from({ length: MOST_CONNECTIONS }, (_, n) =>
        ask('session', { ...page.filter, createdFrom: new Date(from - n).toISOString() }),
      ),
    );
  const ids = bare.data.orders.nodes.map(({ id }) => id);
  const beside = await check<{ allOrderLists: { nodes: { orderId: string }[] } }>(
    {
      url: postgraphile.url,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: POSTGRAPHILE_QUERY, variables: { condition: page.condition } }),
    },
    ({ allOrderLists: { nodes } }) =>
      differenceOf(
        nodes.map(({ orderId }) => orderId),
        ids,
      ),
  );
  const by = (program: Program | Product, ...asked: readonly Checked[]): Contestant => ({
    pid: pidOf(program),
    groups: asked.map((one) => [one]),
  });
  return {
    bare: by(bareProgram, bare),
    product: by(product, await ask('session')),
    'product, by token': by(product, await ask('token')),
    'product, 16 questions': by(product, ...(await askApart())),
    PostGraphile: by(postgraphile, beside),
  };
}

/** Rounds in turns for each number of connections. */
async function race(
  place: Place,
  what: string,
  contestants: Contestants,
  goal: number,
): Promise<Row[]> {
  const [rounds, seconds] = place.isQuick ? [3, 0.5] : [9, 2];
  const rows: Row[] = [];
  for (const connections of CONNECTIONS) {
    const lines = Object.entries(contestants).map(([name, { groups, pid }]) => ({
      name,
      groups,
      pid,
      at: new Lines(originOf(groups), connections),
    }));
    // Until every function has been compiled and every statement prepared.
    for (const { at, groups } of lines) await at.load(groups, place.isQuick ? 1 : 4);
    const runs = Object.fromEntries(
      lines.map(({ name, at, groups, pid }) => [
        name,
        () => withProcessorTime(pid, () => at.load(groups, seconds)),
      ]),
    );
    const results = await inTurns(runs, rounds);
    for (const { at } of lines) await at.close();
    rows.push(...rowsOf(what, connections, results, goal));
  }
  return rows;
}

function originOf([group]: Contestant['groups']): string {
  return new URL(group?.[0]?.question.url ?? '').origin;
}

function rowsOf(
  what: string,
  connections: number,
  results: Readonly<Record<string, readonly Run[]>>,
  goal: number,
): Row[] {
  const perSecond = Object.fromEntries(
    Object.entries(results).map(([name, loads]) => [name, loads.map((load) => load.perSecond)]),
  );
  const figure = (name: string) => median(perSecond[name] ?? []);
  // What the server's own process spent: of it other users of the machine take nothing away.
  const spent = (name: string) =>
    median((results[name] ?? []).map(({ processorMs, answers }) => processorMs / answers));
  const many = connections === MOST_CONNECTIONS;
  const words = `${connections} connection${connections === 1 ? '' : 's'}`;
  return Object.keys(results)
    .filter((name) => name !== 'bare')
    .map((name) => {
      const loads = results[name] ?? [];
      const ratios = (perSecond[name] ?? []).map(
        (one, round) => one / (perSecond['bare']?.[round] ?? Number.NaN),
      );
      return {
        what: `${what}, ${words}: ${name}`,
        figure: figure(name),
        unit: '/s',
        reference: { name: 'bare', figure: figure('bare') },
        ratio: ratioTo(perSecond, name, 'bare'),
        more: {
          p50Ms: median(loads.map(({ p50Ms }) => p50Ms)),
          p95Ms: median(loads.map(({ p95Ms }) => p95Ms)),
          lowestRatio: percentile(ratios, 0),
          highestRatio: percentile(ratios, 1),
          processorMs: spent(name),
          bareProcessorMs: spent('bare'),
        },
        ...(many && name === 'product' ? { goal: { of: 'ratio', atLeast: goal } as const } : {}),
      };
    });
}
