import type { MikroORM } from '@mikro-orm/postgresql';
import { checkHistory, type HistoryFault } from '../database/history-check.ts';

export const AUDIT_USAGE = `  audit verify
      Reads the whole audit log and computes its chains of hashes anew. Ends with 1 where an entry was changed
      or is missing, and says which. Changes nothing; the shop may go on meanwhile.
`;

/** What is wrong with the audit log, in words; or that nothing is. */
export async function verifyAudit(
  orm: MikroORM,
): Promise<string | { readonly text: string; readonly exitCode: number }> {
  const { chains, entries, faultCount, faults } = await checkHistory(orm.em);
  const read = `${counted(entries, 'entry', 'entries')} in ${counted(chains, 'chain', 'chains')}`;
  if (faultCount === 0) return `The audit log is whole: ${read}.\n`;
  const rest = faultCount - faults.length;
  const text = [
    `The audit log is broken in ${counted(faultCount, 'place', 'places')}; ${read} were read:`,
    ...faults.map((fault) => `- ${fault.chain}: ${wordsOf(fault)}`),
    ...(rest > 0 ? [`- and ${rest} more.`] : []),
    'Compare with a backup from before, and see docs/decisions/0011-audit-log.md.',
  ].join('\n');
  return { text: `${text}\n`, exitCode: 1 };
}

function wordsOf(fault: HistoryFault): string {
  switch (fault.kind) {
    case 'CHANGED':
      return `entry ${fault.seq} does not fit its hash: it was changed, or the one before it.`;
    case 'MISSING':
      return `${entriesOf(fault)} missing.`;
    case 'END_MISSING':
      return `its end, ${entriesOf(fault)} missing.`;
    case 'CHAIN_MISSING':
      return `all of it, ${entriesOf(fault)} missing.`;
    case 'END_CHANGED':
      return `entry ${fault.seq}, its last, is not the one that was written there.`;
    case 'NO_HEAD':
      return `where it ended is not on record any more, so that ${entriesOf(fault)} not proven to be all.`;
  }
}

function entriesOf({ seq, lastSeq }: { seq: number; lastSeq: number }): string {
  return seq === lastSeq ? `entry ${seq} is` : `entries ${seq} to ${lastSeq} are`;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
