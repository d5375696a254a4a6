import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconUserX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRequestCustomerExportMutation, type CustomerDataShownFragment } from '../generated.ts';
import { AllowedButton } from '../ui/allowed-button.tsx';
import { downloadFrom } from '../ui/download.ts';
import { faultWords } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import { EraseCustomerDialog } from './erase-customer-dialog.tsx';
import { counted } from './counted.ts';
import styles from './personal-data.module.css';
import { TOAST_WITH_ID_MS, Words } from '../ui/request-id.tsx';

/** What is held of one customer, in numbers, with what can be done about it. */
export function CustomerFound(props: {
  email: string;
  held: CustomerDataShownFragment;
  onErased: () => void;
}) {
  const { email, held } = props;
  const [isAsking, setIsAsking] = useState(false);
  return (
    <section className={styles.found} aria-label={`What is held of ${email}`}>
      <h2>{email}</h2>
      <dl className={styles.numbers}>
        <dt>Orders</dt>
        <dd>
          {held.orders}
          {held.visits > 0 && ` (${held.visits} never paid)`}
        </dd>
        {held.firstAt && held.lastAt && (
          <>
            <dt>Opened</dt>
            <dd>
              <Ago at={held.firstAt} focusable />
              {held.orders > 1 && (
                <>
                  {' '}
                  to <Ago at={held.lastAt} focusable />
                </>
              )}
            </dd>
          </>
        )}
        <dt>Sent</dt>
        <dd>{counted(held.attempts, 'mail or call', 'mails and calls')}, with the answers</dd>
        <dt>Refunds</dt>
        <dd>{held.refunds}</dd>
        <dt>Access elsewhere</dt>
        <dd>{held.accessGiven === 0 ? 'none' : `${held.accessGiven} given`}</dd>
      </dl>
      {held.obstacles.length > 0 && <Obstacles held={held} />}
      <div className={styles.deeds}>
        <DownloadButton email={email} />
        <AllowedButton
          leftSection={<IconUserX size={15} aria-hidden />}
          allowed={held.canErase}
          refusal={held.refusal}
          onClick={() => setIsAsking(true)}
        >
          Erase this customer…
        </AllowedButton>
      </div>
      <EraseCustomerDialog
        opened={isAsking}
        email={email}
        held={held}
        onErased={props.onErased}
        onClose={() => setIsAsking(false)}
      />
    </section>
  );
}

function Obstacles({ held }: { held: CustomerDataShownFragment }) {
  return (
    <div className={styles.obstacles} role="note" aria-label="Before the customer can be erased">
      <p>Before the customer can be erased:</p>
      <ul>
        {held.obstacles.map(({ order, message }) => (
          <li key={order.id}>
            <Link to="/orders" search={{ order: order.id }}>
              Order {order.number}
            </Link>
            : {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function DownloadButton({ email }: { email: string }) {
  const [request, { loading }] = useRequestCustomerExportMutation();
  const fail = (message: string) =>
    notifications.show({
      color: 'red',
      autoClose: TOAST_WITH_ID_MS,
      message: <Words text={message} />,
    });
  const download = async () => {
    try {
      const { data } = await request({ variables: { email } });
      const answer = data?.requestCustomerExport;
      if (answer?.downloadUrl) downloadFrom(answer.downloadUrl);
      else fail(answer?.errors[0]?.message ?? 'The server gave no answer.');
    } catch (error) {
      fail(faultWords(error));
    }
  };
  return (
    <Button
      variant="default"
      loading={loading}
      leftSection={<IconDownload size={15} aria-hidden />}
      onClick={() => void download()}
    >
      Download everything (JSON)
    </Button>
  );
}
