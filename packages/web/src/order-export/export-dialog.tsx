import { Button, Progress } from '@mantine/core';
import type { OrderExportProgressFragment, RequestOrderExportInput } from '../generated.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ExportFields } from './export-fields.tsx';
import { toExportInput, useExportOptions } from './export-options.ts';
import { ordersText, progressText } from './export-words.ts';
import styles from './order-export.module.css';
import { fileAddress, useOrderExport } from './use-order-export.ts';
import { Words } from '../ui/request-id.tsx';

/** Asks how the file is wanted, then shows how far its download is. */
export function ExportDialog(props: {
  opened: boolean;
  /** What the list shows, as it was when the dialog opened. */
  list: Pick<RequestOrderExportInput, 'filter' | 'sort' | 'columns'>;
  total: { value: number; isExact: boolean } | null;
  isMasked: boolean;
  onClose: () => void;
}) {
  const [options, setOptions] = useExportOptions();
  const exported = useOrderExport();
  const { present, problem } = exported;
  const wish = toExportInput(props.list, options);
  const isUnderWay = present?.status === 'WAITING' || present?.status === 'RUNNING';
  const close = () => {
    props.onClose();
    // One that is under way is shown again when the dialog is opened again.
    if (!isUnderWay) exported.clear();
  };

  return (
    <Dialog
      opened={props.opened}
      title="Export orders"
      size="lg"
      onClose={close}
      buttons={
        <Buttons
          present={present}
          exported={exported}
          startLabel={`Export ${ordersText(props.total)}`}
          onStart={() => exported.start(wish)}
          onClose={close}
        />
      }
    >
      {present ? (
        <ExportProgress exported={present} />
      ) : (
        <>
          <p className={styles.scope}>
            Filters and columns as on screen: <strong>{ordersText(props.total)}</strong>, in the
            order of the list.
            {props.isMasked && ' Names and email addresses are shortened, as on your screen.'}
          </p>
          <ExportFields options={options} onChange={setOptions} />
        </>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          <Words text={problem} />
        </p>
      )}
    </Dialog>
  );
}

function Buttons(props: {
  present: OrderExportProgressFragment | null;
  exported: ReturnType<typeof useOrderExport>;
  startLabel: string;
  onStart: () => void;
  onClose: () => void;
}) {
  const { present, exported } = props;
  switch (present?.status) {
    case undefined:
      return (
        <>
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="violet" loading={exported.isAsking} onClick={props.onStart}>
            {props.startLabel}
          </Button>
        </>
      );
    case 'WAITING':
    case 'RUNNING':
      return (
        <>
          <Button variant="default" loading={exported.isCancelling} onClick={exported.cancel}>
            Cancel the export
          </Button>
          <Button color="violet" onClick={props.onClose}>
            Go on working
          </Button>
        </>
      );
    case 'READY':
      return (
        <Button color="violet" onClick={props.onClose}>
          Done
        </Button>
      );
    case 'FAILED':
    case 'EXPIRED':
      return (
        <>
          <Button variant="default" onClick={props.onClose}>
            Close
          </Button>
          <Button color="violet" loading={exported.isAsking} onClick={props.onStart}>
            Try again
          </Button>
        </>
      );
  }
}

function ExportProgress({ exported }: { exported: OrderExportProgressFragment }) {
  const { status, progress, failureMessage } = exported;
  const words = progressText(exported);
  const address = fileAddress(exported);
  const isOver = status === 'FAILED' || status === 'EXPIRED';
  return (
    <div className={styles.progress}>
      <Progress.Root size={8}>
        <Progress.Section
          value={progress * 100}
          color={isOver ? 'red' : 'violet'}
          aria-label="Part of the orders that is downloaded"
          aria-valuetext={words}
        />
      </Progress.Root>
      <p className={styles.words} role="status">
        {words}
      </p>
      {isOver && (
        <p className={styles.problem} role="alert">
          {failureMessage ?? 'Its address was not fetched within 15 minutes.'}
        </p>
      )}
      {address && status !== 'RUNNING' && !isOver && (
        <p className={styles.words}>
          <a className={styles.link} href={address} download="">
            {status === 'READY'
              ? 'Download it again'
              : 'Download it, if your browser has not begun'}
          </a>
        </p>
      )}
    </div>
  );
}
