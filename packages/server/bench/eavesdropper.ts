import { Lines } from './load.ts';
import type { Place } from './place.ts';
import { askProduct } from './questions.ts';
import { fewestStatements, startStatementProxy, type Statement } from './statement-proxy.ts';

const TOTAL = `query ($filter: OrderFilter!) { orders(filter: $filter, first: 1) { totalCount { value } } }`;
const ONE = `query ($filter: OrderFilter!) { orders(filter: $filter, first: 1) { nodes { id } } }`;

export type Eavesdropper = {
  /** What is sent for this question beside what every question needs, such as who asks. */
  statementsOf(query: string, variables: object): Promise<Statement[]>;
  /** What counting alone sends, beside the page that it comes with. */
  countsOf(filter: object): Promise<Statement[]>;
  close(): Promise<void>;
};

/** A product whose statements are taken on their way to the database. */
export async function eavesdrop(place: Place): Promise<Eavesdropper> {
  const proxy = await startStatementProxy(place.databaseUrl);
  const product = await place.startProduct({ DATABASE_URL: proxy.url });
  const lines = new Lines(product.url, 1);
  const heard = async (query: string, variables: object) => {
    const ask = () => lines.ask(askProduct(product, query, variables));
    await ask();
    return (await fewestStatements(proxy, [ask, ask, ask])).statements;
  };
  const usual = new Set((await heard('{ viewer { memberId } }', {})).map(({ text }) => text));
  const statementsOf = async (query: string, variables: object) =>
    (await heard(query, variables)).filter(({ text }) => !usual.has(text));
  return {
    statementsOf,
    countsOf: async (filter) => {
      const page = new Set((await heard(ONE, { filter })).map(({ text }) => text));
      return (await statementsOf(TOTAL, { filter })).filter(({ text }) => !page.has(text));
    },
    close: async () => {
      await lines.close();
      await product.stop();
      await proxy.stop();
    },
  };
}
