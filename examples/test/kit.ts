import { randomUUID } from 'node:crypto';
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { inject, onTestFinished, vi } from 'vitest';
import { OutsideWorld } from '../../packages/web/e2e/outside-world.ts';

export const product = inject('product');
export const world = new OutsideWorld(product.simulatorUrl);
const root = path.join(import.meta.dirname, '../..');
const scripts = inject('scripts');

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

export type Running = {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** What it has said so far on both. */
  readonly said: () => string;
};

export type Surroundings = {
  readonly token: string;
  readonly url?: string;
  readonly cwd?: string;
  /** In seconds. */
  readonly patience?: number;
};

/** Starts a script as its user does, from the copy. */
export function start(command: readonly [string, ...string[]], around: Surroundings): Running {
  const [script, ...args] = command;
  const file = path.join(scripts, script);
  const [program, first] = script.endsWith('.sh') ? ['bash', []] : [process.execPath, []];
  const child = spawn(program, [...first, file, ...args], {
    cwd: around.cwd ?? scripts,
    env: {
      PATH: path.dirname(process.execPath) + path.delimiter + process.env['PATH'],
      ORDER_MANAGEMENT_URL: around.url ?? product.url,
      ORDER_MANAGEMENT_TOKEN: around.token,
      ORDER_MANAGEMENT_PATIENCE: String(around.patience ?? 60),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return { process: child, ended, said: () => out + err };
}

export function run(command: readonly [string, ...string[]], around: Surroundings): Promise<Ended> {
  return start(command, around).ended;
}

const made = new Map<string, Promise<string>>();

/** A token made by the product's own command, with what the README says that the script needs. */
export function tokenFor(script: string): Promise<string> {
  const readme = fs.readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
  const row = readme.split('\n').find((line) => line.split('|')[1]?.trim() === `\`${script}\``);
  const permissions = row?.split('`')[3];
  if (!permissions) throw new Error(`The README says no permissions for ${script}.`);
  return tokenWith(permissions);
}

export function tokenWith(permissions: string): Promise<string> {
  const known = made.get(permissions) ?? makeToken(permissions);
  made.set(permissions, known);
  return known;
}

export async function makeToken(permissions: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      path.join(root, 'packages/server/dist/cli.js'),
      'token',
      'create',
      // No two tokens that work have the same name.
      `--name=Example ${randomUUID()}`,
      `--permissions=${permissions}`,
      `--data=${product.dataDir}`,
    ],
    { cwd: root },
  );
  return stdout.trim();
}

/** Asks the product with all rights, for what the tests look at. */
export async function api<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${product.apiToken}`,
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data: Data;
    errors?: { message: string }[];
  };
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}

/** Until it no longer throws. */
export function eventually<Value>(look: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(look, { timeout: 30_000, interval: 100 });
}

export type Bought = { readonly orderId: string; readonly number: string; readonly email: string };

/** An order of one product, in euros through Stripe, that has come to rest: nothing moves it on by itself. */
export async function buy(script: object = {}): Promise<Bought> {
  const bought = await begin(script);
  await eventually(async () => {
    const status = await statusOf(bought.orderId);
    if (status !== 'COMPLETED') throw new Error(`The order ${bought.number} is ${status}.`);
  });
  return bought;
}

/** The same while its actions are still ahead. */
export async function begin(script: object = {}): Promise<Bought> {
  const email = `example.${process.hrtime.bigint()}@example.com`;
  const { orderId, number } = await world.shop({
    email,
    country: 'FI',
    currency: 'EUR',
    ...script,
  });
  return { orderId, number, email };
}

async function statusOf(orderId: string): Promise<string> {
  const { order } = await api<{ order: { status: string } }>(
    'query ($orderId: ID!) { order(id: $orderId) { status } }',
    { orderId },
  );
  return order.status;
}

/** Turns a switch of the simulator that `world` has no word for. */
export async function control(method: string, place: string, body: object): Promise<void> {
  const response = await fetch(product.simulatorUrl + place, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${place}: ${await response.text()}`);
}

/** A folder of one test. */
export function makeFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-example-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
