import http from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { GraphQLBoolean, GraphQLString } from 'postgraphile/graphql';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { addPgTableCondition } from 'postgraphile/utils';

// PostGraphile 5 over the same tables, nobody is asked who they are. What it cannot filter by itself it is
// given as conditions by hand, each in the words that the indexes understand. A process of its own.

const POOL = 20;
const list = { schemaName: 'public', tableName: 'order_list' };

const preset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset],
  // Every column can be asked for by its name, with an index of its own or not.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  plugins: [
    addPgTableCondition(
      list,
      'isSale',
      () => ({ type: GraphQLBoolean }),
      (_, { sql, sqlTableAlias: o }) => sql`not ${o}.is_visit`,
    ),
    addPgTableCondition(
      list,
      'sourceOfAnyCase',
      () => ({ type: GraphQLString }),
      (value, { sql, sqlTableAlias: o }) =>
        sql`lower(${o}.source) = lower(${sql.value(String(value))}::text)`,
    ),
    addPgTableCondition(
      list,
      'hasTag',
      () => ({ type: GraphQLString }),
      (value, { sql, sqlTableAlias: o }) => sql`${sql.value(String(value))}::text = any(${o}.tags)`,
    ),
    addPgTableCondition(
      list,
      'createdFrom',
      () => ({ type: GraphQLString }),
      (value, { sql, sqlTableAlias: o }) =>
        sql`${o}.created_at >= ${sql.value(String(value))}::timestamptz`,
    ),
    addPgTableCondition(
      list,
      'createdBefore',
      () => ({ type: GraphQLString }),
      (value, { sql, sqlTableAlias: o }) =>
        sql`${o}.created_at < ${sql.value(String(value))}::timestamptz`,
    ),
  ],
  pgServices: [
    makePgService({
      connectionString: process.env['DATABASE_URL'] ?? '',
      poolConfig: { max: POOL },
      schemas: ['public'],
    }),
  ],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
};

const instance = postgraphile(preset);
const serve = instance.createServ(grafserv);
const server = http.createServer();
await serve.addTo(server);
await serve.ready();
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not on a port');
  process.send?.({ ready: true, url: `http://127.0.0.1:${address.port}/graphql` });
});
process.on('disconnect', () => process.exit(0));
