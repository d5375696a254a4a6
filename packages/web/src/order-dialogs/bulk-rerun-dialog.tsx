import { SegmentedControl } from '@mantine/core';
import { useId, useState } from 'react';
import {
  BulkRerunsDocument,
  useRerunFailedActionsMutation,
  type OrderFilter,
} from '../generated.ts';
import { QuestionDialog } from '../ui/dialog.tsx';
import { faultWords } from '../ui/states.tsx';
import { FailedActionsFields } from './bulk-rerun-fields.tsx';
import { actionsWords, countWords, ordersWords } from './bulk-rerun-words.ts';
import styles from './bulk-rerun.module.css';
import {
  everyFailedAction,
  toWish,
  useDryCount,
  useFailedSamples,
  type BulkRerunError,
  type DryCount,
  type FailedActionsChoice,
} from './use-failed-actions.ts';
import { Words } from '../ui/request-id.tsx';

/** So many the server takes by their ids. */
const MOST_CHOSEN = 250;

/** Which orders: those that were chosen, or all that the list shows. */
type Scope = 'chosen' | 'all';

/**
 * Runs many failed actions again at once: of the chosen orders or of all that match, by kind, error and
 * time. It says how many before anything happens; which they are is fixed when it is confirmed.
 */
export function BulkRerunDialog(props: {
  opened: boolean;
  /** What the list shows now. */
  filter: OrderFilter;
  chosenIds: readonly string[];
  onStarted: (bulkRerunId: string) => void;
  onClose: () => void;
}) {
  const { opened, filter, chosenIds } = props;
  const canBeChosen = chosenIds.length > 0 && chosenIds.length <= MOST_CHOSEN;
  const [scope, setScope] = useState<Scope>(canBeChosen ? 'chosen' : 'all');
  const [choice, setChoice] = useState<FailedActionsChoice>(everyFailedAction);
  const orders = scope === 'chosen' ? { orderIds: [...chosenIds] } : filter;
  const wish = toWish(orders, choice);
  const count = useDryCount(opened ? wish : null);
  const samples = useFailedSamples(opened ? orders : null);
  const { start, problem, errors, loading } = useStart(props.onStarted);

  const matched = count.state === 'counted' ? count.matched : 0;
  return (
    <QuestionDialog
      opened={opened}
      title="Re-run failed actions"
      confirmLabel={matched === 0 ? 'Re-run' : `Re-run ${actionsWords(matched)}`}
      disabled={matched === 0}
      busy={loading}
      onConfirm={() => start(wish)}
      onClose={props.onClose}
    >
      {chosenIds.length > 0 && (
        <ScopeChoice count={chosenIds.length} scope={scope} onChange={setScope} />
      )}
      <FailedActionsFields
        choice={choice}
        samples={samples}
        errors={errors.length > 0 ? errors : count.state === 'refused' ? count.errors : []}
        onChange={setChoice}
      />
      <CountLine count={count} />
      {problem && (
        <p className={styles.problem} role="alert">
          <Words text={problem} />
        </p>
      )}
    </QuestionDialog>
  );
}

function ScopeChoice(props: { count: number; scope: Scope; onChange: (scope: Scope) => void }) {
  const labelId = useId();
  const isTooMany = props.count > MOST_CHOSEN;
  return (
    <div className={styles.scope}>
      <span id={labelId} className={styles.label}>
        Of which orders
      </span>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby={labelId}
        value={props.scope}
        onChange={(value) => props.onChange(value)}
        data={[
          { value: 'chosen', label: `${ordersWords(props.count)} selected`, disabled: isTooMany },
          { value: 'all', label: 'All that match the list' },
        ]}
      />
      {isTooMany && (
        <p className={styles.note}>
          At most {MOST_CHOSEN} orders can be run by selecting them. Select fewer, or take all that
          match.
        </p>
      )}
    </div>
  );
}

/** Starts it, once per wish: sending the same again after a lost answer starts no second one. */
function useStart(onStarted: (bulkRerunId: string) => void) {
  const [rerun, { loading }] = useRerunFailedActionsMutation({
    refetchQueries: [BulkRerunsDocument],
  });
  const [sent, setSent] = useState<{ wish: string; idempotencyKey: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [errors, setErrors] = useState<readonly BulkRerunError[]>([]);

  const send = async (wish: ReturnType<typeof toWish>) => {
    const words = JSON.stringify(wish);
    const idempotencyKey = sent?.wish === words ? sent.idempotencyKey : crypto.randomUUID();
    setSent({ wish: words, idempotencyKey });
    setProblem(null);
    setErrors([]);
    try {
      const { data } = await rerun({
        variables: { input: { ...wish, dryRun: false, idempotencyKey } },
      });
      const payload = data?.rerunFailedActions;
      if (payload?.bulkRerun) return onStarted(payload.bulkRerun.id);
      setErrors(payload?.errors ?? []);
      setProblem(payload?.errors.find(({ path }) => path === null)?.message ?? null);
    } catch (error) {
      setProblem(faultWords(error, 'It is safe to try again: the actions run once.'));
    }
  };
  return {
    start: (wish: ReturnType<typeof toWish>) => void send(wish),
    problem,
    errors,
    loading,
  };
}

function CountLine({ count }: { count: DryCount }) {
  return (
    <div className={styles.count} role="status">
      {count.state === 'counting' && <span className="dim">Counting…</span>}
      {count.state === 'counted' && (
        <>
          <strong>{countWords(count)}</strong>
          {count.matched > 0 && (
            <span className="dim">
              {' '}
              Those that somebody runs first, or that succeed meanwhile, are skipped.
            </span>
          )}
        </>
      )}
      {count.state === 'refused' && <span className="dim">Nothing to count yet.</span>}
      {count.state === 'failed' && (
        <span className={styles.problem}>
          They could not be counted. <Words text={faultWords(count.error)} />
        </span>
      )}
    </div>
  );
}
