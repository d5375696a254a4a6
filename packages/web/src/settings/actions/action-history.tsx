import { useConfigurationHistoryQuery, type KindShownFragment } from '../../generated.ts';
import { wordName } from '../../ui/values.tsx';
import { ASKED_ANEW, useRefetchWhenChanged } from '../../ui/refetch-when-changed.ts';
import { ChangeHistory, joinPages } from '../change-history.tsx';
import { PanelSection } from '../form/form-panel.tsx';

/** Who changed what of an action, newest first. `newest` changes when there is more to ask for. */
export function ActionHistory(props: {
  configurationId: string;
  kind: KindShownFragment | null;
  newest: string;
}) {
  const { data, previousData, error, loading, refetch, fetchMore } = useConfigurationHistoryQuery({
    variables: { id: props.configurationId },
    fetchPolicy: 'cache-and-network',
    context: ASKED_ANEW,
  });
  useRefetchWhenChanged(props.newest, refetch);
  const page = (data ?? previousData)?.actionConfiguration?.history;
  const more = () =>
    fetchMore({
      variables: { after: page?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const [shown, added] = [before.actionConfiguration, next.actionConfiguration];
        if (!shown || !added) return before;
        return {
          actionConfiguration: { ...added, history: joinPages(shown.history, added.history) },
        };
      },
    });
  return (
    <PanelSection title="History">
      <ChangeHistory
        page={page}
        error={error}
        loading={loading}
        words={({ field, before, after }) =>
          `${changedName(field, props.kind)}: ${before || 'nothing'} → ${after || 'nothing'}`
        }
        onRetry={() => void refetch()}
        onMore={() => void more()}
      />
    </PanelSection>
  );
}

/** A setting by the name it has in the form. */
function changedName(field: string, kind: KindShownFragment | null): string {
  const name = field.replace(/^settings\./, '');
  return kind?.fields.find((one) => one.name === name)?.label ?? wordName(name);
}
