import { Select } from '@mantine/core';
import { IconBuildingStore, IconMoodEmpty } from '@tabler/icons-react';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useCheckoutsQuery, useViewerQuery, type CheckoutShownFragment } from '../generated.ts';
import { PageTabs } from '../ui/page-tabs.tsx';
import { EmptyState, ErrorState, LinesSkeleton, NoPermission } from '../ui/states.tsx';
import { ReceiptNotice } from './actions/receipt-notice.tsx';
import { CheckoutContext } from './checkout.ts';
import styles from './configuration-page.module.css';
import { useConfigurationPlace } from './use-configuration-place.ts';

const pages = [
  ['/configuration/actions', 'Actions'],
  ['/configuration/products', 'Products'],
  ['/configuration/offers', 'Offers'],
  ['/configuration/links', 'Checkout links'],
  ['/configuration/codes', 'Discount codes'],
  ['/configuration/checkouts', 'Checkouts'],
] as const;
/** Of no single checkout, and for admins. */
const SETTINGS = '/configuration/settings';
const settingsPage = [SETTINGS, 'Settings'] as const;

/** Everything that is set up, one checkout at a time: whose, and what of it, is in the address. */
export function ConfigurationPage() {
  const viewer = useViewerQuery().data?.viewer;
  if (viewer && !viewer.permissions.includes('MANAGE_CONFIGURATION')) {
    return (
      <NoPermission title="You may not change the configuration">
        <p>
          Actions, products, offers, links and codes are set up by maintainers and admins. An admin
          can give you that role.
        </p>
      </NoPermission>
    );
  }
  return (
    <div className={styles.page}>
      <h1 className="hidden-text">Configuration</h1>
      <PageBar mayChangeSettings={viewer?.permissions.includes('MANAGE_SETTINGS') ?? false} />
      <div className={styles.content}>
        <Outlet />
      </div>
    </div>
  );
}

/** The checkouts there are and the one in the address; null where the address names none of them. */
function useChosenCheckout() {
  const { data, error, refetch } = useCheckoutsQuery();
  const { search } = useConfigurationPlace();
  const checkouts = data?.checkouts;
  const named = checkouts?.find(({ id }) => id === search.checkout) ?? null;
  const chosen = search.checkout === undefined ? (checkouts?.[0] ?? null) : named;
  return { checkouts, chosen, error, refetch };
}

/** Around the pages of what is set up for one checkout. */
export function OfCheckout() {
  const { checkouts, chosen, error, refetch } = useChosenCheckout();
  return (
    <>
      {!checkouts && error && (
        <ErrorState
          title="Your checkouts could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!checkouts && !error && (
        <div className={styles.loading}>
          <LinesSkeleton label="Loading the configuration" lines={6} />
        </div>
      )}
      {checkouts && chosen && (
        <CheckoutContext value={chosen}>
          <ReceiptNotice checkout={chosen} />
          {/* Another checkout is another page: nothing half done is carried over. */}
          <div key={chosen.id} className={styles.content}>
            <Outlet />
          </div>
        </CheckoutContext>
      )}
      {checkouts && !chosen && <NoSuchCheckout first={checkouts[0] ?? null} />}
    </>
  );
}

function NoSuchCheckout(props: { first: CheckoutShownFragment | null }) {
  if (!props.first) {
    return (
      <EmptyState icon={IconBuildingStore} title="No checkout is yours">
        <p>Your role holds for no checkout yet. An admin can add you to one.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconMoodEmpty} title="There is no such checkout">
      <p>It may not be yours, or the address is incomplete.</p>
      <Link to="." search={{ checkout: props.first.id }}>
        Go to {props.first.name}
      </Link>
    </EmptyState>
  );
}

function PageBar(props: { mayChangeSettings: boolean }) {
  const { search } = useConfigurationPlace();
  const { pathname } = useLocation();
  const kept = search.checkout ? { checkout: search.checkout } : {};
  const isOfShop = pathname === SETTINGS;
  return (
    <div className={styles.bar}>
      <PageTabs
        name="Configuration"
        tabs={[...pages, ...(props.mayChangeSettings ? [settingsPage] : [])]}
        search={kept}
      />
      {isOfShop ? <div className={styles.ofShop}>For all checkouts</div> : <CheckoutSelect />}
    </div>
  );
}

function CheckoutSelect() {
  const { checkouts = [], chosen } = useChosenCheckout();
  const navigate = useNavigate();
  return (
    <Select
      className={styles.checkout ?? ''}
      aria-label="Checkout"
      size="xs"
      leftSection={<IconBuildingStore size={15} stroke={1.7} aria-hidden />}
      data={checkouts.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen?.id ?? null}
      searchable={checkouts.length > 7}
      allowDeselect={false}
      onChange={(checkout) => checkout && void navigate({ to: '.', search: { checkout } })}
    />
  );
}
