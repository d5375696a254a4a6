import { Switch } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import {
  useActionConfigurationsQuery,
  useActionKindsQuery,
  type ConfigurationRowFragment,
} from '../../generated.ts';
import { wordName } from '../../ui/values.tsx';
import { useCheckout } from '../checkout.ts';
import { isFound } from '../configuration-search.ts';
import { RecordList } from '../record-list.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { ActionPanel } from './action-panel.tsx';
import { whereWords } from './level-words.ts';
import { useEnableSwitch } from './use-enable-switch.tsx';

/** What runs after each payment in a checkout: at the checkout itself, its offers and products. */
export function ActionsPage() {
  const checkout = useCheckout();
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useActionConfigurationsQuery({
    variables: { checkoutId: checkout.id },
    fetchPolicy: 'cache-and-network',
  });
  const labelOf = useKindLabel();
  const all = data?.actionConfigurations;
  const rows = all?.filter((row) =>
    isFound(search.find, [row.name, labelOf(row.kind), whereWords(row)]),
  );
  return (
    <>
      <RecordList
        one="action"
        many="actions"
        rows={rows ?? null}
        total={all?.length ?? 0}
        error={error}
        onRetry={() => void refetch()}
        columns={[
          { name: 'Kind', cell: ({ kind }) => labelOf(kind) },
          { name: 'Runs for', cell: whereWords },
          { name: 'Version', cell: ({ version }) => version, isNumber: true, isMinor: true },
        ]}
        control={enabledControl}
        empty={{
          icon: IconBolt,
          words: (
            <p>
              Nothing runs after a payment in {checkout.name}: no receipt, no access, no webhook.
            </p>
          ),
        }}
      />
      {search.open && <ActionPanel key={search.open} openId={search.open} />}
    </>
  );
}

/** What a kind is called, before its form is known too. */
function useKindLabel(): (kind: string) => string {
  const { data } = useActionKindsQuery();
  return (kind) => data?.actionKinds.find((one) => one.kind === kind)?.label ?? wordName(kind);
}

function EnableSwitch({ row }: { row: ConfigurationRowFragment }) {
  const { setEnabled, isBusy } = useEnableSwitch();
  return (
    <Switch
      size="sm"
      aria-label={`Enabled: ${row.name}`}
      checked={row.enabled}
      disabled={isBusy}
      onChange={({ currentTarget }) => void setEnabled(row, currentTarget.checked)}
    />
  );
}

const enabledControl = {
  name: 'Enabled',
  cell: (row: ConfigurationRowFragment) => <EnableSwitch row={row} />,
};
