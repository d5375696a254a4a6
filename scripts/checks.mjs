// `npm test` and its parts: format, lint, types, generated files, unit and database tests, then, with the
// product built and started, the examples and the browser tests.
// The last line counts everything that ran; each check that is not a test suite counts as one.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { binOf, environment, root, say, tsx } from './toolchain.mjs';

const SOURCES = ['packages', 'examples', 'scripts'];
const GENERATED = [
  'packages/server/schema.graphql',
  'packages/server/src/telemetry/generated.ts',
  'packages/web/src/generated.ts',
  'examples/generated.ts',
  'docs/permissions.md',
];
/** A folder per set of types: those of the examples' tests hold the examples. */
const TYPED = ['packages/server', 'packages/simulator', 'packages/web', 'examples/test'];
/** Needs the built product. */
const EXAMPLES = 'examples';

/** Everything but the tests: what a commit must hold to. */
export async function check() {
  const counts = runChecks();
  return report(counts);
}

export async function test(args) {
  const counts = runChecks();
  const areExamplesMeant = args.some((arg) => arg.startsWith(EXAMPLES));
  // Of everything that the tests start.
  const logs = fs.mkdtempSync(path.join(os.tmpdir(), 'test-logs-'));
  environment.TEST_LOGS = logs;
  if (!areExamplesMeant) add(counts, runVitest([`--project=!${EXAMPLES}`, ...args]));
  await build();
  if (areExamplesMeant || args.length === 0) {
    add(counts, runVitest([`--project=${EXAMPLES}`, ...args]));
  }
  if (args.length === 0) {
    add(counts, runBrowserTests());
    const isClean = run('node', [path.join('scripts', 'log-check.mjs'), logs]);
    checkOne(counts, 'no personal data in the logs of the tests', isClean);
  }
  fs.rmSync(logs, { recursive: true, force: true });
  return report(counts);
}

/** The properties again with many more cases; the seed of a failure is printed. */
export async function soak(args) {
  const runs = args[0] ?? '2000';
  return report(runVitest([`--project=!${EXAMPLES}`], { PROPERTY_RUNS: runs }));
}

function runChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const one = (name, ok) => checkOne(counts, name, ok);
  one('format', run(binOf('.', 'oxfmt'), ['--check', ...SOURCES]));
  one('lint', run(binOf('.', 'oxlint'), ['--type-aware', '--deny-warnings', ...SOURCES]));
  for (const folder of TYPED) {
    one(`types of ${folder}`, run(binOf('.', 'tsc'), ['-p', folder, '--noEmit']));
  }
  one('generated files are up to date', isGeneratedFresh());
  return counts;
}

function checkOne(counts, name, ok) {
  say(`${ok ? '✓' : '✗'} ${name}`);
  add(counts, ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/** Generates anew and compares: a file that changes by it was not committed as it should be. */
function isGeneratedFresh() {
  const read = () => GENERATED.map((file) => fs.readFileSync(path.join(root, file), 'utf8'));
  const before = read();
  const hasWritten =
    run('node', [...tsx, 'packages/server/src/cli.ts', 'print-schema']) &&
    run(binOf('.', 'graphql-codegen'), ['--config', 'codegen.yml']);
  if (!hasWritten) return false;
  const changed = GENERATED.filter((_, index) => read()[index] !== before[index]);
  for (const file of changed) say(`${file} was out of date; it is written anew. Commit it.`);
  return changed.length === 0;
}

function runVitest(args, more = {}) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'vitest-')), 'result.json');
  const ok = run(
    binOf('.', 'vitest'),
    [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      // Most of the time is spent waiting for a database: left alone, one of two cores would idle.
      `--maxWorkers=${os.availableParallelism()}`,
      ...args,
    ],
    more,
  );
  return countsOf(file, ok, (result) => ({
    passed: result.numPassedTests,
    skipped: result.numPendingTests + result.numTodoTests,
    failed:
      result.numFailedTests +
      (result.numFailedTestSuites > 0 && result.numFailedTests === 0 ? 1 : 0),
  }));
}

function runBrowserTests() {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'browser-')), 'result.json');
  const ok = run(
    binOf('packages/web', 'playwright'),
    ['test'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    'packages/web',
  );
  return countsOf(file, ok, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    skipped: stats.skipped,
    failed: stats.unexpected,
  }));
}

/** A suite that died before it could count has failed once. */
function countsOf(file, ok, read) {
  const counts = fs.existsSync(file)
    ? read(JSON.parse(fs.readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0 };
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function run(command, args, more = {}, folder = '.') {
  const result = spawnSync(command, args, {
    cwd: path.join(root, folder),
    env: { ...environment, ...more },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.error) say(result.error.message);
  return result.status === 0;
}

function add(counts, more) {
  counts.passed += more.passed;
  counts.failed += more.failed;
  counts.skipped += more.skipped ?? 0;
}

/** What a machine could not run is named, so that nobody takes it for passed. */
function report({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
