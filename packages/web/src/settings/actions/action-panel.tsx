import { IconMoodEmpty } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import {
  useActionConfigurationQuery,
  useActionKindsQuery,
  type KindShownFragment,
} from '../../generated.ts';
import { EmptyState, ErrorState, LinesSkeleton } from '../../ui/states.tsx';
import { TipArea } from '../../ui/tip.tsx';
import { NEW } from '../configuration-search.ts';
import panel from '../form/form-panel.module.css';
import { SidePanel } from '../form/form-panel.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { EditAction } from './edit-action.tsx';
import { NewAction } from './new-action.tsx';

/** One action of the configuration beside the list: a new one, or one that is set up. */
export function ActionPanel({ openId }: { openId: string }) {
  const kinds = useActionKindsQuery();
  if (kinds.data) {
    return openId === NEW ? (
      <NewAction kinds={kinds.data.actionKinds} />
    ) : (
      <SavedAction id={openId} kinds={kinds.data.actionKinds} />
    );
  }
  return (
    <PlainPanel title={openId === NEW ? 'New action' : 'Action'}>
      {kinds.error ? (
        <ErrorState
          title="What can be set up could not be loaded"
          error={kinds.error}
          onRetry={() => void kinds.refetch()}
        />
      ) : (
        <LinesSkeleton label="Loading the action" lines={7} />
      )}
    </PlainPanel>
  );
}

function SavedAction(props: { id: string; kinds: readonly KindShownFragment[] }) {
  const { data, error, loading, refetch } = useActionConfigurationQuery({
    variables: { id: props.id },
    // What is shown is what is saved over: never an older version out of the cache first.
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
    // Asking again must not put a skeleton in the place of a half-typed form.
    notifyOnNetworkStatusChange: false,
  });
  const configuration = data?.actionConfiguration;
  if (configuration) {
    return (
      <EditAction
        configuration={configuration}
        kind={props.kinds.find(({ kind }) => kind === configuration.kind) ?? null}
        onReload={async () => {
          const { data } = await refetch();
          return data?.actionConfiguration?.version ?? configuration.version;
        }}
      />
    );
  }
  return (
    <PlainPanel title="Action">
      {loading ? (
        <LinesSkeleton label="Loading the action" lines={7} />
      ) : error ? (
        <ErrorState
          title="The action could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <EmptyState icon={IconMoodEmpty} title="There is no such action">
          It was deleted, belongs to a checkout that is not yours, or the address is incomplete.
        </EmptyState>
      )}
    </PlainPanel>
  );
}

function PlainPanel(props: { title: string; children: ReactNode }) {
  const { close } = useConfigurationPlace();
  return (
    <SidePanel title={props.title} closeName="Close the action" wide onClose={close}>
      <TipArea className={panel.scroll}>
        <div className={panel.form}>{props.children}</div>
      </TipArea>
    </SidePanel>
  );
}
