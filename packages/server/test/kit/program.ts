import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.join(import.meta.dirname, '../..');
const { href: tsx } = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));

/**
 * What starts a program of ours. `npm test` builds them first: compiled, as in production, they begin in half the
 * time. A single test file is not made to wait for that and runs them from their source.
 */
export function program(name: 'main' | 'cli'): readonly string[] {
  return process.env['TEST_COMPILED']
    ? [path.join(root, 'dist', `${name}.js`)]
    : fromSource(path.join(root, 'src', `${name}.ts`));
}

/** In this very process, so that a kill hits the program and not a wrapper around it. */
export function fromSource(file: string): readonly string[] {
  return ['--import', tsx, file];
}

/** Where its tsconfig.json lies, which tells how decorators are compiled. */
export const programFolder = root;
