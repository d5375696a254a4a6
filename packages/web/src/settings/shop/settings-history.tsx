import { useSettingsHistoryQuery } from '../../generated.ts';
import { ASKED_ANEW, useRefetchWhenChanged } from '../../ui/refetch-when-changed.ts';
import { ChangeHistory, joinPages } from '../change-history.tsx';
import { durationWords } from '../form/duration-text.ts';
import { PageGroup } from '../form/page-form.tsx';
import { wordName } from '../../ui/values.tsx';

/** Who changed which setting, newest first. `newest` changes when there is more to ask for. */
export function SettingsHistory({ newest }: { newest: string }) {
  const { data, previousData, error, loading, refetch, fetchMore } = useSettingsHistoryQuery({
    fetchPolicy: 'cache-and-network',
    context: ASKED_ANEW,
  });
  useRefetchWhenChanged(newest, refetch);
  const page = (data ?? previousData)?.settings.history;
  const more = () =>
    fetchMore({
      variables: { after: page?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => ({
        settings: {
          ...next.settings,
          history: joinPages(before.settings.history, next.settings.history),
        },
      }),
    });
  return (
    <PageGroup
      title="History"
      hint={<p>Of an address or a secret it is kept that it was changed, not from what to what.</p>}
    >
      <div>
        <ChangeHistory
          page={page}
          error={error}
          loading={loading}
          words={settingWords}
          onRetry={() => void refetch()}
          onMore={() => void more()}
        />
      </div>
    </PageGroup>
  );
}

const names: Readonly<Record<string, string>> = {
  graceMs: 'Time after the payment',
  alertEmail: 'Email for alerts',
  alertWebhookUrl: 'Webhook address',
  alertWebhookSecret: 'Signing secret',
  alertCount: 'More orders than',
  alertOlderThanMs: 'Longer than',
  refundLimits: 'Refund limits',
  keepBodiesDays: 'What was sent and answered is kept, in days',
  keepVisitsDays: 'Visitors who never paid are known, in days',
  keepKeysDays: 'Keys of requests are kept, in days',
  keepPaidYears: 'Customers are known, in years',
};

/** What holds where nothing is set. */
const unset: Readonly<Record<string, string>> = {
  graceMs: 'as usual',
  keepBodiesDays: 'as usual',
  keepVisitsDays: 'as usual',
  keepKeysDays: 'as usual',
  keepPaidYears: 'for ever',
};

type Changed = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
};

function settingWords({ field, before, after }: Changed): string {
  const name = names[field] ?? wordName(field);
  if (before === null && after === null) return `${name}: changed`;
  return `${name}: ${valueWords(field, before)} → ${valueWords(field, after)}`;
}

function valueWords(field: string, value: string | null): string {
  if (value === null) return unset[field] ?? 'off';
  return field.endsWith('Ms') ? durationWords(Number(value)) : value;
}
