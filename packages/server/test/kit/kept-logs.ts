import fs from 'node:fs';
import path from 'node:path';

/**
 * Where the logs of everything that tests start are kept, so that the whole run's can be searched for
 * personal data afterwards (scripts/log-check.mjs). Not set: they are kept nowhere.
 */
const folder = process.env['TEST_LOGS'];

/** Keeps a line of a server in this process. */
export function keepLog(line: string): void {
  if (folder) fs.appendFileSync(path.join(folder, `tests-${process.pid}.log`), line);
}

/** A file for what a child process writes; null where logs are not kept. */
export function openKeptLog(): number | null {
  return folder ? fs.openSync(path.join(folder, `children-${process.pid}.log`), 'a') : null;
}
