import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Child } from './children.ts';

const web = path.join(import.meta.dirname, '../../../web');
const QUIET_MS = 150;

/** The page's own development server, with hot reload; it hands everything else on to the API. */
export async function startPage(options: {
  port: number;
  apiUrl: string;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const vite = path.join(
    path.dirname(createRequire(path.join(web, 'package.json')).resolve('vite/package.json')),
    'bin/vite.js',
  );
  const child = spawn(
    process.execPath,
    [vite, '--port', String(options.port), '--strictPort', '--clearScreen', 'false'],
    {
      cwd: web,
      env: { ...process.env, API_URL: options.apiUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready in')) resolve();
    });
    child.once('exit', () => reject(new Error('The page’s development server ended.')));
  });
  return {
    url: `http://localhost:${options.port}`,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Starts the programs again when a source of the server changes. Tests do not count. */
export function restartOnChange(
  children: readonly Child[],
  say: (text: string) => void,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  const source = path.join(import.meta.dirname, '..');
  const watcher = fs.watch(source, { recursive: true }, (_, file) => {
    if (!file || !/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(`${file} has changed: starting again.`);
      for (const child of children) child.restart();
    }, QUIET_MS);
  });
  return {
    stop: async () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
