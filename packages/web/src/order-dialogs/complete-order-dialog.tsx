import { IconRotateClockwise } from '@tabler/icons-react';
import { QuestionDialog } from '../ui/dialog.tsx';
import { Option } from '../ui/option.tsx';
import { Ago } from '../ui/time.tsx';
import { confirmWords, runningWords, runWords } from './complete-order-words.ts';
import styles from './order-dialogs.module.css';
import type { Completion, CompletionChoice, OrderNews } from './use-complete-order.tsx';
import { Words } from '../ui/request-id.tsx';

/** The question before an order is completed by hand: only what applies to this order is offered. */
export function CompleteOrderDialog(props: {
  completion: Completion;
  opened: boolean;
  busy: boolean;
  onChoose: (choice: CompletionChoice) => void;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { order, choice, news, problem } = props.completion;
  const { completeOptions } = order;
  const running = runningWords(order);
  const choose = (change: Partial<CompletionChoice>) => props.onChoose({ ...choice, ...change });
  return (
    <QuestionDialog
      opened={props.opened}
      title={`Complete order ${order.number}?`}
      confirmLabel={problem ? 'Try again' : confirmWords(props.completion)}
      busy={props.busy}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      {news && <News news={news} />}
      <p>
        The order is marked as Completed whatever the actions do. Failed ones stay visible and can
        be re-run one by one.
      </p>
      {order.paidAt === null && (
        <p>No payment was received for this order. Once completed, it counts as a sale.</p>
      )}
      {completeOptions.canRestoreRefunded && (
        <Option
          label="Also restore refunded data"
          checked={choice.restoreRefunded}
          onChange={(restoreRefunded) => choose({ restoreRefunded })}
        >
          Total amount, refunded products and payment status go back to what they were.{' '}
          <strong>Money already returned is not taken back.</strong>
        </Option>
      )}
      {completeOptions.canUseLatestConfiguration && (
        <Option
          label="Use latest configuration"
          checked={choice.useLatestConfiguration}
          onChange={(useLatestConfiguration) => choose({ useLatestConfiguration })}
        >
          Replaces the settings of failed actions with the current configuration
          {choice.runActions ? ' before they run' : ', for when they are re-run'}.{' '}
          <strong>This is permanent and cannot be undone.</strong>
        </Option>
      )}
      <Option
        label="Run post-purchase actions"
        checked={choice.runActions}
        onChange={(runActions) => choose({ runActions })}
      >
        {runWords(props.completion)}
        {running && ` ${running}`}
      </Option>
      {problem && (
        <p className={styles.problem} role="alert">
          <Words text={problem} />
        </p>
      )}
    </QuestionDialog>
  );
}

const NEWS_SHOWN = 5;

/** What happened to the order while the question stood. */
function News({ news }: { news: readonly OrderNews[] }) {
  return (
    <div className={styles.news} role="alert">
      <IconRotateClockwise size={18} stroke={2} aria-hidden />
      <div>
        <p>
          Nothing was done: the order has changed since you opened this. Look at it again, then
          decide.
        </p>
        <ul>
          {news.slice(0, NEWS_SHOWN).map(({ id, at, summary, actor }) => (
            <li key={id}>
              {summary} <span className={styles.newsBy}>{actor.name}</span> · <Ago at={at} />
            </li>
          ))}
          {news.length > NEWS_SHOWN && <li>and more, in the order’s history</li>}
        </ul>
      </div>
    </div>
  );
}
