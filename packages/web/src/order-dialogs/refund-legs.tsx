import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RefundLegRowFragment, RefundRowFragment } from '../generated.ts';
import { RefundStatusPill } from '../ui/status-pill.tsx';
import styles from './refund.module.css';
import { legWords, stepWords } from './refund-words.ts';
import { SettleLegDialog, type RefundLegStep } from './settle-leg-dialog.tsx';

/** How far each leg of a refund got, and the next step where one is open. */
export function RefundLegs(props: {
  refund: Pick<RefundRowFragment, 'legs' | 'reversedAt'>;
  /** Opens the form anew, for what was not returned; null where the reader may not. */
  onRefundAgain: (() => void) | null;
}) {
  const { refund } = props;
  const [asked, setAsked] = useState<{ leg: RefundLegRowFragment; step: RefundLegStep } | null>(
    null,
  );
  const [opened, setOpened] = useState(false);
  return (
    <>
      <ul className={styles.legs}>
        {refund.legs.map((leg) => (
          <RefundLeg
            key={leg.id}
            leg={leg}
            onRefundAgain={refund.reversedAt ? null : props.onRefundAgain}
            onStep={(step) => {
              setAsked({ leg, step });
              setOpened(true);
            }}
          />
        ))}
      </ul>
      {asked && (
        <SettleLegDialog
          key={`${asked.leg.id} ${asked.step}`}
          leg={asked.leg}
          step={asked.step}
          opened={opened}
          onClose={() => setOpened(false)}
        />
      )}
    </>
  );
}

function RefundLeg(props: {
  leg: RefundLegRowFragment;
  onRefundAgain: (() => void) | null;
  onStep: (step: RefundLegStep) => void;
}) {
  const { leg } = props;
  const again = leg.status === 'FAILED' ? props.onRefundAgain : null;
  return (
    <li>
      <div className={styles.legHead}>
        <RefundStatusPill status={leg.status} />
        <span>{legWords(leg)}</span>
      </div>
      {leg.failureMessage && <p className={styles.problem}>{leg.failureMessage}</p>}
      {leg.providerReference && (
        <p className={styles.legMeta}>
          Reference <code>{leg.providerReference}</code>
        </p>
      )}
      {(again !== null || leg.nextSteps.length > 0) && (
        <div className={styles.steps}>
          {again && (
            <Button variant="default" size="xs" onClick={again}>
              Refund again…
            </Button>
          )}
          {leg.nextSteps.map((step) => (
            <Button key={step} variant="default" size="xs" onClick={() => props.onStep(step)}>
              {stepWords(step, leg).button}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}
