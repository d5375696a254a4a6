import { IconKey } from '@tabler/icons-react';
import { useApiTokensQuery, type ApiTokenShownFragment } from '../../generated.ts';
import { OpenRecord } from '../../settings/catalogue/open-record.tsx';
import { isFound } from '../../settings/configuration-search.ts';
import { CardWord, RecordList, type Column } from '../../settings/record-list.tsx';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { Ago } from '../../ui/time.tsx';
import { Expiry } from './expiry.tsx';
import { NewToken } from './new-token.tsx';
import { permissionWords } from './permission-words.ts';
import { TokenDetails } from './token-details.tsx';

const columns: readonly Column<ApiTokenShownFragment>[] = [
  { name: 'Begins with', cell: ({ prefix }) => <code>{prefix}…</code>, isMinor: true },
  { name: 'May', cell: mayCell },
  { name: 'Checkouts', cell: checkoutWords },
  { name: 'Expires', cell: expiryCell },
  { name: 'Last used', cell: lastUsedCell },
  { name: 'Made by', cell: ({ createdBy }) => createdBy, isMinor: true },
];

/** The programs that may come in: what each may do, and until when. */
export function TokensPage() {
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useApiTokensQuery({ fetchPolicy: 'cache-and-network' });
  const all = data?.apiTokens;
  const listed = all?.filter(({ state }) => state === 'LIVE' || search.archived === 'shown');
  return (
    <>
      <RecordList
        one="API token"
        many="API tokens"
        rows={
          listed?.filter(({ name, prefix, createdBy }) =>
            isFound(search.find, [name, prefix, createdBy]),
          ) ?? null
        }
        total={listed?.length ?? 0}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        archivedCount={all?.filter(({ state }) => state !== 'LIVE').length ?? 0}
        archivedWord="that ended"
        empty={{
          icon: IconKey,
          words: (
            <p>
              A token lets a program in: a checkout page, a nightly report, a script that runs
              failed actions again. Each gets its own, with only the rights it needs.
            </p>
          ),
        }}
      />
      <OpenRecord
        one="API token"
        rows={all ?? null}
        missing="The address is incomplete, or the token is not for your checkouts."
      >
        {(token) =>
          token ? (
            <TokenDetails token={token} />
          ) : (
            <NewToken givable={data?.givablePermissions ?? []} />
          )
        }
      </OpenRecord>
    </>
  );
}

const NAMED = 2;

function mayCell({ permissions }: ApiTokenShownFragment) {
  const names = permissions.map((permission) => permissionWords[permission].name);
  const more = names.length - NAMED;
  if (more <= 0) return names.join(', ');
  return (
    <span data-tip={names.join(', ')} tabIndex={0}>
      {names.slice(0, NAMED).join(', ')} <span className="dim">+{more}</span>
      <span className="hidden-text"> more: {names.slice(NAMED).join(', ')}</span>
    </span>
  );
}

function checkoutWords({ checkouts }: ApiTokenShownFragment) {
  if (checkouts !== null) return checkouts.map(({ name }) => name).join(', ');
  return (
    <>
      All<CardWord>{' checkouts'}</CardWord>
    </>
  );
}

function expiryCell(token: ApiTokenShownFragment) {
  return (
    <>
      {token.state === 'LIVE' && <CardWord>{'expires '}</CardWord>}
      <Expiry token={token} />
    </>
  );
}

function lastUsedCell({ lastUsedAt }: ApiTokenShownFragment) {
  if (lastUsedAt === null) {
    return (
      <span className="dim">
        Never<CardWord>{' used'}</CardWord>
      </span>
    );
  }
  return (
    <>
      <CardWord>{'used '}</CardWord>
      <Ago at={lastUsedAt} focusable />
    </>
  );
}
