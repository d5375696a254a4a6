// The one script behind every npm command. It has no dependencies and runs on Node 20: it brings the
// pinned Node 24 and pnpm where the machine has none, installs the workspace, then does the task.
import { fetchToolchain, installWorkspace, runNode } from './toolchain.mjs';
import { build } from './build.mjs';
import { check, test } from './checks.mjs';

const [task = 'start', ...rest] = process.argv.slice(2);

const tasks = {
  /** Everything on this machine: database, API, worker, page, simulator. */
  start: async () => {
    if (!asksForHelp(rest)) await build();
    return runNode(['packages/server/src/local/start-main.ts', ...rest], {
      viaTsx: asksForHelp(rest),
    });
  },
  dev: () =>
    runNode(['packages/server/src/local/start-main.ts', '--dev', ...rest], { viaTsx: true }),
  cli: () => runNode(['packages/server/src/cli.ts', ...rest], { viaTsx: true }),
  /** A shop with very many orders, for whoever wants to see or measure one. */
  'demo:large': () =>
    runNode(['packages/server/src/local/large-main.ts', ...rest], { viaTsx: true }),
  /** Measures the compiled product beside its references. */
  bench: async () => {
    if (!asksForHelp(rest)) await build();
    return runNode(['packages/server/bench/main.ts', ...rest], { viaTsx: true });
  },
  /** Breaks the surroundings of the compiled product while it is used. */
  faults: async () => {
    if (!asksForHelp(rest)) await build();
    return runNode(['packages/server/faults/main.ts', ...rest], { viaTsx: true });
  },
  schema: () => import('./generate.mjs').then(({ generate }) => generate(rest)),
  check: () => check(),
  test: () => test(rest),
  soak: () => import('./checks.mjs').then(({ soak }) => soak(rest)),
};

function asksForHelp(args) {
  return args.includes('--help') || args.includes('-h');
}

if (!Object.hasOwn(tasks, task)) {
  console.error(`There is no task "${task}". The tasks are ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
await fetchToolchain();
await installWorkspace();
process.exitCode = await tasks[task]();
