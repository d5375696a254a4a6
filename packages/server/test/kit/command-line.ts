import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const source = path.join(import.meta.dirname, '../../src');
const tsx = createRequire(import.meta.url).resolve('tsx/cli');

/** A command at the terminal, as an operator types it, told by its environment where the shop is. */
export async function commandLine(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ out: string; err: string; code: number | null }> {
  const child = spawn(process.execPath, [tsx, path.join(source, 'cli.ts'), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    cwd: path.join(source, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: await ended };
}
