import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChecks, IconReceiptRefund, IconRefresh } from '@tabler/icons-react';
import type { ActionRowFragment, PanelOrderFragment } from '../generated.ts';
import { rerunLabel } from '../order-dialogs/rerun-words.ts';
import { AllowedButton } from '../ui/allowed-button.tsx';
import { OrderStatusPill } from '../ui/status-pill.tsx';
import { Ago } from '../ui/time.tsx';
import { formatMoney, lessMoney, Money, Nothing, personName } from '../ui/values.tsx';
import styles from './panel-head.module.css';

/** The order in one glance; and if it needs somebody, why, with the button that mends it. */
export function PanelHead(props: {
  order: PanelOrderFragment;
  broken: ActionRowFragment | null;
  onRerun: (action: ActionRowFragment) => void;
  onComplete: () => void;
  onRefund: () => void;
}) {
  const { order, broken } = props;
  const name = personName(order.customer);
  return (
    <header className={styles.head}>
      <div className={styles.row}>
        <HeadTotal order={order} />
        <OrderStatusPill status={order.status} />
      </div>
      {order.refundPending.minor > 0 && (
        <div className={styles.pending}>
          {formatMoney(order.refundPending)} of it is held for a refund under way
        </div>
      )}
      <div className={styles.who}>
        {name && <span className={styles.name}>{name}</span>}
        {order.customer.erasedAt ? (
          <Nothing>
            The customer’s data was erased <Ago at={order.customer.erasedAt} focusable />
          </Nothing>
        ) : (
          (order.customer.email ?? <Nothing>The customer gave no email yet</Nothing>)
        )}
      </div>
      <div className={styles.when}>
        Created <Ago at={order.createdAt} focusable />
        {order.paidAt && (
          <>
            {' '}
            · paid <Ago at={order.paidAt} focusable />
          </>
        )}
        {order.completion && (
          <>
            {' '}
            · completed <Ago at={order.completion.at} focusable />
            {order.completion.byHand && ` by ${order.completion.by.name}`}
          </>
        )}
      </div>
      {order.attention && (
        <div className={styles.attention} role="note" aria-label="Requires attention">
          <IconAlertTriangle size={18} stroke={2} aria-hidden />
          <div>
            <p>{order.attention.summary}</p>
            {broken && (
              <Button
                size="xs"
                leftSection={<IconRefresh size={15} aria-hidden />}
                onClick={() => props.onRerun(broken)}
              >
                {rerunLabel(broken.rerunOptions).withName(broken.name)}
              </Button>
            )}
          </div>
        </div>
      )}
      <div className={styles.deeds}>
        <AllowedButton
          size="xs"
          leftSection={<IconChecks size={15} aria-hidden />}
          allowed={order.completeOptions.allowed}
          refusal={order.completeOptions.refusal}
          onClick={props.onComplete}
        >
          Complete order…
        </AllowedButton>
        <AllowedButton
          size="xs"
          leftSection={<IconReceiptRefund size={15} aria-hidden />}
          allowed={order.refundOptions.allowed}
          refusal={order.refundOptions.refusal}
          onClick={props.onRefund}
        >
          Refund…
        </AllowedButton>
      </div>
    </header>
  );
}

function HeadTotal({ order }: { order: PanelOrderFragment }) {
  if (order.refunded.minor === 0) {
    return (
      <span className={styles.total}>
        <Money value={order.total} />
      </span>
    );
  }
  return (
    <span className={styles.total}>
      <span className={styles.was}>
        <Money value={order.total} struck />
      </span>
      <Money value={lessMoney(order.total, order.refunded)} />
    </span>
  );
}
