import type { Program } from './programs.ts';

/** Where a bench runs. What it starts is started once for all of them, at the first one that asks. */
export type Place = {
  /** The database with many orders, as the owner of its tables. */
  readonly databaseUrl: string;
  /** How many orders it holds. */
  readonly orders: number;
  /** Fewer rounds and smaller numbers: to see that it runs, not to compare. */
  readonly isQuick: boolean;
  /** The compiled server, as it runs in production, on that database. The same one for all who ask. */
  product(): Promise<Product>;
  /** One on any migrated database, which nobody is signed in to, until stopped. */
  startServer(environment: Readonly<Record<string, string>>): Promise<Program>;
  /** One with variables of its own beside those, until stopped. */
  startProduct(environment?: Readonly<Record<string, string>>): Promise<Product>;
  /** A migrated database without any order, on a PostgreSQL of its own, until stopped. */
  emptyDatabase(): Promise<{ readonly url: string; stop(): Promise<void> }>;
  /** Does it when all benches are through, the latest first, whatever became of them. */
  atEnd(deed: () => Promise<unknown>): void;
  /** Where a program under measurement writes what it has to say. */
  logFile(name: string): string;
  /** A line for whoever waits; never part of the result. */
  say(text: string): void;
};

export type Product = Program & {
  /** Of an admin's session: signed in with a password over HTTP. */
  readonly cookie: string;
  /** Of an API token with every permission and every checkout. */
  readonly token: string;
  /** What it was started with, for a worker beside it. */
  readonly environment: Readonly<Record<string, string>>;
};
