import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { RequestOrderExportInput } from '../generated.ts';
import { ExportDialog } from './export-dialog.tsx';
import { columnsOnScreen } from './export-options.ts';
import styles from './order-export.module.css';

/** Exports what the list shows: its filters, its columns and its order. */
export function ExportButton(props: {
  filter: NonNullable<RequestOrderExportInput['filter']>;
  sort: NonNullable<RequestOrderExportInput['sort']>;
  tab: 'all' | 'attention';
  total: { value: number; isExact: boolean } | null;
  isMasked: boolean;
}) {
  const [opened, setOpened] = useState(false);
  const [hasOpened, setHasOpened] = useState(false);
  const { filter, sort, tab } = props;
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={styles.open ?? ''}
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={() => {
          setOpened(true);
          setHasOpened(true);
        }}
      >
        Export…
      </Button>
      {hasOpened && (
        <ExportDialog
          opened={opened}
          list={{ filter, sort, columns: columnsOnScreen(tab) }}
          total={props.total}
          isMasked={props.isMasked}
          onClose={() => setOpened(false)}
        />
      )}
    </>
  );
}
