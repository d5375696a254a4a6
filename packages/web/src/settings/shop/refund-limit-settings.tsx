import { ActionIcon, Button, Select, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type {
  RefundLimitInput,
  SaveSettingsInput,
  SettingsShownFragment,
} from '../../generated.ts';
import { rolesInPlural } from '../../people/role-words.ts';
import { readOptionalAmount, writeAmount } from '../../ui/money-text.ts';
import { CurrencySelect } from '../form/currency-select.tsx';
import { PageGroup } from '../form/page-form.tsx';
import { PlainProblem } from '../form/plain-problem.tsx';
import type { At, Fields, Problems, Reading } from '../form/use-form.ts';
import styles from './refund-limit-settings.module.css';

/** How much each role, and scripts, may refund at once and on one day. */

/** A limit as it is typed: `key` tells the rows apart. */
type LimitRow = {
  readonly key: string;
  readonly who: Who;
  readonly currency: string;
  readonly perRefund: string;
  readonly perDay: string;
};
type Who = NonNullable<RefundLimitInput['role']> | 'API_TOKENS';

export type RefundLimitValues = { readonly refundLimits: readonly LimitRow[] };

type RefundLimitWish = Pick<SaveSettingsInput, 'refundLimits'>;

const whoNames = {
  ...rolesInPlural,
  API_TOKENS: 'API tokens',
} satisfies Record<Who, string>;

/** Viewers refund nothing, so nobody needs to limit them. */
const offered: readonly Who[] = ['CUSTOMER_SERVICE', 'MAINTAINER', 'ADMIN', 'API_TOKENS'];

export function savedRefundLimits({ refundLimits }: SettingsShownFragment): RefundLimitValues {
  return {
    refundLimits: refundLimits.map(({ role, currency, perRefundMinor, perDayMinor }) => ({
      key: `${role} ${currency}`,
      who: role ?? 'API_TOKENS',
      currency,
      perRefund: perRefundMinor === null ? '' : writeAmount(perRefundMinor, currency),
      perDay: perDayMinor === null ? '' : writeAmount(perDayMinor, currency),
    })),
  };
}

/** The limits as they would be sent if nothing were changed. */
export function sentRefundLimits({ refundLimits }: SettingsShownFragment): RefundLimitWish {
  const limits = refundLimits.map(({ role, currency, perRefundMinor, perDayMinor }) => ({
    role,
    currency,
    perRefundMinor,
    perDayMinor,
  }));
  return { refundLimits: limits.length > 0 ? limits : null };
}

export function readRefundLimits({
  refundLimits: rows,
}: RefundLimitValues): Reading<RefundLimitWish> {
  const limits: RefundLimitInput[] = [];
  const problems: Record<string, string> = {};
  const named = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const read = readLimit(row);
    for (const [field, words] of Object.entries(read.problems)) {
      problems[`refundLimits.${index}.${field}`] = words;
    }
    const name = `${row.who} ${row.currency}`;
    if (named.has(name)) {
      problems[`refundLimits.${index}.currency`] = 'They have a limit in this currency above.';
    }
    named.add(name);
    if (read.limit) limits.push(read.limit);
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, input: { refundLimits: limits.length > 0 ? limits : null } };
}

function readLimit({ who, currency, perRefund, perDay }: LimitRow): {
  limit: RefundLimitInput | null;
  problems: Problems;
} {
  if (!currency) return { limit: null, problems: { currency: 'Choose a currency.' } };
  const atOnce = readOptionalAmount(perRefund, currency);
  const aDay = readOptionalAmount(perDay, currency);
  if (!atOnce.ok || !aDay.ok) {
    const problems = {
      ...(!atOnce.ok && { perRefundMinor: atOnce.problem }),
      ...(!aDay.ok && { perDayMinor: aDay.problem }),
    };
    return { limit: null, problems };
  }
  if (atOnce.value === null && aDay.value === null) {
    const words = 'Enter one of the two amounts, or remove the limit.';
    return { limit: null, problems: { perRefundMinor: words } };
  }
  const role = who === 'API_TOKENS' ? null : who;
  const limit = { role, currency, perRefundMinor: atOnce.value, perDayMinor: aDay.value };
  return { limit, problems: {} };
}

