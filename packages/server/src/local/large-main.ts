import { ConfigError } from '../config.ts';
import { LoadRefused, LoadStopped } from '../demo/past-load.ts';
import { PostgresStartError } from './embedded-postgres.ts';
import { makeLarge } from './large.ts';
import { LARGE_USAGE, readLargeOptions } from './large-options.ts';
import { progressBar } from './large-progress.ts';
import { adviceFor, StartFailed } from './start-checks.ts';
import { MisusedOption } from './start-options.ts';

// `npm run demo:large`: fills a shop with very many orders, and ends.

const say = (text: string) => void process.stderr.write(`${text}\n`);
try {
  const options = readLargeOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(LARGE_USAGE);
  } else {
    const stopping = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
      process.on(signal, () => stopping.abort());
    }
    const begun = performance.now();
    await makeLarge(options, {
      say,
      stopping: stopping.signal,
      onProgress: progressBar({
        isTTY: process.stderr.isTTY,
        write: (text) => void process.stderr.write(text),
        nowMs: () => performance.now(),
      }),
    });
    say(`It took ${((performance.now() - begun) / 60_000).toFixed(1)} minutes.`);
    // The channel to whoever started us would hold us.
    process.exit(0);
  }
} catch (error) {
  if (error instanceof LoadStopped) {
    say('\nStopped. The same command goes on where it was.');
    process.exit(130);
  }
  const isForPeople =
    error instanceof MisusedOption ||
    error instanceof StartFailed ||
    error instanceof LoadRefused ||
    error instanceof PostgresStartError ||
    error instanceof ConfigError;
  say(`\n${isForPeople ? error.message : (adviceFor(error) ?? (error as Error).stack)}`);
  process.exit(1);
}
