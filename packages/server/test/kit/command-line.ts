import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const source = path.join(import.meta.dirname, '../../src');
const { href: tsx } = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));

type Ended = { out: string; err: string; code: number | null };

/** A command at the terminal, as an operator types it, told by its environment where the shop is. */
export function commandLine(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Ended> {
  return run(environment, args, '');
}

/** The same with something for it to read through a pipe. */
export function pipeInto(
  input: string,
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Ended> {
  return run(environment, args, input);
}

async function run(
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  input: string,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', tsx, path.join(source, 'cli.ts'), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    cwd: path.join(source, '..'),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: await ended };
}
