import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { IconFilterOff, IconHistory } from '@tabler/icons-react';
import { useAuditLogQuery } from '../../generated.ts';
import { EmptyState, ErrorState, LinesSkeleton } from '../../ui/states.tsx';
import { TipArea } from '../../ui/tip.tsx';
import { AuditFilters } from './audit-filters.tsx';
import styles from './audit-page.module.css';
import { AuditRows } from './audit-rows.tsx';
import { auditFilter, type AuditSearch, countAuditFilters, withoutEmpty } from './audit-search.ts';
import { subjectWords } from './audit-words.ts';

type Part = Parameters<typeof withoutEmpty>[0];

/** Who did what, when and from where: everything that is on record, newest first. */
export function AuditPage() {
  const search: AuditSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const goTo = (next: AuditSearch) => void navigate({ to: '.', search: next });
  const set = (part: Part) => goTo(withoutEmpty({ ...search, ...part }));
  const log = useAuditLogQuery({
    variables: { filter: auditFilter(search) },
    fetchPolicy: 'cache-and-network',
  });
  const clear = () => goTo({});
  return (
    <div className={styles.page}>
      <AuditFilters
        search={search}
        set={set}
        onClear={clear}
        loading={log.loading && log.data !== undefined}
        onRefresh={() => void log.refetch()}
      />
      <TipArea className={styles.rows}>
        <Entries
          log={log}
          isFiltered={countAuditFilters(search) > 0 || search.find !== undefined}
          onClear={clear}
          onSubject={(subject) =>
            set({ subject: subject.id, subjectName: subjectWords(subject).slice(0, 100) })
          }
        />
      </TipArea>
    </div>
  );
}

function Entries(props: {
  log: ReturnType<typeof useAuditLogQuery>;
  isFiltered: boolean;
  onClear: () => void;
  onSubject: Parameters<typeof AuditRows>[0]['onSubject'];
}) {
  const { data, previousData, error, loading, refetch, fetchMore } = props.log;
  const page = (data ?? (loading ? previousData : undefined))?.auditLog;
  if (!page) {
    return error ? (
      <ErrorState
        title="The audit log could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    ) : (
      <div className={styles.loading}>
        <LinesSkeleton label="Loading the audit log" lines={12} />
      </div>
    );
  }
  if (page.nodes.length === 0) {
    return props.isFiltered ? (
      <EmptyState icon={IconFilterOff} title="Nothing on record matches">
        <Button variant="default" size="xs" onClick={props.onClear}>
          Clear all filters
        </Button>
      </EmptyState>
    ) : (
      <EmptyState icon={IconHistory} title="Nothing is on record yet">
        <p>Every change of an order or a setting will stand here, with who made it and when.</p>
      </EmptyState>
    );
  }
  const more = () =>
    fetchMore({
      variables: { after: page.pageInfo.endCursor },
      updateQuery: ({ auditLog: shown }, { fetchMoreResult: { auditLog: next } }) => ({
        auditLog: { ...next, nodes: [...shown.nodes, ...next.nodes] },
      }),
    });
  return (
    <div aria-busy={loading} data-stale={(loading && data === undefined) || undefined}>
      <AuditRows entries={page.nodes} onSubject={props.onSubject} />
      <div className={styles.end}>
        {page.pageInfo.hasNextPage ? (
          <Button variant="default" size="xs" loading={loading} onClick={() => void more()}>
            Show more
          </Button>
        ) : (
          <p className="dim">That is all of it.</p>
        )}
      </div>
    </div>
  );
}
