import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Kind, parse, print, visit, type DocumentNode, type FragmentDefinitionNode } from 'graphql';
import { Lines, type Checked, type Question } from './load.ts';
import type { Product } from './place.ts';

// What is asked: the page's own operations, word for word as it sends them, and those that are compared with
// handlers beside it.

const web = path.resolve(import.meta.dirname, '../../web/src');

export type As = 'session' | 'token';

/** An operation to the product, by whoever is signed in or by a script. */
export function askProduct(
  product: Pick<Product, 'url' | 'cookie' | 'token'>,
  query: string,
  variables: object = {},
  as: As = 'session',
): Question {
  return {
    url: `${product.url}/graphql`,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as === 'session'
        ? { cookie: product.cookie }
        : { authorization: `Bearer ${product.token}` }),
    },
    body: JSON.stringify({ query, variables }),
  };
}

/** One of the page's operations by its name, with its fragments and the type names that Apollo Client adds. */
export function operationOfPage(name: string): string {
  const operation = pageDocument().definitions.find(
    (one) => one.kind === Kind.OPERATION_DEFINITION && one.name?.value === name,
  );
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`The page asks no "${name}"`);
  const fragments = new Map<string, FragmentDefinitionNode>();
  const collect = (node: Parameters<typeof visit>[0]) =>
    void visit(node, {
      FragmentSpread: ({ name: { value } }) => {
        if (fragments.has(value)) return;
        const found = pageDocument().definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === value,
        );
        if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`No fragment "${value}"`);
        fragments.set(value, found);
        collect(found);
      },
    });
  collect(operation);
  return print(
    withTypeNames({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] }),
  );
}

function withTypeNames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: (set, _key, parent) => {
      if (parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION) return undefined;
      const name = { kind: Kind.NAME, value: '__typename' } as const;
      return { ...set, selections: [...set.selections, { kind: Kind.FIELD, name }] };
    },
  });
}

let known: DocumentNode | null = null;

function pageDocument(): DocumentNode {
  known ??= parse(
    fs
      .readdirSync(web, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name.endsWith('.graphql'))
      .map(({ parentPath, name }) => fs.readFileSync(path.join(parentPath, name), 'utf8'))
      .join('\n'),
  );
  return known;
}

/** The question with its answer, once `judge` finds nothing wrong in the data. Throws with what it finds. */
export async function check<Data>(
  question: Question,
  judge: (data: Data) => string | null,
): Promise<Checked & { readonly data: Data }> {
  const lines = new Lines(new URL(question.url).origin, 1);
  try {
    const answer = await lines.ask(question);
    const { data, errors } = JSON.parse(answer.toString()) as { data: Data; errors?: object[] };
    if (errors) throw new Error(`${question.url} answered with errors: ${JSON.stringify(errors)}`);
    const wrong = judge(data);
    if (wrong !== null) throw new Error(`${question.url} answered wrongly: ${wrong}`);
    return { question, answer, data };
  } finally {
    await lines.close();
  }
}

/** What to say where two are not the same; null where they are. */
export function differenceOf(got: unknown, expected: unknown): string | null {
  if (isDeepStrictEqual(got, expected)) return null;
  const cut = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 600);
  return `expected ${cut(expected)}\n got ${cut(got)}`;
}
