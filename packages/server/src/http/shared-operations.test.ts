import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { viewerOf } from '../../test/kit/graphql.ts';
import type { Viewer } from '../access/viewer.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { markToldToAll } from '../graphql/live-feed.ts';
import { LiveStream } from '../graphql/live-stream.ts';
import { subscribeWith } from './live-operation.ts';
import { watchPersonal } from './personal-context.ts';
import { SharedOperations, type Asker } from './shared-operations.ts';

const query = 'subscription { orderChanged { id } }';
const document = parse(query);
const asked = { query, document, operationName: null, variables: null };
const aino = viewerOf();
const named = (id: string, more: Partial<Viewer> = {}): Viewer => ({
  ...aino,
  actor: { kind: 'PERSON', id, name: id },
  sessionId: `session of ${id}`,
  ...more,
});
const schema = buildSchema(
  'type Query { a: ID } type Subscription { orderChanged: Order } type Order { id: ID }',
);
Object.assign(schema.getSubscriptionType()?.getFields()['orderChanged'] ?? {}, {
  subscribe: (_: unknown, __: unknown, stream: LiveStream<unknown>) => stream,
});
const now = new Date('2026-11-10T12:00:00Z');
const anEvent = () => markToldToAll([{ id: 'ord_a' }])[0];

type Reads = (context: GraphQLContext) => unknown;
/** Somebody with a socket of their own; the answer is what is read of the context. */
function askerOf(viewer: Viewer, reads: Reads, begun: string[] = []): Asker {
  return {
    viewer,
    now: () => now,
    makeContext: (onPersonal) => {
      const watched = <Part extends object>(
        part: Part,
        name: Parameters<typeof watchPersonal>[1],
      ) => (onPersonal ? watchPersonal(part, name, onPersonal) : part);
      return watched(
        {
          viewer: watched(viewer, 'viewer'),
          shownCustomers: new Set(),
        } as unknown as GraphQLContext,
        'context',
      );
    },
    execute: async (_event, context) => {
      begun.push(viewer.actor.id ?? '');
      await Promise.resolve();
      return { data: { read: reads(context) } };
    },
  };
}

