import { Button, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import {
  useTestActionConfigurationMutation,
  type KindShownFragment,
  type TestActionConfigurationInput,
  type TestActionConfigurationMutation,
} from '../../generated.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { explainError } from '../../ui/states.tsx';
import { ActionStatusPill } from '../../ui/status-pill.tsx';
import { useCheckout } from '../checkout.ts';
import styles from './action-test.module.css';
import { readAction, type ActionDraft, type ActionValues } from './action-values.ts';
import { settingFieldOf } from './setting-values.ts';

type Result = TestActionConfigurationMutation['testActionConfiguration'];

type TestProps = {
  kind: KindShownFragment;
  values: ActionValues;
  /** Where secrets that are kept come from; null while nothing is saved. */
  savedId: string | null;
};

/** Runs what the form holds now, saved or not, once against a sample order. */
export function TestButton(props: TestProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [openings, setOpenings] = useState(0);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSend size={15} stroke={1.8} aria-hidden />}
        onClick={() => {
          setIsOpen(true);
          setOpenings(openings + 1);
        }}
      >
        Send test…
      </Button>
      {/* Each opening begins anew: what an earlier test came to says nothing of what is typed now. */}
      <TestDialog key={openings} {...props} opened={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}

function TestDialog(props: TestProps & { opened: boolean; onClose: () => void }) {
  const { kind, values, savedId } = props;
  const checkout = useCheckout();
  const formId = useId();
  const [recipient, setRecipient] = useLocalStorage({
    key: 'configuration.test-recipient',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [result, setResult] = useState<Result | null>(null);
  const [test, { loading }] = useTestActionConfigurationMutation();
  const lost = useRef<TestActionConfigurationInput | null>(null);

  const send = async () => {
    const reading = readAction(values, kind, checkout.id);
    setResult(null);
    if (!reading.ok) {
      setProblems(Object.values(reading.problems));
      return;
    }
    const draft = { ...reading.input, idempotencyKey: 'draft' };
    const wish = { ...(savedId && { id: savedId }), draft, recipient: recipient.trim() };
    // The same wish after an answer that never came: it is sent once.
    const input = sameWish(lost.current, wish) ?? { ...wish, idempotencyKey: crypto.randomUUID() };
    try {
      const { data } = await test({ variables: { input } });
      lost.current = null;
      const answer = data?.testActionConfiguration ?? null;
      setProblems(answer?.errors.map((error) => problemWords(error, kind, reading.input)) ?? []);
      setResult(answer?.outcome ? answer : null);
    } catch (error) {
      lost.current = input;
      setProblems([`${explainError(error).message} It is safe to try again: it is sent once.`]);
    }
  };

  return (
    <Dialog
      opened={props.opened}
      title={`Send a test of “${values.name || kind.label}”`}
      size="lg"
      onClose={props.onClose}
      buttons={
        <>
          <Button variant="default" onClick={props.onClose}>
            Close
          </Button>
          <Button type="submit" form={formId} loading={loading} disabled={recipient.trim() === ''}>
            {result ? 'Send the test again' : 'Send the test'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextInput
          label="Recipient"
          description="This address stands for the customer's everywhere: the customer gets nothing. The newest paid order that fits is the example."
          type="email"
          autoComplete="email"
          data-autofocus
          value={recipient}
          onChange={({ currentTarget }) => setRecipient(currentTarget.value)}
        />
      </form>
      {problems.length > 0 && (
        <div role="alert" className={styles.problem}>
          {problems.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </div>
      )}
      <div role="status">{result?.outcome && <TestResult result={result} />}</div>
    </Dialog>
  );
}

function sameWish(
  lost: TestActionConfigurationInput | null,
  wish: object,
): TestActionConfigurationInput | null {
  if (!lost) return null;
  const { idempotencyKey: _key, ...before } = lost;
  return JSON.stringify(before) === JSON.stringify(wish) ? lost : null;
}

function problemWords(
  { path, message }: Result['errors'][number],
  kind: KindShownFragment,
  { settings }: ActionDraft,
): string {
  const [first, ...rest] = path ?? [];
  const place = settingFieldOf(first === 'draft' ? rest : (path ?? []), settings);
  const field = kind.fields.find(({ name }) => place === `settings.${name}`);
  return field ? `${field.label}: ${message}` : message;
}

function TestResult({ result }: { result: Result }) {
  const parts = [
    ['Error', result.technical],
    ['Sent', result.request],
    ['Answered', result.response],
  ] as const;
  const shown = parts.filter(([, part]) => part !== null && part !== undefined);
  return (
    <div className={styles.result}>
      <div>{result.outcome && <ActionStatusPill status={result.outcome} />}</div>
      {result.message && <p>{result.message}</p>}
      {shown.length > 0 && (
        <details className={styles.wire}>
          <summary>Technical details</summary>
          {shown.map(([name, part]) => (
            <div key={name}>
              <h4>{name}</h4>
              <pre tabIndex={0} aria-label={name}>
                {typeof part === 'string' ? part : JSON.stringify(part, null, 2)}
              </pre>
            </div>
          ))}
        </details>
      )}
    </div>
  );
}
