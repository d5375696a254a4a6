// Searches the logs that a test run has kept for personal data: addresses, telephone numbers, and the names and
// streets of the demo's invented people. Says in which file and under which message, never what. Needs Node 24,
// which reads the lists of names as they stand.
import fs from 'node:fs';
import path from 'node:path';
import { countries } from '../packages/server/src/demo/past-names.ts';

const [folder = ''] = process.argv.slice(2);
const SHORTEST = 5;

const namesOf = (list) => list.split('|').flatMap((name) => name.split('='));
const words = countries
  .flatMap(({ lastNames, streets }) => [...namesOf(lastNames), ...namesOf(streets)])
  .filter((word) => word.length >= SHORTEST)
  .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));

const searched = {
  // With letters behind the last dot: the stack of an error names packages as `graphql@16.15.0`.
  'an email address': /[^\s"'<>(),;:=@]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/u,
  'a telephone number': /\+\d{2,3}[ -]?\d{1,3}[ -]?\d{3}[ -]?\d{2,}/u,
  "somebody's name or street": new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`,
    'u',
  ),
};

const files = fs.readdirSync(folder).filter((name) => name.endsWith('.log'));
let lines = 0;
const found = new Map();
for (const file of files) {
  for (const line of fs.readFileSync(path.join(folder, file), 'utf8').split('\n')) {
    const entry = readEntry(line);
    if (!entry) continue;
    lines += 1;
    for (const [what, pattern] of Object.entries(searched)) {
      if (!pattern.test(line)) continue;
      const place = `${what} in ${file}, under "${entry.msg}"`;
      found.set(place, (found.get(place) ?? 0) + 1);
    }
  }
}

/** A line of a log; null for what else a program prints. */
function readEntry(line) {
  if (!line.startsWith('{')) return null;
  try {
    const entry = JSON.parse(line);
    return 'level' in entry ? entry : null;
  } catch {
    return null;
  }
}

for (const [place, count] of found) console.error(`${count} × ${place}`);
if (lines === 0) console.error('No logs were kept: nothing was searched.');
else console.error(`${lines} lines of ${files.length} logs were searched for personal data.`);
process.exitCode = lines === 0 || found.size > 0 ? 1 : 0;
