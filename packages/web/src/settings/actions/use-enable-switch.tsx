import { notifications } from '@mantine/notifications';
import {
  useUpdateActionConfigurationMutation,
  type ConfigurationRowFragment,
} from '../../generated.ts';
import { faultWords } from '../../ui/states.tsx';
import { TOAST_WITH_ID_MS, Words } from '../../ui/request-id.tsx';

/** Turns an action on or off at once, and says what that means for orders. */
export function useEnableSwitch(): {
  setEnabled: (configuration: ConfigurationRowFragment, enabled: boolean) => Promise<void>;
  isBusy: boolean;
} {
  const [update, { loading }] = useUpdateActionConfigurationMutation();
  const setEnabled = async ({ id, name }: ConfigurationRowFragment, enabled: boolean) => {
    let problem: string | null;
    try {
      const { data } = await update({
        variables: { input: { id, enabled, idempotencyKey: crypto.randomUUID() } },
      });
      problem = data?.updateActionConfiguration.errors[0]?.message ?? null;
    } catch (error) {
      problem = faultWords(error);
    }
    if (problem === null) {
      notifications.show({
        message: enabled
          ? `“${name}” is enabled: it runs for orders paid from now on.`
          : `“${name}” is disabled: orders paid from now on do not get it.`,
      });
      return;
    }
    notifications.show({
      color: 'red',
      autoClose: TOAST_WITH_ID_MS,
      title: `“${name}” was not ${enabled ? 'enabled' : 'disabled'}`,
      message: <Words text={problem} />,
    });
  };
  return { setEnabled, isBusy: loading };
}
