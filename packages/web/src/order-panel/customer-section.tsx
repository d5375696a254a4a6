import type { CustomerPartFragment, PanelOrderFragment } from '../generated.ts';
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
    ['email', 'Email', customer.email],
    ['firstName', 'First name', customer.firstName],
    ['lastName', 'Last name', customer.lastName],
  ] as const;
  return (
    <Section title="Customer">
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
