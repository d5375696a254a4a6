import fs from 'node:fs/promises';
import path from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { printAccessText } from '../graphql/access-table.ts';
import { makeSchema, printSchemaText } from '../graphql/schema.ts';

/** In words for whoever changed the API. */
export class BreakingChange extends Error {}

/** Writes the schema, and the table of permissions, from the code. Throws `BreakingChange`. */
export async function writeSchema(isBreakingMeant: boolean): Promise<void> {
  const file = path.join(import.meta.dirname, '../..', 'schema.graphql');
  const text = await printSchemaText();
  const before = await fs.readFile(file, 'utf8').catch(() => null);
  const breaking = before ? findBreakingChanges(buildSchema(before), buildSchema(text)) : [];
  if (breaking.length > 0 && !isBreakingMeant) {
    throw new BreakingChange(
      `This change breaks clients of the present schema:\n${breaking.map(({ description }) => `- ${description}`).join('\n')}\n` +
        'Add instead of changing, deprecate instead of removing. If it is meant: npm run schema -- --breaking',
    );
  }
  await fs.writeFile(file, text);
  const permissions = path.join(import.meta.dirname, '../../../../docs/permissions.md');
  await fs.writeFile(permissions, printAccessText(await makeSchema()));
}
