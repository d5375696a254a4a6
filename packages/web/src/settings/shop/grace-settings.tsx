import { Button } from '@mantine/core';
import type { SaveSettingsInput, SettingsShownFragment } from '../../generated.ts';
import { DurationField } from '../form/duration-field.tsx';
import {
  durationWords,
  readDuration,
  writeDuration,
  type DurationText,
} from '../form/duration-text.ts';
import { PageGroup } from '../form/page-form.tsx';
import type { Fields, Reading } from '../form/use-form.ts';

/** How long a paid order is left alone before it requires attention. */

export type GraceValues = { readonly graceMs: DurationText };

export function savedGrace({ graceMs }: SettingsShownFragment): GraceValues {
  return { graceMs: writeDuration(graceMs) };
}

/** What holds by itself is sent as null: it then follows where it is set from outside. */
export function readGrace(
  values: GraceValues,
  { graceDefaultMs }: SettingsShownFragment,
): Reading<Pick<SaveSettingsInput, 'graceMs'>> {
  const grace = readDuration(values.graceMs);
  if (!grace.ok) return { ok: false, problems: { graceMs: grace.problem } };
  if (grace.value === null) {
    return { ok: false, problems: { graceMs: 'Enter a time; 0 where none is left.' } };
  }
  return { ok: true, input: { graceMs: grace.value === graceDefaultMs ? null : grace.value } };
}

export function GraceSettings(props: { form: Fields<GraceValues>; saved: SettingsShownFragment }) {
  const { values, set, at } = props.form;
  const usual = props.saved.graceDefaultMs;
  const isUsual = JSON.stringify(values.graceMs) === JSON.stringify(writeDuration(usual));
  return (
    <PageGroup
      title="Requires attention"
      hint={
        <p>
          Receipts, access and webhooks take a moment after a payment. An order only requires
          attention when something of it is still not done after this time.
        </p>
      }
    >
      <DurationField
        label="Time after the payment"
        description="A change holds for the orders that are open now, too: their count may jump."
        required
        value={values.graceMs}
        mark={at('graceMs')}
        onChange={(grace) => set('graceMs', grace)}
      />
      {!isUsual && (
        <div>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => set('graceMs', writeDuration(usual))}
          >
            Back to {durationWords(usual)}
          </Button>
        </div>
      )}
    </PageGroup>
  );
}
