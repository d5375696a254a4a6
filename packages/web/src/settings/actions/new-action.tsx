import {
  useCreateActionConfigurationMutation,
  type ConfigurationWholeFragment,
  type KindShownFragment,
} from '../../generated.ts';
import { useCheckout } from '../checkout.ts';
import { PanelForm, SidePanel } from '../form/form-panel.tsx';
import { useForm } from '../form/use-form.ts';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { ActionFields, LevelFields, KindField } from './action-fields.tsx';
import { ActionPreview } from './action-preview.tsx';
import { TestButton } from './action-test.tsx';
import { noAction, readAction, type ActionDraft, type ActionValues } from './action-values.ts';
import { settingFieldOf } from './setting-values.ts';

/** Sets up an action: what it does, for which orders, and how. */
export function NewAction({ kinds }: { kinds: readonly KindShownFragment[] }) {
  const checkout = useCheckout();
  const { go, close } = useConfigurationPlace();
  const [create] = useCreateActionConfigurationMutation({
    refetchQueries: ['ActionConfigurations'],
  });
  const kindOf = (values: ActionValues) => kinds.find(({ kind }) => kind === values.kind) ?? null;
  const form = useForm<ActionValues, ActionDraft, ConfigurationWholeFragment>({
    initial: noAction,
    read: (values) => readAction(values, kindOf(values), checkout.id),
    send: async (input, idempotencyKey) => {
      const { data } = await create({ variables: { input: { ...input, idempotencyKey } } });
      const payload = data?.createActionConfiguration;
      return { saved: payload?.configuration ?? null, errors: payload?.errors ?? [] };
    },
    fieldOf: (path, { settings }) => settingFieldOf(path, settings),
    onSaved: ({ id }) => go({ open: id }, true),
  });
  const kind = kindOf(form.values);
  return (
    <SidePanel title="New action" closeName="Close the new action" wide onClose={close}>
      <PanelForm
        form={form}
        saveLabel="Set up the action"
        isNew
        onClose={close}
        aside={kind && <ActionPreview kind={kind} values={form.values} />}
        buttons={kind && <TestButton kind={kind} values={form.values} savedId={null} />}
      >
        <KindField kinds={kinds} form={form} />
        {kind && <LevelFields kind={kind} form={form} />}
        {kind && <ActionFields kind={kind} form={form} saved={[]} />}
      </PanelForm>
    </SidePanel>
  );
}
