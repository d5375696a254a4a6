// Builds the three packages, each only when one of its files has changed since the last time.
import fs from 'node:fs';
import path from 'node:path';
import { binOf, onceFor, root, runOrStop, say } from './toolchain.mjs';

const SHARED = ['pnpm-lock.yaml', 'tsconfig.base.json'];

export async function build() {
  buildPackage('packages/server', 'the server', () => compile('packages/server'));
  buildPackage('packages/simulator', 'the simulator', () => compile('packages/simulator'));
  buildPackage('packages/web', 'the page', () =>
    runOrStop(binOf('packages/web', 'vite'), ['build', '--logLevel', 'warn'], {
      cwd: path.join(root, 'packages/web'),
    }),
  );
}

function buildPackage(folder, what, work) {
  const files = [...SHARED.map((name) => path.join(root, name)), ...sourcesOf(folder)];
  onceFor(files, path.join(root, folder, 'dist', '.built'), () => {
    say(`Building ${what} …`);
    work();
  });
}

function compile(folder) {
  fs.rmSync(path.join(root, folder, 'dist'), { recursive: true, force: true });
  runOrStop(binOf(folder, 'tsc'), ['-p', path.join(folder, 'tsconfig.build.json')]);
}

function sourcesOf(folder) {
  const own = fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(root, folder, entry.name));
  const source = fs
    .readdirSync(path.join(root, folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return [...own, ...source].sort();
}
