import { notifications } from '@mantine/notifications';
import {
  useSaveSettingsMutation,
  useShopSettingsQuery,
  useViewerQuery,
  type SaveSettingsInput,
  type SettingsShownFragment,
} from '../../generated.ts';
import { ErrorState, LinesSkeleton, NoPermission } from '../../ui/states.tsx';
import { PageForm } from '../form/page-form.tsx';
import { useForm, type Problems, type Reading } from '../form/use-form.ts';
import { AlertSettings, readAlerts, savedAlerts, type AlertValues } from './alert-settings.tsx';
import { GraceSettings, readGrace, savedGrace, type GraceValues } from './grace-settings.tsx';
import {
  PersonalDataSettings,
  readPersonalData,
  savedPersonalData,
  type PersonalDataValues,
} from './personal-data-settings.tsx';
import {
  readRefundLimits,
  RefundLimitSettings,
  type RefundLimitValues,
  savedRefundLimits,
  sentRefundLimits,
} from './refund-limit-settings.tsx';
import { SettingsHistory } from './settings-history.tsx';
import styles from './settings-page.module.css';
import {
  readTwoFactor,
  savedTwoFactor,
  sentTwoFactor,
  TwoFactorSettings,
  type TwoFactorValues,
} from './two-factor-settings.tsx';

/** What holds for the whole shop. Another group of settings is a file beside these and its lines here. */
export function SettingsPage() {
  const mayChange = useViewerQuery().data?.viewer?.permissions.includes('MANAGE_SETTINGS') ?? false;
  if (!mayChange) {
    return (
      <NoPermission title="You may not change the settings">
        <p>
          They hold for all checkouts, so only admins change them. An admin can give you that role.
        </p>
      </NoPermission>
    );
  }
  return <LoadedSettings />;
}

function LoadedSettings() {
  const { data, error, refetch } = useShopSettingsQuery({
    // What is shown is what is saved over: never older settings out of the cache.
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
    notifyOnNetworkStatusChange: false,
  });
  if (data) return <SettingsForm settings={data.settings} />;
  if (error) {
    return (
      <ErrorState
        title="The settings could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <div className={styles.loading}>
      <LinesSkeleton label="Loading the settings" lines={8} />
    </div>
  );
}

type SettingsValues = GraceValues &
  AlertValues &
  RefundLimitValues &
  PersonalDataValues &
  TwoFactorValues;
type SettingsWish = Omit<SaveSettingsInput, 'idempotencyKey'>;

function savedSettings(settings: SettingsShownFragment): SettingsValues {
  return {
    ...savedGrace(settings),
    ...savedAlerts(settings),
    ...savedRefundLimits(settings),
    ...savedPersonalData(settings),
    ...savedTwoFactor(settings),
  };
}

function readSettings(values: SettingsValues, saved: SettingsShownFragment): Reading<SettingsWish> {
  const readings = [
    readGrace(values, saved),
    readAlerts(values, saved),
    readRefundLimits(values),
    readPersonalData(values),
    readTwoFactor(values),
  ];
  const problems = readings.flatMap((reading) => (reading.ok ? [] : [reading.problems]));
  if (problems.length > 0)
    return { ok: false, problems: Object.assign({}, ...problems) as Problems };
  const input = Object.assign({}, ...readings.map((one) => one.ok && one.input)) as SettingsWish;
  return { ok: true, input: changedOf(input, saved) };
}

/** Only what was changed here is sent: somebody else may have changed the rest meanwhile. */
function changedOf(input: SettingsWish, saved: SettingsShownFragment): SettingsWish {
  const before: SettingsWish = {
    ...saved,
    graceMs: saved.graceMs === saved.graceDefaultMs ? null : saved.graceMs,
    alertWebhookSecret: null,
    ...sentRefundLimits(saved),
    ...sentTwoFactor(saved),
  };
  return Object.fromEntries(
    Object.entries(input).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(before[name as keyof SettingsWish]),
    ),
  );
}

function SettingsForm({ settings }: { settings: SettingsShownFragment }) {
  const [save] = useSaveSettingsMutation();
  const form = useForm<SettingsValues, SettingsWish, SettingsShownFragment>({
    initial: () => savedSettings(settings),
    read: (values) => readSettings(values, settings),
    send: async (input, idempotencyKey) => {
      const { data } = await save({ variables: { input: { ...input, idempotencyKey } } });
      return {
        saved: data?.saveSettings.settings ?? null,
        errors: data?.saveSettings.errors ?? [],
      };
    },
    onSaved: (saved) => {
      notifications.show({ message: 'The settings are saved.' });
      return savedSettings(saved);
    },
  });
  return (
    <PageForm
      form={form}
      onDiscard={() => form.replace(savedSettings(settings))}
      aside={<SettingsHistory newest={JSON.stringify(settings)} />}
    >
      <GraceSettings form={form} saved={settings} />
      <AlertSettings form={form} saved={settings} />
      <RefundLimitSettings form={form} />
      <PersonalDataSettings form={form} />
      <TwoFactorSettings form={form} />
    </PageForm>
  );
}
