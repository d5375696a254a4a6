import { TextInput } from '@mantine/core';
import type { SaveSettingsInput, SettingsShownFragment } from '../../generated.ts';
import page from '../form/page-form.module.css';
import { PageGroup } from '../form/page-form.tsx';
import type { Fields, Reading } from '../form/use-form.ts';

/** How long personal data is kept before it is forgotten by itself. */

type Field = 'keepBodiesDays' | 'keepVisitsDays' | 'keepKeysDays' | 'keepPaidYears';
export type PersonalDataValues = { readonly [Name in Field]: string };

const fields: readonly {
  readonly name: Field;
  readonly label: string;
  readonly unit: string;
  readonly description: string;
  /** What an empty field means. */
  readonly usual: string;
}[] = [
  {
    name: 'keepBodiesDays',
    label: 'What was sent and answered',
    unit: 'days',
    description: 'Bodies of mails, webhooks and grants. That they were sent stays on record.',
    usual: '90',
  },
  {
    name: 'keepVisitsDays',
    label: 'Visitors who never paid',
    unit: 'days',
    description: 'Only who they were: the visits still count in reports.',
    usual: '180',
  },
  {
    name: 'keepPaidYears',
    label: 'Customers of paid orders',
    unit: 'years',
    description:
      'Counted from their latest order. Only who they were: amounts and books stay. Accounts usually need them for 6 to 10 years.',
    usual: 'for ever',
  },
  {
    name: 'keepKeysDays',
    label: 'Keys of API requests',
    unit: 'days',
    description: 'For so long a request that a script sends twice is done once.',
    usual: '30',
  },
];

export function savedPersonalData(settings: SettingsShownFragment): PersonalDataValues {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    keepBodiesDays: text(settings.keepBodiesDays),
    keepVisitsDays: text(settings.keepVisitsDays),
    keepKeysDays: text(settings.keepKeysDays),
    keepPaidYears: text(settings.keepPaidYears),
  };
}

/** How many are too many is said by the server. */
export function readPersonalData(
  values: PersonalDataValues,
): Reading<Pick<SaveSettingsInput, Field>> {
  const isNumber = (text: string) => /^\d{1,6}$/u.test(text);
  const typed = fields.map(({ name, unit }) => ({ name, unit, text: values[name].trim() }));
  const wrong = typed.filter(({ text }) => text !== '' && !isNumber(text));
  if (wrong.length > 0) {
    const problems = wrong.map(({ name, unit }) => [name, `Enter a whole number of ${unit}.`]);
    return { ok: false, problems: Object.fromEntries(problems) as Record<string, string> };
  }
  const input = typed.map(({ name, text }) => [name, text === '' ? null : Number(text)]);
  return { ok: true, input: Object.fromEntries(input) as Pick<SaveSettingsInput, Field> };
}

export function PersonalDataSettings({ form }: { form: Fields<PersonalDataValues> }) {
  return (
    <PageGroup
      title="Personal data"
      hint={
        <>
          <p>
            What is older is forgotten once a day, for good. Amounts, payments, refunds and the
            history always stay.
          </p>
          <p>How much was forgotten, and when, is in the audit log.</p>
        </>
      }
    >
      {fields.map(({ name, label, unit, description, usual }) => (
        <TextInput
          key={name}
          label={`${label}, in ${unit}`}
          description={description}
          inputMode="numeric"
          placeholder={usual}
          classNames={{ wrapper: page.count ?? '' }}
          value={form.values[name]}
          onChange={({ currentTarget }) => form.set(name, currentTarget.value)}
          {...form.at(name)}
        />
      ))}
    </PageGroup>
  );
}
