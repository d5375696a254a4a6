import fs from 'node:fs';
import path from 'node:path';
import {
  execute as executeByGraphqlJs,
  Kind,
  OperationTypeNode,
  parse,
  typeFromAST,
  validate,
  valueFromASTUntyped,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLArgument,
  type GraphQLInputType,
  type OperationDefinitionNode,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindAt } from '../../test/kit/api-inputs.ts';
import {
  operationsOf,
  textOf,
  variablesFor,
  type IdAt,
  type Operation,
} from '../../test/kit/api-operations.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { contextOf, viewerOf } from '../../test/kit/graphql.ts';
import { allFields } from '../../test/kit/order-selections.ts';
import {
  idOf,
  ownViewer,
  seedTwoShops,
  storyServices,
  STORY_AT,
  type StoryKind,
} from '../../test/kit/two-shops.ts';
import { migrateAccess } from '../access/session-library.ts';
import type { Viewer } from '../access/viewer.ts';
import { makeExecute, type Execute } from './execute.ts';
import { makeSchema } from './schema.ts';

// Everything that the API can be asked, executed by plan and by graphql-js on the same rows: the answers are the same,
// errors and all.

const schema = await makeSchema();
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await migrateAccess(database.url);
  await seedTwoShops(database, schema);
  database.tools.setNow(STORY_AT);
});
afterAll(() => database.drop());

type Asked = {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variableValues: Record<string, unknown>;
};

const viewers: readonly (Viewer | null)[] = [
  ownViewer(),
  viewerOf({ permissions: ['READ_ORDERS'] }),
  null,
];

async function answerOf(
  execute: Execute,
  asked: Asked,
  viewer: Viewer | null,
): Promise<{ data: unknown; errors: { message: string }[]; shown: string[] }> {
  const contextValue = contextOf(storyServices(database), viewer);
  const answer: ExecutionResult = await execute({ schema, contextValue, ...asked });
  return JSON.parse(
    JSON.stringify({
      data: answer.data,
      errors: (answer.errors ?? []).map((error) => ({
        ...error.toJSON(),
        original: error.originalError?.message,
      })),
      shown: [...contextValue.shownCustomers].sort(),
    }),
  );
}

/** What everybody is answered. The second answer is by plan. */
async function answersTo(asked: Asked): Promise<{ planned: unknown[]; expected: unknown[] }> {
  const execute = makeExecute(schema);
  const [planned, expected]: [unknown[], unknown[]] = [[], []];
  for (const viewer of viewers) {
    expected.push(comparable(await answerOf(executeByGraphqlJs, asked, viewer), viewer));
    await answerOf(execute, asked, viewer);
    planned.push(comparable(await answerOf(execute, asked, viewer), viewer));
  }
  return { planned, expected };
}

type Answer = Awaited<ReturnType<typeof answerOf>>;

/** Where several statements run side by side, chance tells which of several refusals comes first. */
const comparable = (answer: Answer, viewer: Viewer | null) => ({
  ...answer,
  errors: viewer === null ? answer.errors : messagesOf(answer),
});

const messagesOf = ({ errors }: { errors: readonly { message: string }[] }) =>
  [...new Set(errors.map(({ message }) => message))].sort();

/** What the variable `id` of these operations names. */
const kindsByOperation: Readonly<Record<string, StoryKind>> = {
  ActionConfiguration: 'cfg',
  BulkRerun: 'blk',
  BulkRerunActions: 'blk',
  BulkRerunOutcomes: 'blk',
  BulkRerunProgress: 'blk',
  ConfigurationHistory: 'cfg',
  MemberSessions: 'mem',
  MemberSignIns: 'mem',
  RecordHistory: 'chk',
  RefundById: 'ref',
};
const idAt: IdAt = (place) =>
  idOf(kindsByOperation[place.owner.replace(/\.id$/u, '')] ?? kindAt(place), 'own');
const readable = operationsOf(schema).filter(({ kind }) => kind === 'query');

describe('the plan of an operation answers as graphql-js does', () => {
  test.each(readable.map((operation) => [operation.name, operation] as const))(
    '%s, with all that it tells',
    async (_, operation) => {
      const variables = variablesFor(operation, idAt);
      const document = parse(textOf(operation, variables, 3));
      const { planned, expected } = await answersTo({ document, variableValues: variables });
      expect(planned).toEqual(expected);
    },
  );

  test('a page of orders and all that hangs on them', async () => {
    const document = parse(
      `{ orders(first: 20) { edges { cursor node { ${allFields} } } totalCount { value } } }`,
    );
    expect(validate(schema, document)).toEqual([]);
    const { planned, expected } = await answersTo({ document, variableValues: {} });
    expect(planned).toEqual(expected);
    const { data, errors } = await answerOf(
      executeByGraphqlJs,
      { document, variableValues: {} },
      ownViewer(),
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ orders: { edges: [{ node: { number: '10001' } }] } });
  });

  for (const folder of ['packages/web/src', 'examples']) {
    const document = parse(operationsIn(folder));
    const operations = document.definitions.filter(
      (one): one is OperationDefinitionNode =>
        one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.QUERY,
    );
    test(`the operations of ${folder} were found, and fit the schema`, () => {
      expect(validate(schema, document)).toEqual([]);
      expect(operations.length).toBeGreaterThan(3);
    });

    test.each(operations.map((operation) => [operation.name?.value ?? '', operation] as const))(
      `%s of ${folder}`,
      async (operationName, operation) => {
        const variableValues = variablesFor(asOperation(operationName, operation), idAt);
        const { planned, expected } = await answersTo({ document, operationName, variableValues });
        expect(planned).toEqual(expected);
      },
    );
  }
});

function operationsIn(folder: string): string {
  const root = path.join(import.meta.dirname, '../../../..', folder);
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql') && !file.includes('node_modules'))
    .map((file) => fs.readFileSync(path.join(root, file), 'utf8'))
    .join('\n');
}

/** What variables are declared, as if they were the arguments of a field. */
function asOperation(name: string, node: OperationDefinitionNode): Operation {
  const args = (node.variableDefinitions ?? []).map(
    ({ variable, type, defaultValue }) =>
      ({
        name: variable.name.value,
        type: typeFromAST(schema, type as never) as GraphQLInputType,
        defaultValue: defaultValue && valueFromASTUntyped(defaultValue),
      }) as GraphQLArgument,
  );
  return { kind: 'query', name, rule: '', field: { name, args } as never };
}
