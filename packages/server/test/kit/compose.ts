import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Image } from './image.ts';

const service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  env_file: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).optional(),
  shm_size: z.string().optional(),
  healthcheck: z
    .object({
      test: z
        .tuple([z.literal('CMD')])
        .rest(z.string())
        .optional(),
      disable: z.boolean().optional(),
    })
    .optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  stop_grace_period: z.string().optional(),
  restart: z.string(),
});
export type Service = z.infer<typeof service>;

/** Variables of a file as compose reads it: one to a line, nothing in them replaced. */
export function readEnvironmentFile(content: string): Record<string, string> {
  return Object.fromEntries(
    content
      .split('\n')
      .filter((line) => line.trim() && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** The services of docker-compose.yml, with the variables of `.env` filled in. Throws where one is missing. */
export function readCompose(
  content: string,
  environment: Readonly<Record<string, string>>,
): Record<string, Service> {
  const filled = content.replaceAll(
    /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (all, name: string, kind: string | undefined, more: string) => {
      if (all === '$$') return '$';
      const value = environment[name];
      if (value) return value;
      if (kind === '-') return more;
      throw new Error(`${name} is not set: ${more}`);
    },
  );
  const file = parse(filled, { merge: true }) as { services: Record<string, unknown> };
  return z.record(z.string(), service).parse(file.services);
}

export type Container = {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  /** All that it has printed, once it has ended. */
  readonly out: Promise<string>;
  /** Whether its health check, run beside it in the same surroundings, ends with 0. */
  isHealthy(): boolean;
  /** As `docker stop`. */
  stop(): Promise<number | null>;
};

/** Starts a service of our image as compose would: its command as its user, with nothing of our environment. */
export function startService(
  { root, config }: Image,
  one: Service,
  files: Readonly<Record<string, Record<string, string>>>,
  /** What stands for the network: names and ports of other containers, and free ports for its own. */
  network: { where: (value: string) => string; ports: Readonly<Record<string, string>> },
): Container {
  const given = {
    ...config.environment,
    ...Object.assign({}, ...one.env_file.map((name) => files[name] ?? {})),
    ...one.environment,
  } as Record<string, string>;
  const options = {
    cwd: path.join(root, config.workdir),
    env: {
      PATH: path.dirname(process.execPath),
      ...Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, network.where(value)]),
      ),
      // Free ones for those that it opens; what it is not told to open stays shut.
      ...Object.fromEntries(Object.entries(network.ports).filter(([key]) => key in given)),
    },
    ...userOf(config.user),
  };
  const [program = '', ...args] = one.command ?? config.command;
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const exit = once(child, 'exit').then(async ([code]) => {
    if (code !== 0) process.stderr.write((await said).join('\n'));
    return code as number | null;
  });
  const test = one.healthcheck?.test?.slice(1) ?? config.healthcheck ?? [];
  return {
    child,
    exit,
    out: said.then(([out]) => out),
    isHealthy: () => spawnSync(test[0] ?? '', test.slice(1), options).status === 0,
    stop: async () => {
      child.kill('SIGTERM');
      return exit;
    },
  };
}

const NOBODY = 65_534;

/** Only root can become another; whoever else runs the test is not root either. */
function userOf(user: string): { uid?: number; gid?: number } {
  if (user === 'root') throw new Error('The image runs as root.');
  if (process.getuid?.() !== 0) return {};
  return { uid: NOBODY, gid: NOBODY };
}
