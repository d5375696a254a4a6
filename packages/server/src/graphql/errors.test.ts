import { execute, GraphQLError, parse, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { viewerOf } from '../../test/kit/graphql.ts';
import { formatError, isFault, stampErrors } from './errors.ts';
import { makeSchema } from './schema.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
});

/** The error that comes of a resolver which throws. */
async function errorOf(thrown: Error): Promise<GraphQLError> {
  const { errors } = await execute({
    schema,
    document: parse('{ viewer { name } }'),
    contextValue: {
      get viewer() {
        throw thrown;
      },
    },
  });
  const [error] = errors ?? [];
  if (!error) throw new Error('nothing was thrown');
  return error;
}

describe('errors for the caller', () => {
  test('hide a fault behind the number of the request', async () => {
    const error = await errorOf(new Error('relation "orders" does not exist at 10.0.0.7'));
    expect(formatError(error.toJSON(), error, 'req-1')).toEqual({
      message:
        'Something went wrong on our side. Try again. If it stays, tell us this number: req-1.',
      locations: [{ line: 1, column: 3 }],
      path: ['viewer'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' },
    });
  });

  test('say of an outage of the database what is safe to do', async () => {
    const lost = Object.assign(new Error('terminating connection'), { code: '57P01' });
    const error = await errorOf(new Error('select 1', { cause: lost }));
    expect(formatError(error.toJSON(), error, null)).toMatchObject({
      message:
        'Our database does not answer at the moment. Try again in a moment. With the same idempotency key nothing happens twice.',
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
  });

  test('hide what a scalar says of a value of ours', async () => {
    const error = await errorOf(new GraphQLError('Int cannot represent secret'));
    expect(isFault(error)).toBe(true);
  });

  test.each(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT'])(
    'keep the words of %s',
    async (code) => {
      const error = await errorOf(new GraphQLError('In words.', { extensions: { code } }));
      expect(
        formatError({ ...error.toJSON(), extensions: { code, stacktrace: ['x'] } }, error, 'req-1'),
      ).toEqual({
        message: 'In words.',
        locations: [{ line: 1, column: 3 }],
        path: ['viewer'],
        extensions: { code, requestId: 'req-1' },
      });
    },
  );

  test('tell whoever needs a second factor to set it up, and count no fault of ours', async () => {
    const viewer = { ...viewerOf(), permissions: new Set<never>(), mustSetUpTwoFactor: true };
    const { errors = [] } = await execute({
      schema,
      document: parse('{ checkouts { id } }'),
      contextValue: { viewer, services: { tools: { now: () => new Date(0) } } },
    });
    const faults: unknown[] = [];
    stampErrors(errors, 'req-1', (fault) => faults.push(fault));
    expect(errors.map((error) => formatError(error.toJSON(), error))).toMatchObject([
      {
        message: 'Your role needs two-factor sign-in. Set it up in your account first.',
        extensions: { code: 'SET_UP_TWO_FACTOR' },
      },
    ]);
    expect(faults).toEqual([]);
  });

  test('keep what GraphQL itself says of a bad request', () => {
    const error = new GraphQLError('Cannot query field "x" on type "Query".');
    expect(formatError(error.toJSON(), error)).toEqual({
      message: 'Cannot query field "x" on type "Query".',
      extensions: {},
    });
  });

  test('are reported once each, with their original, and only faults', async () => {
    const original = new Error('the database is gone');
    const errors = [
      await errorOf(original),
      await errorOf(original),
      await errorOf(
        new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } }),
      ),
    ];
    const reported: unknown[] = [];
    stampErrors(errors, 'req-2', (fault, requestId) => reported.push([fault, requestId]));
    expect(reported).toEqual([[original, 'req-2']]);
    expect(
      errors.map((error) => formatError(error.toJSON(), error).extensions?.['requestId']),
    ).toEqual(['req-2', 'req-2', 'req-2']);
  });
});
