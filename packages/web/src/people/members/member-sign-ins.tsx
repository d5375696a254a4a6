import { Button } from '@mantine/core';
import {
  useMemberSignInsQuery,
  type MemberShownFragment,
  type MemberSignInsQuery,
} from '../../generated.ts';
import { PanelSection } from '../../settings/form/form-panel.tsx';
import { ErrorState, LinesSkeleton } from '../../ui/states.tsx';
import { TipArea } from '../../ui/tip.tsx';
import { Ago } from '../../ui/time.tsx';
import styles from './members.module.css';

/** When a member came in, failed to, or left, newest first. */
export function MemberSignIns({ member: { id } }: { member: MemberShownFragment }) {
  const { data, error, loading, refetch, fetchMore } = useMemberSignInsQuery({
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const page = pageOf(data?.node);
  const more = () =>
    fetchMore({
      variables: { after: page?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const [shown, added] = [pageOf(before.node), pageOf(next.node)];
        if (!shown || !added || !next.node) return before;
        const signIns = { ...added, edges: [...shown.edges, ...added.edges] };
        return { node: { ...next.node, signIns } };
      },
    });
  return (
    <PanelSection title="Sign-ins">
      {page ? (
        <TipArea>
          {page.edges.length === 0 && <p className={styles.words}>No sign-in is on record.</p>}
          <ol className={styles.signIns} aria-label="Sign-ins">
            {page.edges.map(({ node }) => (
              <li key={node.id} data-failed={node.event === 'member.sign_in_failed' || undefined}>
                <div>{node.summary}</div>
                <div className={styles.words}>
                  <Ago at={node.at} focusable />
                  {node.address && ` · ${node.address} · ${node.agent}`}
                </div>
              </li>
            ))}
          </ol>
          {page.pageInfo.hasNextPage && (
            <Button
              className={styles.under ?? ''}
              variant="default"
              size="compact-sm"
              loading={loading}
              onClick={() => void more()}
            >
              Show more
            </Button>
          )}
        </TipArea>
      ) : error ? (
        <ErrorState
          compact
          title="The sign-ins could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <LinesSkeleton label="Loading the sign-ins" lines={3} />
      )}
    </PanelSection>
  );
}

function pageOf(node: MemberSignInsQuery['node'] | undefined) {
  return node && 'signIns' in node ? node.signIns : undefined;
}
