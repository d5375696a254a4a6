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
/** Where more files than this fail, it is not the machine that was late. */
const WORTH_A_SECOND_TRY = 8;
const WORKERS = os.availableParallelism();

/** Everything but the tests: what a commit must hold to. */
export async function check() {
  const counts = runChecks();
  return report(counts);
}

export async function test(args) {
  const counts = runChecks();
  const isWhole = args.length === 0;
  const areExamplesMeant = args.some((arg) => arg.startsWith(EXAMPLES));
  // Of everything that the tests start.
  const logs = fs.mkdtempSync(path.join(os.tmpdir(), 'test-logs-'));
  environment.TEST_LOGS = logs;
  if (isWhole || areExamplesMeant) await build();
  if (isWhole) environment.TEST_COMPILED = 'yes';
  if (!areExamplesMeant) add(counts, runTests(`!${EXAMPLES}`, args));
  if (isWhole || areExamplesMeant) add(counts, runTests(EXAMPLES, args));
  if (isWhole) {
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
  const { outcome } = runVitest([`--project=!${EXAMPLES}`], { PROPERTY_RUNS: runs });
  return report(outcome);
}

function runChecks() {
  const counts = nothingYet();
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
  add(counts, ok ? { passed: 1 } : { failed: 1, failures: [name] });
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

/**
 * Two cores that start databases, servers and processes side by side are late at times. So where nothing was wrong but
 * late, it runs once more, alone; what passes only then is named at the end, because it waits in too much of a hurry.
 */
function runTests(project, args) {
  const { outcome, failedFiles, wasOnlyLate } = runVitest([`--project=${project}`, ...args]);
  if (!wasOnlyLate || failedFiles.length > WORTH_A_SECOND_TRY) return outcome;
  say(`${failedFiles.length} test files were late. They run again, one after the other …`);
  const second = runVitest([`--project=${project}`, '--maxWorkers=1', ...failedFiles]).outcome;
  return {
    ...second,
    passed: outcome.passed + outcome.failed - second.failed,
    skipped: outcome.skipped,
    secondTries: outcome.failures.filter((name) => !second.failures.includes(name)),
  };
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
      ...(args.some((arg) => arg.startsWith('--maxWorkers')) ? [] : [`--maxWorkers=${WORKERS}`]),
      ...args,
    ],
    more,
  );
  const files = readResult(file)?.testResults ?? [];
  const failures = files.flatMap(failuresOfFile);
  const outcome = {
    passed: countTests(files, 'passed'),
    failed: failures.length,
    skipped:
      countTests(files, 'pending') + countTests(files, 'skipped') + countTests(files, 'todo'),
    failures,
    secondTries: [],
  };
  const failed = files.filter((each) => failuresOfFile(each).length > 0);
  return {
    outcome: orDied(outcome, ok, `vitest ${args.join(' ')}`),
    failedFiles: failed.map(({ name }) => name),
    wasOnlyLate: failed.length > 0 && failed.every(wasOnlyLate),
  };
}

/** As vitest says it of a test or a hook. What was wrong is wrong however often it passes. */
function wasOnlyLate({ message, assertionResults }) {
  const said = assertionResults.flatMap(({ failureMessages }) => failureMessages ?? []);
  const all = said.length > 0 ? said : [message];
  return all.every((one) => /timed out in \d+ms/.test(one));
}

/** A file that could not even begin has failed once. */
function failuresOfFile({ name, status, assertionResults }) {
  const file = path.relative(root, name);
  const tests = assertionResults.filter((each) => each.status === 'failed');
  if (tests.length > 0) return tests.map(({ fullName }) => `${file} › ${fullName}`);
  return status === 'failed' ? [file] : [];
}

function countTests(files, status) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter((each) => each.status === status).length;
}

function runBrowserTests() {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'browser-')), 'result.json');
  const ok = run(
    binOf('packages/web', 'playwright'),
    ['test'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    'packages/web',
  );
  const result = readResult(file);
  const specs = (result?.suites ?? []).flatMap(specsOf);
  const named = (status) =>
    specs
      .filter(({ tests }) => tests.some((each) => each.status === status))
      .map((spec) => `${spec.file} › ${spec.title}`);
  const outcome = {
    passed: (result?.stats.expected ?? 0) + (result?.stats.flaky ?? 0),
    failed: result?.stats.unexpected ?? 0,
    skipped: result?.stats.skipped ?? 0,
    failures: named('unexpected'),
    secondTries: named('flaky'),
  };
  return orDied(outcome, ok, 'the browser tests');
}

function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** A suite that died before it could count has failed once. */
function orDied(outcome, ok, name) {
  if (ok || outcome.failed > 0) return outcome;
  return { ...outcome, failed: 1, failures: [`${name}: ended with an error`] };
}

function readResult(file) {
  const result = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  return result;
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

function nothingYet() {
  return { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [] };
}

function add(counts, { passed = 0, failed = 0, skipped = 0, failures = [], secondTries = [] }) {
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  counts.failures.push(...failures);
  counts.secondTries.push(...secondTries);
}

/** Whoever reads only the end of a long log learns what failed. What a machine could not run is counted too. */
function report({ passed, failed, skipped, failures, secondTries }) {
  for (const name of secondTries) console.log(`Passed only on its second try: ${name}`);
  for (const name of failures) console.log(`✗ ${name}`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
