import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { configOf, type ImageConfig, readDockerfile } from './dockerfile.ts';

/** A built image: a folder that stands for its root, and what it says about how it is run. */
export type Image = {
  readonly root: string;
  readonly config: ImageConfig;
  /** What each stage took, in ms, by the words of its instruction. */
  readonly costs: readonly (readonly [words: string, ms: number])[];
};

/** The one folder that the Dockerfile works in: where it is named, the stage's own is meant. */
const HOME = '/srv/order-management';

/** Carries out the Dockerfile in `context`, stage by stage, below `folder`. Throws where a step fails. */
export function buildImage(context: string, folder: string): Image {
  const stages = readDockerfile(fs.readFileSync(path.join(context, 'Dockerfile'), 'utf8'));
  const isSent = dockerIgnore(fs.readFileSync(path.join(context, '.dockerignore'), 'utf8'));
  const roots = new Map<string, string>();
  const workdirs = new Map<string, string>();
  const costs: [string, number][] = [];
  let image: Image | null = null;
  for (const [index, stage] of stages.entries()) {
    const root = path.join(folder, stage.name ?? `stage-${index}`);
    const base = roots.get(stage.from);
    if (base) copyTree(base, root, fromStage);
    else fs.mkdirSync(root, { recursive: true });
    let workdir = workdirs.get(stage.from) ?? '/';
    for (const { name, words } of stage.instructions) {
      const begun = performance.now();
      if (name === 'WORKDIR') {
        workdir = words;
        fs.mkdirSync(path.join(root, workdir), { recursive: true });
      }
      if (name === 'RUN') run(words, root, workdir);
      if (name === 'COPY') copy(words, { context, isSent, root, roots, workdir });
      costs.push([`${name} ${words}`, Math.round(performance.now() - begun)]);
    }
    if (stage.name) {
      roots.set(stage.name, root);
      workdirs.set(stage.name, workdir);
    }
    image = { root, config: configOf(stage), costs };
  }
  if (!image) throw new Error('The Dockerfile has no stage.');
  return image;
}

/** As the engine would: as whoever builds, with nothing in its environment but where programs are. */
function run(words: string, root: string, workdir: string): void {
  const global = path.join(root, 'usr/local');
  const result = spawnSync('sh', ['-c', words.replaceAll(HOME, path.join(root, HOME))], {
    cwd: path.join(root, workdir),
    env: {
      HOME: process.env['HOME'],
      ...networkOf(process.env),
      PATH: [
        path.join(global, 'bin'),
        path.dirname(process.execPath),
        '/usr/local/bin',
        '/usr/bin',
        '/bin',
      ].join(':'),
      // Where `--global` installs to.
      npm_config_prefix: global,
      CI: 'true',
    },
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`RUN ${words}\n${result.stdout}${result.stderr}`);
}

/** How this machine reaches the registry, as an engine is told by its own settings. */
function networkOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names =
    /^(https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file|npm_config_(registry|cafile|https?_proxy|proxy))$/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}

function copy(
  words: string,
  at: {
    context: string;
    isSent: (file: string) => boolean;
    root: string;
    roots: ReadonlyMap<string, string>;
    workdir: string;
  },
): void {
  const from = /^--from=(\S+) /.exec(words)?.[1];
  const paths = words.replace(/^--from=\S+ /, '').split(' ');
  const to = paths.at(-1) ?? '';
  const target = path.resolve('/', at.workdir, to);
  for (const source of paths.slice(0, -1)) {
    const base = from ? at.roots.get(from) : at.context;
    if (!base) throw new Error(`COPY names no stage "${from}".`);
    const file = path.join(base, source);
    if (!fs.existsSync(file) || !(from || isAnythingSent(file, at))) {
      throw new Error(`COPY ${words}: there is no ${source}.`);
    }
    const isFolder = fs.statSync(file).isDirectory();
    const into = path.join(
      at.root,
      target,
      !isFolder && to.endsWith('/') ? path.basename(source) : '',
    );
    const isIn = (one: string) => at.isSent(path.relative(at.context, one));
    const how = from ? fromStage : { place: fs.copyFileSync, isIn };
    copyTree(file, isFolder || to.endsWith('/') ? into : path.join(at.root, target), how);
  }
}

const isAnythingSent = (file: string, at: { context: string; isSent: (file: string) => boolean }) =>
  at.isSent(path.relative(at.context, file));

type Placing = { place(from: string, to: string): void; isIn(file: string): boolean };

/** Files of another stage are linked: copying would take longer than all the rest, and nobody writes to them. */
const fromStage: Placing = { place: fs.linkSync, isIn: () => true };

function copyTree(from: string, to: string, how: Placing): void {
  if (!how.isIn(from)) return;
  const found = fs.lstatSync(from);
  if (found.isDirectory()) {
    fs.mkdirSync(to, { recursive: true });
    for (const name of fs.readdirSync(from)) {
      copyTree(path.join(from, name), path.join(to, name), how);
    }
    return;
  }
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (found.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(from), to);
  else how.place(from, to);
}

/** Whether a file of the context reaches the engine: the last pattern that matches it or a folder above decides. */
function dockerIgnore(text: string): (file: string) => boolean {
  const patterns = text
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'))
    .map((line) => ({ isBack: line.startsWith('!'), pattern: line.replace(/^!/, '') }));
  const matches = (file: string, pattern: string) => {
    const parts = file.split(path.sep);
    return parts.some((_, index) => path.matchesGlob(parts.slice(0, index + 1).join('/'), pattern));
  };
  return (file) =>
    file === '' ||
    patterns.reduce(
      (isSent, { isBack, pattern }) => (matches(file, pattern) ? isBack : isSent),
      true,
    );
}
