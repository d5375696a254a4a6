import type { MikroORM } from '@mikro-orm/postgresql';
import {
  createSourceEventStream,
  execute,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { ActionTypes } from '../../src/actions/action-types.ts';
import type { Viewer } from '../../src/access/viewer.ts';
import type { ChangeListener, ChangeNews } from '../../src/database/notifications.ts';
import { permissionsOf, type Permission } from '../../src/domain/permission.ts';
import type { GraphQLContext, Services } from '../../src/graphql/context.ts';
import { makeLoaders } from '../../src/graphql/loaders.ts';
import { watchPersonalData } from '../../src/use-cases/personal-data-looks.ts';
import type { Reach, Request } from '../../src/use-cases/request.ts';
import type { TestDatabase } from './database.ts';
import { obligingOutside } from './outside.ts';
import { surroundings } from './shop.ts';
import { isTurnOfSecond, otherOrm } from './two-of-everything.ts';

/** News by hand, and how many listen to them. */
export type HandToldChanges = ChangeListener & {
  tell(news: Partial<ChangeNews> | null): void;
  readonly listening: number;
};

export function handToldChanges(): HandToldChanges {
  const hearers = new Set<(news: ChangeNews | null) => void>();
  return {
    subscribe(hear) {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    stop: () => Promise.resolve(),
    tell(news) {
      for (const hear of hearers)
        hear(
          news && {
            orders: [],
            actions: [],
            bulkReruns: [],
            orderExports: [],
            access: [],
            ...news,
          },
        );
    },
    get listening() {
      return hearers.size;
    },
  };
}

/** Of two processes: contexts are made for one, then for the other. */
export function servicesOf(
  database: TestDatabase,
  changes: ChangeListener = handToldChanges(),
  actionTypes: ActionTypes = obligingOutside().types,
): Services {
  const { tools } = database;
  const of = (orm: MikroORM, heard: ChangeListener): Services => {
    const looks = watchPersonalData({ orm, tools, onFault: () => {} });
    return { orm, tools, changes: heard, actionTypes, looks, ...surroundings };
  };
  const first = of(database.orm, changes);
  // What is fed from the news belongs to one process, so each has its own.
  const heard: ChangeListener = {
    subscribe: (hear) => changes.subscribe(hear),
    stop: () => Promise.resolve(),
  };
  seconds.set(first, () => of(otherOrm(database), heard));
  return first;
}

const seconds = new WeakMap<Services, () => Services>();
const twins = new WeakMap<Services, Services>();

function nextServices(first: Services): Services {
  const makeSecond = seconds.get(first);
  if (!makeSecond || !isTurnOfSecond(first)) return first;
  const second = twins.get(first) ?? makeSecond();
  twins.set(first, second);
  return second;
}

/** A viewer with an ADMIN's rights in every checkout, unless said otherwise. */
export function viewerOf(who: { permissions?: readonly Permission[]; reach?: Reach } = {}): Viewer {
  return {
    actor: { kind: 'PERSON', id: 'mem_aino', name: 'Aino' },
    role: 'ADMIN',
    permissions: new Set(who.permissions ?? permissionsOf('ADMIN')),
    reach: who.reach ?? 'ALL',
    provedAt: new Date('2099-12-31T23:59:00.000Z'),
    expiresAt: new Date('2100-01-01T00:00:00.000Z'),
  };
}

/** Nothing stands against a test. */
const allowance = { cost: 1, limit: 1_000, remaining: 999, resetAt: new Date('2100-01-01') };

export function contextOf(first: Services, viewer: Viewer | null = viewerOf()): GraphQLContext {
  const services = nextServices(first);
  const em = services.orm.em.fork();
  const request: Request = {
    em,
    actor: viewer?.actor ?? { kind: 'PERSON', id: null, name: 'Nobody' },
    permissions: viewer?.permissions ?? new Set(),
    reach: viewer?.reach ?? [],
    tools: services.tools,
  };
  return {
    services,
    viewer,
    requestId: 'req-test',
    request,
    loaders: makeLoaders(request),
    shownCustomers: new Set(),
    allowance,
  };
}

/** Validates and executes like the server does. */
export async function ask(
  schema: GraphQLSchema,
  source: string,
  contextValue: GraphQLContext,
  variableValues: Record<string, unknown> = {},
): Promise<ExecutionResult> {
  const document = parse(source);
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  // As JSON, since that is what a client gets.
  const answer = await execute({ schema, document, contextValue, variableValues });
  return { ...answer, ...(answer.data && { data: toJson(answer.data) }) };
}

/** The messages of a subscription as they come, each read anew as over a socket; throws where it is refused. */
export async function listen(
  schema: GraphQLSchema,
  source: string,
  contextValue: GraphQLContext,
  variableValues: Record<string, unknown> = {},
): Promise<{ next(): Promise<Record<string, unknown> | undefined>; close(): Promise<void> }> {
  const args = { schema, document: parse(source), contextValue, variableValues };
  const events = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in events)) throw events.errors?.[0] ?? new Error('refused');
  const messages = events[Symbol.asyncIterator]();
  return {
    async next() {
      const { done, value } = await messages.next();
      if (done) return undefined;
      const fresh = { ...contextValue, loaders: makeLoaders(contextValue.request) };
      const answer = await execute({ ...args, contextValue: fresh, rootValue: value });
      if (answer.errors) throw answer.errors[0] ?? new Error('refused');
      return toJson(answer.data ?? {});
    },
    close: async () => void (await messages.return?.()),
  };
}

const toJson = (data: object) => JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
