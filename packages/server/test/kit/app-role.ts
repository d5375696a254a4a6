import { migrateAll } from '../../src/migrate-all.ts';
import { connect, query } from '../../src/database/orm.ts';
import type { TestDatabase } from './database.ts';

/**
 * The same database for the role that serves and works in production, which may do less than its owner. `drop`
 * ends both. Roles are the whole cluster's: this one is named after its database.
 */
export async function asApp(database: TestDatabase): Promise<TestDatabase> {
  const app = new URL(database.url);
  app.username = `app_${app.pathname.slice(1)}`;
  app.password = 'app password';
  await migrateAll({ databaseUrl: app.href, ownerUrl: database.url });
  const orm = connect(app.href);
  const open: { close(): Promise<void> }[] = [orm];
  return {
    url: app.href,
    ownerUrl: database.url,
    orm,
    tools: database.tools,
    closeWithIt: (one) => void open.push(one),
    drop: async () => {
      for (const one of open) await one.close();
      await query(database.orm.em.fork(), `drop owned by ${app.username}`);
      await query(database.orm.em.fork(), `drop role ${app.username}`);
      await database.drop();
    },
  };
}
