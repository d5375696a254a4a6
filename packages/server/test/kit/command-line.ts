import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { program, programFolder } from './program.ts';

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
  const child = spawn(process.execPath, [...program('cli'), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    cwd: programFolder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: await ended };
}
