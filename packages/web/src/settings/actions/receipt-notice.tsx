import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { IconMailOff } from '@tabler/icons-react';
import { useActionConfigurationsQuery, type CheckoutShownFragment } from '../../generated.ts';
import styles from './receipt-notice.module.css';
import { useEnableSwitch } from './use-enable-switch.tsx';

/**
 * Says that nobody gets a receipt. Each new checkout has one that is not enabled, and sellers
 * forget: no order ever fails because of it, so nothing else would tell them.
 */
export function ReceiptNotice({ checkout }: { checkout: CheckoutShownFragment }) {
  const { data } = useActionConfigurationsQuery({ variables: { checkoutId: checkout.id } });
  const navigate = useNavigate();
  const { setEnabled, isBusy } = useEnableSwitch();
  if (!data) return null;
  const receipts = data.actionConfigurations.filter(({ kind }) => kind === 'receipt-email');
  if (receipts.some(({ enabled }) => enabled)) return null;
  const [receipt] = receipts;
  return (
    <div className={styles.notice} role="status">
      <IconMailOff size={18} stroke={1.8} aria-hidden />
      <p>
        Customers of {checkout.name} get no receipt:{' '}
        {receipt ? 'it is set up but not enabled.' : 'none is set up.'}
      </p>
      {receipt ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={isBusy}
          onClick={() => void setEnabled(receipt, true)}
        >
          Enable the receipt
        </Button>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            void navigate({
              to: '/configuration/actions',
              search: { checkout: checkout.id, open: 'new' },
            })
          }
        >
          Set up a receipt
        </Button>
      )}
    </div>
  );
}
