// Node 24 and pnpm from the npm registry, pinned by lockfiles, into folders of their own; and how to run
// things with them. No dependencies; Node 20 or newer.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const isWindows = process.platform === 'win32';
const NEEDED_NODE = 24;

/** The environment without what npm says about itself, which pnpm would take for its own settings. */
export const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(lifecycle|package|command|node|execpath|config)|NODE$|INIT_CWD)/i.test(name),
  ),
);

const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
  ? { command: process.execPath, first: [process.env.npm_execpath] }
  : { command: isWindows ? 'npm.cmd' : 'npm', first: [] };

export function say(text) {
  console.error(text);
}

/** Runs a command to its end; stops everything with its exit code when it fails. */
export function runOrStop(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: isWindows && command.endsWith('.cmd'),
    ...options,
  });
  if (result.status === 0) return result;
  say(`\n"${path.basename(command)} ${args.join(' ')}" failed.`);
  if (result.error) say(result.error.message);
  if (result.stderr) say(String(result.stderr));
  process.exit(result.status ?? 1);
}

/** Puts Node 24 and pnpm on the PATH of everything started from here. */
export async function fetchToolchain() {
  if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE) {
    const modules = fetchTool('node');
    const folder = fs.readdirSync(modules).find((name) => name.startsWith('node-'));
    if (!folder) {
      say(
        `Node ${process.version} is too old, and there is no Node ${NEEDED_NODE} to fetch for ${process.platform}-${process.arch}. Install Node ${NEEDED_NODE} or newer, then try again.`,
      );
      process.exit(1);
    }
    addToPath(path.join(modules, folder, 'bin'));
  }
  addToPath(path.join(fetchTool('pnpm'), '.bin'));
}

function fetchTool(name) {
  const folder = path.join(root, 'scripts', 'toolchain', name);
  const modules = path.join(folder, 'node_modules');
  onceFor([path.join(folder, 'package-lock.json')], path.join(modules, '.fetched'), () => {
    say(`Fetching ${name === 'node' ? `Node ${NEEDED_NODE}` : name} …`);
    runOrStop(npm.command, [
      ...npm.first,
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--prefix',
      folder,
    ]);
  });
  return modules;
}

export async function installWorkspace() {
  const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => path.join(root, name));
  onceFor(inputs, path.join(root, 'node_modules', '.installed'), () => {
    say('Installing packages …');
    runOrStop(pnpm, ['install', '--frozen-lockfile', '--reporter=silent']);
  });
}

export const pnpm = isWindows ? 'pnpm.cmd' : 'pnpm';

/** Does `work` unless it was done for exactly these files on this kind of machine. */
export function onceFor(files, stamp, work) {
  const wanted = fingerprint(files);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return false;
  work();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, wanted);
  return true;
}

function fingerprint(files) {
  const hash = createHash('sha256').update(process.arch + process.platform);
  for (const file of files) hash.update(file).update('\0').update(fs.readFileSync(file));
  return hash.digest('hex');
}

function addToPath(folder) {
  const name = Object.keys(environment).find((key) => /^path$/i.test(key)) ?? 'PATH';
  environment[name] = folder + path.delimiter + environment[name];
}

/** Where a tool of a package lies. */
export function binOf(packageFolder, name) {
  return path.join(root, packageFolder, 'node_modules', '.bin', isWindows ? `${name}.cmd` : name);
}

/** Runs TypeScript as it stands; decorators are compiled as the server's settings say. */
export const tsx = [
  path.join(root, 'packages/server/node_modules/tsx/dist/cli.mjs'),
  '--tsconfig',
  path.join(root, 'packages/server/tsconfig.json'),
];

/**
 * Runs a program of ours under Node 24 until it ends and gives back its exit code. It is started directly,
 * with a channel that tells it when we are gone: pnpm and npm's shell do not hand signals on.
 */
export function runNode([file, ...args], { viaTsx }) {
  const compiled = file.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
  const program = viaTsx ? [...tsx, file] : [compiled];
  const child = spawn('node', [...program, ...args], {
    cwd: root,
    env: environment,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGTERM' : signal));
  }
  // When `npm start` is ended, its shell goes without a word to us: the parent's pid tells.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500).unref();
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}
