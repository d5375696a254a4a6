import { TextInput } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import type { SaveSettingsInput, SettingsShownFragment } from '../../generated.ts';
import { readDecimal } from '../../ui/decimal.ts';
import { DurationField } from '../form/duration-field.tsx';
import { readDuration, writeDuration, type DurationText } from '../form/duration-text.ts';
import page from '../form/page-form.module.css';
import { PageGroup } from '../form/page-form.tsx';
import { SecretField } from '../form/secret-field.tsx';
import type { Fields, Reading } from '../form/use-form.ts';
import styles from './alert-settings.module.css';
import { makeSigningSecret } from './signing-secret.ts';

/** How and when the team hears outside of this program that orders require attention. */

export type AlertValues = {
  readonly alertEmail: string;
  readonly alertWebhookUrl: string;
  /** Null is the secret that is set. */
  readonly alertWebhookSecret: string | null;
  readonly alertCount: string;
  readonly alertOlderThanMs: DurationText;
};

export function savedAlerts(settings: SettingsShownFragment): AlertValues {
  return {
    alertEmail: settings.alertEmail ?? '',
    alertWebhookUrl: settings.alertWebhookUrl ?? '',
    alertWebhookSecret: null,
    alertCount: settings.alertCount === null ? '' : String(settings.alertCount),
    alertOlderThanMs: writeDuration(settings.alertOlderThanMs, 'hours'),
  };
}

type AlertInput = Pick<SaveSettingsInput, keyof AlertValues>;

export function readAlerts(values: AlertValues, saved: SettingsShownFragment): Reading<AlertInput> {
  const count = readCount(values.alertCount);
  const olderThan = readDuration(values.alertOlderThanMs);
  const url = values.alertWebhookUrl.trim();
  const isAsked = url !== '' || saved.alertWebhookSecretIsSet;
  const secret = isAsked ? (values.alertWebhookSecret?.trim() ?? null) : null;
  const lacksSecret = secret === null ? isAsked && !saved.alertWebhookSecretIsSet : secret === '';
  const problems = {
    ...(lacksSecret && {
      alertWebhookSecret: 'Make a signing secret, or enter the one that the receiver has.',
    }),
    ...(!count.ok && { alertCount: count.problem }),
    ...(!olderThan.ok && { alertOlderThanMs: olderThan.problem }),
  };
  if (!count.ok || !olderThan.ok || lacksSecret) return { ok: false, problems };
  return {
    ok: true,
    input: {
      alertEmail: values.alertEmail.trim() || null,
      alertWebhookUrl: url || null,
      alertWebhookSecret: secret,
      alertCount: count.value,
      alertOlderThanMs: olderThan.value,
    },
  };
}

function readCount(
  text: string,
): { ok: true; value: number | null } | { ok: false; problem: string } {
  const read = readDecimal(text, 0);
  if (read.ok) return { ok: true, value: read.units };
  if (read.problem === 'EMPTY') return { ok: true, value: null };
  return { ok: false, problem: 'Write a whole number of orders, like 10.' };
}

export function AlertSettings(props: { form: Fields<AlertValues>; saved: SettingsShownFragment }) {
  const { values, set, at } = props.form;
  const isSet = props.saved.alertWebhookSecretIsSet;
  return (
    <PageGroup
      title="Alerts to the team"
      hint={
        <>
          <p>
            So that orders which require attention are noticed when nobody looks here. An alert
            names the number of orders and the oldest of them, never a customer.
          </p>
          <p>The same thing is told at most once an hour.</p>
        </>
      }
    >
      <WhoIsTold values={values} />
      <TextInput
        label="Email"
        description="One address, best that of the whole team."
        type="email"
        inputMode="email"
        placeholder="nobody"
        value={values.alertEmail}
        onChange={({ currentTarget }) => set('alertEmail', currentTarget.value)}
        {...at('alertEmail')}
      />
      <TextInput
        label="Webhook address"
        description="Called as Standard Webhooks describe it, signed with the secret."
        type="url"
        inputMode="url"
        placeholder="https://"
        value={values.alertWebhookUrl}
        onChange={({ currentTarget }) => set('alertWebhookUrl', currentTarget.value)}
        {...at('alertWebhookUrl')}
      />
      {(values.alertWebhookUrl.trim() !== '' || isSet) && (
        <SecretField
          label="Signing secret"
          description="By it the receiver knows that an alert is ours. It is kept encrypted and not shown again."
          required
          value={values.alertWebhookSecret}
          isSet={isSet}
          mark={at('alertWebhookSecret')}
          make={makeSigningSecret}
          onChange={(secret) => set('alertWebhookSecret', secret)}
        />
      )}
      <TextInput
        label="When more orders require attention than"
        description="0 tells of the first. Left empty, the number does not matter."
        inputMode="numeric"
        placeholder="any number"
        classNames={{ wrapper: page.count ?? '' }}
        value={values.alertCount}
        onChange={({ currentTarget }) => set('alertCount', currentTarget.value)}
        {...at('alertCount')}
      />
      <DurationField
        label="When an order has required attention for longer than"
        description="Left empty, the time does not matter."
        placeholder="any time"
        value={values.alertOlderThanMs}
        mark={at('alertOlderThanMs')}
        onChange={(time) => set('alertOlderThanMs', time)}
      />
    </PageGroup>
  );
}

/** What the fields come to, since half of them alone tell nobody anything. */
function WhoIsTold({ values }: { values: AlertValues }) {
  const ways = [
    values.alertEmail.trim() && 'by email',
    values.alertWebhookUrl.trim() && 'by webhook',
  ].filter(Boolean);
  const hasOccasion =
    values.alertCount.trim() !== '' || values.alertOlderThanMs.amount.trim() !== '';
  const isOn = ways.length > 0 && hasOccasion;
  const Icon = isOn ? IconBell : IconBellOff;
  return (
    <p className={styles.standing} data-on={isOn || undefined} role="status">
      <Icon size={17} stroke={1.8} aria-hidden />
      {isOn && `The team is told ${ways.join(' and ')}.`}
      {!isOn && ways.length > 0 && 'Nobody is told yet: say below when.'}
      {!isOn && ways.length === 0 && hasOccasion && 'Nobody is told yet: say how.'}
      {!isOn && ways.length === 0 && !hasOccasion && 'Alerts are off.'}
    </p>
  );
}
