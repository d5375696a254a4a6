import { migrateAccess } from './access/session-library.ts';
import { grantToApp } from './database/app-role.ts';
import { migrate, type MigrateOptions } from './database/migrate.ts';
import { connect } from './database/orm.ts';

/**
 * Brings the tables, the queue and the sign-in library's own tables up to date, as their owner; then the rights of
 * the role that serves and works, where that is another.
 */
export async function migrateAll(
  urls: { databaseUrl: string; ownerUrl: string },
  options: MigrateOptions = {},
): Promise<void> {
  const { databaseUrl, ownerUrl } = urls;
  const orm = connect(ownerUrl);
  try {
    await migrate(orm, ownerUrl, options);
    await migrateAccess(ownerUrl, options);
  } finally {
    await orm.close();
  }
  if (ownerUrl !== databaseUrl) await grantToApp(ownerUrl, databaseUrl);
}
