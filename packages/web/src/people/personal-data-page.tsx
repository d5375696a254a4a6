import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconUserOff, IconUserSearch } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useCustomerDataQuery, useCustomerOfOrderQuery, useViewerQuery } from '../generated.ts';
import { EmptyState, ErrorState, LinesSkeleton, NoPermission } from '../ui/states.tsx';
import { CustomerFound } from './customer-found.tsx';
import { readPersonalDataSearch } from './personal-data-search.ts';
import styles from './personal-data.module.css';

/** What customers may ask for: to get what is held of them, and to be forgotten. */
export function PersonalDataPage() {
  const permissions = useViewerQuery().data?.viewer?.permissions ?? [];
  const { order } = readPersonalDataSearch(useSearch({ strict: false }));
  if (!permissions.includes('MANAGE_PERSONAL_DATA')) {
    return (
      <NoPermission title="You may not hand out or erase customers’ data">
        <p>Admins do that. An admin can give you that role.</p>
      </NoPermission>
    );
  }
  // Another order begins anew.
  return order ? <OfOrder key={order} orderId={order} /> : <Customers begin="" />;
}

function OfOrder({ orderId }: { orderId: string }) {
  const { data, error, refetch } = useCustomerOfOrderQuery({ variables: { orderId } });
  if (error) {
    return (
      <ErrorState
        title="The order could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) {
    return (
      <div className={styles.page}>
        <LinesSkeleton label="Loading the customer" lines={6} />
      </div>
    );
  }
  const customer = data.order?.customer;
  const isKnown = customer?.visibility === 'FULL' && !customer.erasedAt;
  return <Customers begin={isKnown ? (customer.email ?? '') : ''} />;
}

function Customers({ begin }: { begin: string }) {
  const [typed, setTyped] = useState(begin);
  const [wanted, setWanted] = useState(begin);
  return (
    <div className={styles.page}>
      <p className={styles.hint}>
        A customer is an email address. Find one to download everything that is held of them, or to
        erase them from all orders.
      </p>
      <form
        className={styles.find}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setWanted(typed.trim());
        }}
      >
        <TextInput
          label="Email address of the customer"
          className={styles.address ?? ''}
          type="email"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          disabled={typed.trim() === ''}
          leftSection={<IconSearch size={15} aria-hidden />}
        >
          Find
        </Button>
      </form>
      {wanted === '' ? (
        <EmptyState icon={IconUserSearch} title="Nobody is chosen yet" compact>
          <p>Type an address, or come here from the customer of an order.</p>
        </EmptyState>
      ) : (
        <Found key={wanted} email={wanted} />
      )}
    </div>
  );
}

function Found({ email }: { email: string }) {
  const { data, error, refetch } = useCustomerDataQuery({
    variables: { email },
    // Whoever is erased must not stand in the memory of the page, nor be decided about from it.
    fetchPolicy: 'no-cache',
    notifyOnNetworkStatusChange: false,
  });
  if (error && !data) {
    return (
      <ErrorState
        title="It could not be found out what is held"
        error={error}
        onRetry={() => void refetch()}
        compact
      />
    );
  }
  if (!data) return <LinesSkeleton label="Finding what is held" lines={5} />;
  if (data.customerData.orders === 0) {
    return (
      <EmptyState icon={IconUserOff} title="Nothing is held under this address" compact>
        <p>No order in your checkouts has it. Perhaps the customer used another address.</p>
      </EmptyState>
    );
  }
  return <CustomerFound email={email} held={data.customerData} onErased={() => void refetch()} />;
}
