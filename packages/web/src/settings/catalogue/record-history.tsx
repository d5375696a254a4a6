import { useActionPlacesQuery, useRecordHistoryQuery } from '../../generated.ts';
import { ASKED_ANEW, useRefetchWhenChanged } from '../../ui/refetch-when-changed.ts';
import { ChangeHistory, joinPages } from '../change-history.tsx';
import { useCheckout } from '../checkout.ts';
import { PanelSection } from '../form/form-panel.tsx';
import { changeWords } from './change-words.ts';

/** Who changed what of something that is sold, newest first: below its form. */
export function RecordHistory({ record }: { record: { readonly id: string } }) {
  const { data, previousData, error, loading, refetch, fetchMore } = useRecordHistoryQuery({
    variables: { id: record.id },
    fetchPolicy: 'cache-and-network',
    context: ASKED_ANEW,
  });
  useRefetchWhenChanged(JSON.stringify(record), refetch);
  const names = useNamesOfThings();
  const page = historyOf((data ?? previousData)?.node);
  const more = () =>
    fetchMore({
      variables: { after: page?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const [shown, added] = [historyOf(before.node), historyOf(next.node)];
        if (!shown || !added || !next.node) return before;
        return { node: { ...next.node, history: joinPages(shown, added) } };
      },
    });
  return (
    <PanelSection title="History">
      <ChangeHistory
        page={page}
        error={error}
        loading={loading}
        words={(change) => changeWords(change, names)}
        onRetry={() => void refetch()}
        onMore={() => void more()}
      />
    </PanelSection>
  );
}

function historyOf<Page>(node: { history: Page } | object | null | undefined): Page | undefined {
  return node && 'history' in node ? node.history : undefined;
}

/** What the history names by id. Until they are known, and where one is gone, the id is shown. */
function useNamesOfThings(): ReadonlyMap<string, string> {
  const { data } = useActionPlacesQuery({ variables: { checkoutId: useCheckout().id } });
  const things = [...(data?.products ?? []), ...(data?.offers ?? [])];
  return new Map(things.map(({ id, name }) => [id, name]));
}