describe('an operation of many sockets', () => {
  test('answers an event by one execution, the same to all, and a new one to the next', async () => {
    const operations = new SharedOperations();
    const { operation } = operations.join({ ...asked, viewer: aino });
    const begun: string[] = [];
    const askers = ['a', 'b', 'c'].map((id) =>
      askerOf(named(id), ({ viewer }) => viewer?.reach, begun),
    );
    const event = anEvent();
    const answers = await Promise.all(askers.map((asker) => operation.answerTo(event, asker)));
    const late = await operation.answerTo(
      event,
      askerOf(named('d'), () => 'late', begun),
    );

    expect(begun).toEqual(['a']);
    expect(new Set([...answers, late])).toHaveLength(1);
    expect(late.text).toBe('{"data":{"read":"ALL"}}');
    await operation.answerTo(anEvent(), askers[1] ?? askerOf(aino, () => null));
    expect(begun).toEqual(['a', 'b']);
  });

  test.each<[what: string, reads: Reads]>([
    ['who somebody is', ({ viewer }) => viewer?.actor.name],
    ['a session', ({ viewer }) => viewer?.sessionId],
    [
      'a session’s being there',
      ({ viewer }) => viewer !== null && 'sessionId' in viewer && viewer.sessionId,
    ],
    ['when somebody proved it', ({ viewer }) => [viewer?.provedAt, viewer?.actor.id]],
    ['a copy of all that', ({ viewer }) => ({ ...viewer }).actor?.id],
  ])('answers each alone what depends on %s', async (_, reads) => {
    const { operation } = new SharedOperations().join({ ...asked, viewer: aino });
    const begun: string[] = [];
    for (const event of [anEvent(), anEvent()]) {
      begun.length = 0;
      const answers = await Promise.all(
        ['a', 'b', 'c'].map(async (id) => {
          const viewer = named(id);
          const { text } = await operation.answerTo(event, askerOf(viewer, reads, begun));
          const alone = JSON.stringify({ data: { read: reads({ viewer } as GraphQLContext) } });
          return [text, alone];
        }),
      );
      for (const [text, alone] of answers) expect(text).toBe(alone);
      expect(begun.toSorted()).toEqual(['a', 'b', 'c']);
    }
  });

  test('executes anew for each socket what was not told to all', async () => {
    const { operation } = new SharedOperations().join({ ...asked, viewer: aino });
    const begun: string[] = [];
    const event = { id: 'ord_a' };
    for (const id of ['a', 'b'])
      await operation.answerTo(
        event,
        askerOf(named(id), () => 1, begun),
      );
    for (const one of [1, 1])
      await operation.answerTo(
        one,
        askerOf(aino, () => 1, begun),
      );
    expect(begun).toEqual(['a', 'b', 'mem_aino', 'mem_aino']);
  });

  test('gives nobody an answer made with a proof that ran out, and those without one their own', async () => {
    const { operation } = new SharedOperations().join({ ...asked, viewer: aino });
    const clock = { now };
    const ending = named('ending', { expiresAt: new Date(now.getTime() + 1) });
    const reads: Reads = ({ viewer }) =>
      viewer && viewer.expiresAt > clock.now ? 'seen' : 'refused';
    const asker = (viewer: Viewer, before = () => {}): Asker => {
      const plain = askerOf(viewer, reads);
      return {
        ...plain,
        now: () => clock.now,
        execute: async (...given) => {
          before();
          return plain.execute(...given);
        },
      };
    };
    const runsOut = () => {
      clock.now = new Date(now.getTime() + 2);
    };
    const event = anEvent();
    const [first, other] = await Promise.all([
      operation.answerTo(event, asker(ending, runsOut)),
      operation.answerTo(event, asker(named('other'))),
    ]);
    const later = await operation.answerTo(anEvent(), asker(ending));
    expect([first.text, other.text, later.text]).toEqual(
      ['refused', 'seen', 'refused'].map((read) => JSON.stringify({ data: { read } })),
    );
  });

  test('does not let one who takes nothing hold up the others', async () => {
    const { operation } = new SharedOperations().join({ ...asked, viewer: aino });
    const streams = ['slow', 'quick'].map(() => new LiveStream<{ id: string }>());
    const heard: string[] = [];
    const [slow, quick] = await Promise.all(
      streams.map((stream, place) =>
        subscribeWith(
          {
            schema,
            document,
            contextValue: stream,
          },
          async (event) => {
            const asker = askerOf(named(String(place)), () => (event as { id: string }).id);
            const { text } = await operation.answerTo(event, asker);
            if (place === 0) await new Promise(() => {});
            heard.push(text ?? '');
            return null;
          },
          () => {},
        ),
      ),
    );
    for (const answers of [slow, quick]) void (answers as AsyncGenerator).next();
    for (const id of ['ord_a', 'ord_b', 'ord_c']) {
      const [event] = markToldToAll([{ id }]);
      for (const stream of streams) if (event) stream.put(id, event);
    }
    await expect.poll(() => heard.length).toBe(3);
    expect(heard).toEqual(['a', 'b', 'c'].map((id) => `{"data":{"read":"ord_${id}"}}`));
    await Promise.all(
      [slow, quick].map((answers) => (answers as AsyncGenerator).return(undefined)),
    );
  });

  test('tells all of a fault, and has no text of an answer with errors', async () => {
    const { operation } = new SharedOperations().join({ ...asked, viewer: aino });
    const fault = () => {
      throw new Error('The database is away.');
    };
    const event = anEvent();
    const answers = ['a', 'b'].map((id) => operation.answerTo(event, askerOf(named(id), fault)));
    for (const answer of answers) await expect(answer).rejects.toThrow('The database is away.');
  });
});

describe('operations are the same', () => {
  const base = { ...asked, viewer: aino };
  test('for the same question of the same rights, whoever asks', () => {
    const operations = new SharedOperations();
    expect(operations.join({ ...base, viewer: named('other') }).operation).toBe(
      operations.join(base).operation,
    );
  });

  test.each<[what: string, other: Parameters<SharedOperations['join']>[0]]>([
    ['another document', { ...base, query: 'subscription { orderChanged { number } }' }],
    ['another operation of it', { ...base, operationName: 'Other' }],
    ['other variables', { ...base, variables: { ids: ['ord_a'] } }],
    ['other permissions', { ...base, viewer: { ...aino, permissions: new Set(['READ_ORDERS']) } }],
    ['other checkouts', { ...base, viewer: { ...aino, reach: ['chk_one'] } }],
    ['another role', { ...base, viewer: { ...aino, role: null } }],
    ['a second factor that is missing', { ...base, viewer: { ...aino, mustSetUpTwoFactor: true } }],
  ])('but not for %s', (_, other) => {
    const operations = new SharedOperations();
    const { operation } = operations.join(base);
    expect(operations.join(other).operation).not.toBe(operation);
    expect(operations.join(base).operation).toBe(operation);
  });

  test('until the last has left', () => {
    const operations = new SharedOperations();
    const [one, two] = [operations.join(base), operations.join(base)];
    one.leave();
    one.leave();
    expect(operations.documentOf(query)).toBe(document);
    two.leave();
    expect(operations.documentOf(query)).toBeUndefined();
    expect(operations.join(base).operation).not.toBe(two.operation);
  });
});
