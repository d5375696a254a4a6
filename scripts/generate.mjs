// What is generated and committed: the printed schema, and the page's types and hooks.
import path from 'node:path';
import { binOf, environment, root, runOrStop } from './toolchain.mjs';

export async function generate() {
  runOrStop(
    'node',
    [
      path.join('packages/server/node_modules/tsx/dist/cli.mjs'),
      'packages/server/src/cli.ts',
      'print-schema',
    ],
    { env: environment },
  );
  runOrStop(binOf('.', 'graphql-codegen'), ['--config', 'codegen.yml'], { cwd: root });
  return 0;
}
