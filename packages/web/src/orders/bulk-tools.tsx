import { Button, UnstyledButton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { OrderFilter } from '../generated.ts';
import { BulkRerunDialog } from '../order-dialogs/bulk-rerun-dialog.tsx';
import styles from './list-toolbar.module.css';

/**
 * Re-runs the failed actions of many orders: of those chosen, or of all that the list shows.
 * `isChoosing` is null where a box stands at every order; on a phone choosing is a mode of its own.
 */
export function BulkTools(props: {
  filter: OrderFilter;
  chosenIds: readonly string[];
  isChoosing: boolean | null;
  onChoosing: (isChoosing: boolean) => void;
  onClear: () => void;
  onStarted: (bulkRerunId: string) => void;
}) {
  const { chosenIds, isChoosing } = props;
  const [opened, setOpened] = useState(false);
  // Every opening begins with an empty form; it stays while it closes.
  const [openings, setOpenings] = useState(0);
  const open = () => {
    setOpened(true);
    setOpenings(openings + 1);
  };
  const started = (bulkRerunId: string) => {
    setOpened(false);
    props.onStarted(bulkRerunId);
  };

  return (
    <span className={styles.bulk}>
      {isChoosing === false && (
        <Button variant="default" size="compact-sm" onClick={() => props.onChoosing(true)}>
          Select
        </Button>
      )}
      {(chosenIds.length > 0 || isChoosing) && (
        <>
          <span role="status" className={styles.chosen}>
            {chosenIds.length} selected
          </span>
          <UnstyledButton
            className={styles.link ?? ''}
            onClick={() => {
              props.onClear();
              props.onChoosing(false);
            }}
          >
            {isChoosing ? 'Done' : 'Clear selection'}
          </UnstyledButton>
        </>
      )}
      <Button
        variant={chosenIds.length > 0 ? 'filled' : 'default'}
        size="compact-sm"
        leftSection={<IconRefresh size={14} aria-hidden />}
        onClick={open}
      >
        Re-run failed actions…
      </Button>
      {openings > 0 && (
        <BulkRerunDialog
          key={openings}
          opened={opened}
          filter={props.filter}
          chosenIds={chosenIds}
          onStarted={started}
          onClose={() => setOpened(false)}
        />
      )}
    </span>
  );
}
