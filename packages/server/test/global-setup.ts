import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/database/migrate.ts';
import { connect } from '../src/database/orm.ts';
import { startEmbeddedPostgres } from '../src/local/embedded-postgres.ts';
import { templateName } from './kit/database.ts';

/** One PostgreSQL for the whole run, with a migrated template that every test file clones. */
export default async function setup(project: TestProject) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-test-'));
  // As root, PostgreSQL runs as another user, who must get in.
  fs.chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'data'),
    throwaway: true,
  });
  await makeTemplate(postgres.url);
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(postgresUrl: string): Promise<void> {
  const admin = connect(postgresUrl);
  await admin.em.fork().execute(`create database ${templateName}`);
  await admin.close();
  const templateUrl = postgresUrl.replace(/\/postgres$/, `/${templateName}`);
  const template = connect(templateUrl);
  await migrate(template, templateUrl);
  await template.close();
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}