export function RefundLimitSettings({ form }: { form: Fields<RefundLimitValues> }) {
  const rows = form.values.refundLimits;
  const set = (next: readonly LimitRow[], path = 'refundLimits') =>
    form.set('refundLimits', next, path);
  const change = (index: number, patch: Partial<LimitRow>, field: string) =>
    set(
      rows.map((row, at) => (at === index ? { ...row, ...patch } : row)),
      `refundLimits.${index}.${field}`,
    );
  return (
    <PageGroup
      title="Refund limits"
      hint={
        <>
          <p>
            How much one person, or one API token, may refund. A refund over the limit is refused
            and changes nothing; somebody with a higher limit can make it.
          </p>
          <p>
            A day is a day in UTC. Where there is no limit, all that an order holds can go back.
          </p>
        </>
      }
    >
      {rows.length === 0 && <p className={styles.none}>Nobody is limited.</p>}
      {rows.map((row, index) => (
        <LimitFields
          key={row.key}
          row={row}
          at={(field) => form.at(`refundLimits.${index}.${field}`)}
          onChange={(patch, field) => change(index, patch, field)}
          onRemove={() => set(rows.toSpliced(index, 1))}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => set([...rows, newLimit(rows)])}
        >
          Add a limit
        </Button>
        <PlainProblem {...form.at('refundLimits')} />
      </div>
    </PageGroup>
  );
}

/** For those who have none yet, in the currency limited last. */
function newLimit(rows: readonly LimitRow[]): LimitRow {
  const currency = rows.at(-1)?.currency ?? 'EUR';
  const isFree = (who: Who) => !rows.some((row) => row.who === who && row.currency === currency);
  const who = offered.find(isFree) ?? 'CUSTOMER_SERVICE';
  return { key: crypto.randomUUID(), who, currency, perRefund: '', perDay: '' };
}

function LimitFields(props: {
  row: LimitRow;
  at: At;
  onChange: (patch: Partial<LimitRow>, field: string) => void;
  onRemove: () => void;
}) {
  const { row, at, onChange } = props;
  const ofWhom = `${whoNames[row.who]}${row.currency ? ` in ${row.currency}` : ''}`;
  const choices = offered.includes(row.who) ? offered : [row.who, ...offered];
  const removeName = `Remove the limit of ${ofWhom}`;
  return (
    <div className={styles.limit} role="group" aria-label={`Limit of ${ofWhom}`}>
      <Select
        label="Who"
        data={choices.map((who) => ({ value: who, label: whoNames[who] }))}
        value={row.who}
        allowDeselect={false}
        onChange={(who) => who && onChange({ who }, 'role')}
        {...at('role')}
      />
      <CurrencySelect
        label="Currency"
        value={row.currency}
        mark={at('currency')}
        onChange={(currency) => onChange({ currency }, 'currency')}
      />
      <TextInput
        label="At once"
        inputMode="decimal"
        placeholder="no limit"
        classNames={{ input: styles.amount ?? '' }}
        value={row.perRefund}
        onChange={({ currentTarget }) =>
          onChange({ perRefund: currentTarget.value }, 'perRefundMinor')
        }
        {...at('perRefundMinor')}
      />
      <TextInput
        label="On one day"
        inputMode="decimal"
        placeholder="no limit"
        classNames={{ input: styles.amount ?? '' }}
        value={row.perDay}
        onChange={({ currentTarget }) => onChange({ perDay: currentTarget.value }, 'perDayMinor')}
        {...at('perDayMinor')}
      />
      <Tooltip label={removeName}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          className={styles.remove ?? ''}
          aria-label={removeName}
          onClick={props.onRemove}
        >
          <IconTrash size={16} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
