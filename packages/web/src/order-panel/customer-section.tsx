import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconUserX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import {
  useViewerQuery,
  type CustomerPartFragment,
  type PanelOrderFragment,
} from '../generated.ts';
import { Ago } from '../ui/time.tsx';
import { Country, Nothing } from '../ui/values.tsx';
import styles from './order-panel.module.css';
import { Facts, Section } from './section.tsx';

const consentWords = {
  ACCEPTED: 'Accepted',
  REJECTED: 'Rejected',
  NEVER_ASKED: 'Never asked',
} satisfies Record<CustomerPartFragment['customer']['analyticsConsent'], string>;

/** All fields of the billing form as they were filled in, and the consent to analytics. */
export function CustomerSection({ order }: { order: PanelOrderFragment }) {
  const { customer } = order;
  const isMasked = customer.visibility === 'MASKED';
  // Email, name and country stand in the form's own fields too, if it was sent.
  const inForm = new Set(customer.billingFields.map(({ key }) => key));
  const known = [
    ['email', customer.erasedAt ? 'Stands for them' : 'Email', customer.email],
    ['firstName', 'First name', customer.firstName],
    ['lastName', 'Last name', customer.lastName],
  ] as const;
  return (
    <Section title="Customer" aside={<CustomerMenu order={order} />}>
      {customer.erasedAt && (
        <p className={styles.note}>
          Erased <Ago at={customer.erasedAt} focusable />: who this was is no longer known. What the
          order cost, paid and gave back stays.
        </p>
      )}
      {isMasked && (
        <p className={styles.note}>
          Personal data is shortened, because your role does not include seeing it.
        </p>
      )}
      <Facts
        of={[
          ...known.flatMap(([key, label, value]) =>
            value && !inForm.has(key) ? [[label, value] as const] : [],
          ),
          ...customer.billingFields
            .filter(({ key }) => key !== 'country' && key !== 'region')
            .map(({ label, value }) => [label, value] as const),
          ['Country', <Country key="country" code={customer.country} />],
          ...(customer.region ? [['Region', customer.region] as const] : []),
          ['Analytics consent', consentWords[customer.analyticsConsent]],
        ]}
      />
      {customer.billingFields.length === 0 && customer.email === null && (
        <p className={styles.quiet} style={{ marginTop: 10 }}>
          <Nothing>The billing form has not been sent.</Nothing>
        </p>
      )}
    </Section>
  );
}

/** For those who may: to where customers' own rights are served, with the customer of this order found. */
function CustomerMenu({ order }: { order: PanelOrderFragment }) {
  // The page has asked already; the panel never waits for it.
  const { data } = useViewerQuery({ fetchPolicy: 'cache-only' });
  const permissions = data?.viewer?.permissions ?? [];
  const { email, erasedAt } = order.customer;
  if (!permissions.includes('MANAGE_PERSONAL_DATA') || !email || erasedAt) return null;
  const search = { order: order.id };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="More about this customer">
          <IconDots size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconDownload size={15} aria-hidden />}
          renderRoot={(props) => <Link to="/people/personal-data" search={search} {...props} />}
        >
          Download this customer’s data
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUserX size={15} aria-hidden />}
          renderRoot={(props) => <Link to="/people/personal-data" search={search} {...props} />}
        >
          Erase this customer…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
