import { Kbd, Modal } from '@mantine/core';
import styles from './keys-help.module.css';
import { useViewer } from './viewer.tsx';

const CONFIGURATION = 'Go to the configuration';
const REPORTS = 'Go to the reports';
const MEMBERS = 'Go to the members';
const keys: readonly (readonly [readonly string[], string])[] = [
  [['/'], 'Search the orders'],
  [['J', '↓'], 'Next order'],
  [['K', '↑'], 'Previous order'],
  [['Enter'], 'Open the order'],
  [['Esc'], 'Close the panel'],
  [['R'], 'Re-run the first failed action of the open order'],
  [['C'], 'Complete the open order by hand'],
  [['F'], 'Refund the open order'],
  [['G', 'O'], 'Go to all orders'],
  [['G', 'A'], 'Go to the orders that require attention'],
  [['G', 'R'], REPORTS],
  [['G', 'C'], CONFIGURATION],
  [['G', 'M'], MEMBERS],
  [['G', 'P'], 'Go to the playground'],
  [['Ctrl', 'K'], 'Find orders and pages from anywhere'],
  [['?'], 'Show these keys'],
];

export function KeysHelp(props: { opened: boolean; onClose: () => void }) {
  const { viewer } = useViewer();
  const isOffered = (deed: string) =>
    (deed !== CONFIGURATION || viewer.permissions.includes('MANAGE_CONFIGURATION')) &&
    (deed !== MEMBERS || viewer.permissions.includes('MANAGE_MEMBERS')) &&
    (deed !== REPORTS || viewer.permissions.includes('READ_REPORTS'));
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title="Keyboard shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className={styles.keys}>
        {keys
          .filter(([, deed]) => isOffered(deed))
          .map(([combination, deed]) => (
            <div key={deed} className={styles.row}>
              <dt>{deed}</dt>
              <dd>
                {combination.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </Modal>
  );
}
