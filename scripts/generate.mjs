// What is generated and committed: the printed schema, the page's types and hooks, the examples' types.
import { binOf, root, runOrStop, tsx } from './toolchain.mjs';

export async function generate(args) {
  runOrStop('node', [...tsx, 'packages/server/src/cli.ts', 'print-schema', ...args]);
  runOrStop(binOf('.', 'graphql-codegen'), ['--config', 'codegen.yml'], { cwd: root });
  return 0;
}
