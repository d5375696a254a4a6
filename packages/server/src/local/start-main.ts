import { ConfigError } from '../config.ts';
import { AppRoleRefused } from '../database/app-role.ts';
import { ChildFailed } from './children.ts';
import { PostgresStartError } from './embedded-postgres.ts';
import { startEverything } from './start.ts';
import { adviceFor, StartFailed } from './start-checks.ts';
import { MisusedOption, readStartOptions, USAGE } from './start-options.ts';

// `npm start`: everything on this machine, until Ctrl-C or the end of whoever started us.

const say = (text: string) => void process.stderr.write(`${text}\n`);

try {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(USAGE);
  } else {
    await run(options);
  }
} catch (error) {
  const isForPeople =
    error instanceof MisusedOption ||
    error instanceof StartFailed ||
    error instanceof ChildFailed ||
    error instanceof PostgresStartError ||
    error instanceof AppRoleRefused ||
    error instanceof ConfigError;
  say(`\n${isForPeople ? error.message : (adviceFor(error) ?? (error as Error).stack)}`);
  process.exit(1);
}

async function run(options: Exclude<ReturnType<typeof readStartOptions>, 'help'>): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
    process.on(signal, () => stopping.abort());
  }
  const running = await startEverything(options, { say, stopping: stopping.signal });
  process.send?.({ ready: true, ...running.facts });
  if (!stopping.signal.aborted) {
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve));
  }
  say('Stopping …');
  await running.stop();
  process.exit(0);
}
