import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AuditRowFragment } from '../../generated.ts';
import { useIsNarrow } from '../../ui/dialog.tsx';
import { Ago } from '../../ui/time.tsx';
import { Nothing } from '../../ui/values.tsx';
import styles from './audit-page.module.css';
import { actorWords, changeText, subjectWords } from './audit-words.ts';

type Entry = AuditRowFragment;
/** Shows everything else that happened to the same thing. */
type OnSubject = (subject: Entry['subject']) => void;

/** A table on a wide screen, cards on a phone. A click opens the order, or leaves the entries of the same thing. */
export function AuditRows(props: { entries: readonly Entry[]; onSubject: OnSubject }) {
  return useIsNarrow() ? <Cards {...props} /> : <Table {...props} />;
}

function Table({ entries, onSubject }: { entries: readonly Entry[]; onSubject: OnSubject }) {
  return (
    <table className={styles.table} aria-label="Audit log">
      <thead>
        <tr>
          {['When', 'Who', 'What', 'About', 'From'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className={styles.time}>
              <Ago at={entry.at} />
            </td>
            <td className={styles.actor}>
              <Who entry={entry} />
            </td>
            <td className={styles.told}>
              <What entry={entry} />
            </td>
            <td className={styles.about}>
              <About entry={entry} onSubject={onSubject} />
            </td>
            <td className={styles.from}>
              <From entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards({ entries, onSubject }: { entries: readonly Entry[]; onSubject: OnSubject }) {
  return (
    <ul className={styles.cards} aria-label="Audit log">
      {entries.map((entry) => (
        <li key={entry.id} className={styles.card}>
          <div className={styles.cardHead}>
            <About entry={entry} onSubject={onSubject} />
            <Ago at={entry.at} />
          </div>
          <What entry={entry} />
          <div className={styles.cardFoot}>
            <Who entry={entry} />
            {entry.fromAddress && <From entry={entry} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Who({ entry }: { entry: Entry }) {
  const { name, kind } = actorWords(entry);
  return (
    <span className={styles.who}>
      <span className={styles.name}>{name}</span>
      {kind && <span className={styles.kind}>{kind}</span>}
    </span>
  );
}

const CHANGES_SHOWN = 4;

function What({ entry }: { entry: Entry }) {
  const { changes } = entry;
  const hidden = changes.slice(CHANGES_SHOWN);
  return (
    <div className={styles.whatCell}>
      <div>{entry.summary}</div>
      {changes.slice(0, CHANGES_SHOWN).map((change) => (
        <div key={change.field} className={styles.change}>
          {changeText(change)}
        </div>
      ))}
      {hidden.length > 0 && (
        <details className={styles.more}>
          <summary>{hidden.length} more</summary>
          {hidden.map((change) => (
            <div key={change.field} className={styles.change}>
              {changeText(change)}
            </div>
          ))}
        </details>
      )}
      {entry.reason && <div className={styles.change}>Reason: {entry.reason}</div>}
    </div>
  );
}

function About({ entry, onSubject }: { entry: Entry; onSubject: OnSubject }) {
  const { subject } = entry;
  const words = subjectWords(subject);
  if (subject.orderId) {
    return (
      <Link className={styles.open} to="/orders" search={{ order: subject.orderId }}>
        {words}
      </Link>
    );
  }
  return (
    <UnstyledButton
      className={styles.open ?? ''}
      data-tip="Show only what concerns it"
      onClick={() => onSubject(subject)}
    >
      {words}
    </UnstyledButton>
  );
}

function From({ entry: { fromAddress, fromAgent } }: { entry: Entry }) {
  if (!fromAddress) return <Nothing />;
  return (
    <span className="tabular" data-tip={fromAgent ?? undefined}>
      <span className="hidden-text">from </span>
      {fromAddress}
    </span>
  );
}
