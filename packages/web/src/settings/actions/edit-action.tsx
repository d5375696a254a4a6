import { useEffect, useEffectEvent, useState } from 'react';
import {
  useUpdateActionConfigurationMutation,
  type ConfigurationWholeFragment,
  type KindShownFragment,
} from '../../generated.ts';
import { wordName } from '../../ui/values.tsx';
import { useCheckout } from '../checkout.ts';
import { PanelForm, SidePanel } from '../form/form-panel.tsx';
import { useForm } from '../form/use-form.ts';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { ActionFields, FixedFields } from './action-fields.tsx';
import { ActionHistory } from './action-history.tsx';
import { ActionPreview } from './action-preview.tsx';
import { TestButton } from './action-test.tsx';
import { readAction, savedAction, type ActionDraft, type ActionValues } from './action-values.ts';
import { ActionVersions } from './action-versions.tsx';
import { DeleteAction } from './delete-action.tsx';
import { settingFieldOf } from './setting-values.ts';

/**
 * Changes an action that is set up. Whoever saves says which version they saw: if somebody else
 * was faster, the form keeps what was typed, shows the newer version and lets its reader decide.
 */
export function EditAction(props: {
  configuration: ConfigurationWholeFragment;
  kind: KindShownFragment | null;
  /** Asks for the present state; answers with its version. */
  onReload: () => Promise<number>;
}) {
  const { configuration, kind } = props;
  const { id } = configuration;
  const checkout = useCheckout();
  const { close } = useConfigurationPlace();
  const [seenVersion, setSeenVersion] = useState(configuration.version);
  const [update] = useUpdateActionConfigurationMutation();

  const form = useForm<ActionValues, ActionDraft, ConfigurationWholeFragment>({
    initial: savedAction(configuration, kind),
    read: (values) => readAction(values, kind, checkout.id),
    send: async ({ name, enabled, settings }, idempotencyKey) => {
      const { data } = await update({
        variables: {
          input: { id, idempotencyKey, expectedVersion: seenVersion, name, enabled, settings },
        },
      });
      const payload = data?.updateActionConfiguration;
      const errors = payload?.errors ?? [];
      if (errors.some(({ code }) => code === 'STALE')) {
        setSeenVersion(await props.onReload());
        const message =
          'Somebody else has saved a newer version. Below you see what changed in it. What you typed is still here: save again to put it in its place.';
        return { saved: null, errors: [{ message }] };
      }
      return { saved: payload?.configuration ?? null, errors };
    },
    fieldOf: (path, { settings }) => settingFieldOf(path, settings),
    onSaved: (saved) => {
      setSeenVersion(saved.version);
      return savedAction(saved, kind);
    },
  });

  // The switch in the list may be moved while the form is open.
  const { enabled } = configuration;
  const adoptSwitch = useEffectEvent((enabled: boolean) => form.adopt({ enabled }));
  useEffect(() => adoptSwitch(enabled), [enabled]);

  return (
    <SidePanel title={configuration.name} closeName="Close the action" wide onClose={close}>
      <PanelForm
        form={form}
        saveLabel="Save"
        isNew={false}
        onClose={close}
        buttons={
          <>
            <DeleteAction
              configuration={configuration}
              onDeleted={() => {
                form.forget();
                close();
              }}
            />
            {kind && <TestButton kind={kind} values={form.values} savedId={id} />}
          </>
        }
        aside={
          <>
            {kind && <ActionPreview kind={kind} values={form.values} />}
            <ActionVersions versions={configuration.versions} kind={kind} />
            <ActionHistory configurationId={id} kind={kind} newest={historyMark(configuration)} />
          </>
        }
      >
        <FixedFields
          configuration={configuration}
          label={kind?.label ?? wordName(configuration.kind)}
        />
        {kind ? (
          <ActionFields kind={kind} form={form} saved={configuration.settings} />
        ) : (
          <p>This kind of action is not known any more: it can only be looked at or deleted.</p>
        )}
      </PanelForm>
    </SidePanel>
  );
}

/** Changes when there is something new to ask the history for. */
function historyMark({ version, enabled, name }: ConfigurationWholeFragment): string {
  return JSON.stringify([version, enabled, name]);
}
