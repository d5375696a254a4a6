import { Button, Checkbox, Group, Stack, TagsInput, TextInput } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import { useOrderFacetsQuery, type OrderFacetsQuery } from '../generated.ts';
import { OrderStatusPill, orderStatusFilterName } from '../ui/status-pill.tsx';
import { useNow } from '../ui/time.tsx';
import { clear, filterLabels, type FilterName } from './filter-chips.ts';
import styles from './order-filters.module.css';
import { ORDER_STATUSES, type OrderSearch } from './order-search.ts';

type EditorProps = {
  search: OrderSearch;
  onChange: (next: OrderSearch, replace?: boolean) => void;
  /** Called when nothing is left to choose, so that a popover can close. */
  onDone?: () => void;
};

/** Lets one set a filter: the same in the popover of a wide screen and in the sheet of a phone. */
export function FilterEditor(props: EditorProps & { name: FilterName }) {
  const { name, ...rest } = props;
  switch (name) {
    case 'status':
      return <StatusEditor {...rest} />;
    case 'created':
      return <DaysEditor {...rest} />;
    case 'source':
    case 'tag':
    case 'code':
      return <WordsEditor {...rest} name={name} />;
    // Set by a click on a figure; here it can only be cleared.
    case 'report':
      return null;
    case 'text':
    case 'number':
    case 'email':
    case 'firstName':
    case 'lastName':
      return <TextEditor {...rest} name={name} />;
  }
}

function StatusEditor({ search, onChange }: EditorProps) {
  return (
    <Checkbox.Group
      label={filterLabels.status}
      value={search.status ?? []}
      onChange={(chosen) => {
        const status = ORDER_STATUSES.filter((name) => chosen.includes(name));
        onChange(status.length > 0 ? { ...search, status } : clear(search, 'status'));
      }}
    >
      <Stack gap={8} mt={8}>
        {ORDER_STATUSES.map((status) => (
          <Checkbox
            key={status}
            value={status}
            size="xs"
            classNames={{ body: styles.checkbox ?? '' }}
            aria-label={orderStatusFilterName(status)}
            label={<OrderStatusPill status={status} />}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

const examples = {
  text: '',
  number: '10042, 10043',
  email: 'aino@example.com',
  firstName: 'Aino',
  lastName: 'Korhonen',
} as const;

function TextEditor({
  name,
  search,
  onChange,
  onDone,
}: EditorProps & { name: keyof typeof examples }) {
  const set = search[name] ?? '';
  const [typed, setTyped] = useState(set);
  const apply = () => {
    const value = typed.trim();
    if (value !== set) onChange(value ? { ...search, [name]: value } : clear(search, name));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
        onDone?.();
      }}
    >
      <TextInput
        label={filterLabels[name]}
        description={name === 'number' ? 'Several with commas between' : undefined}
        placeholder={examples[name]}
        value={typed}
        size="sm"
        data-autofocus
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={onDone ? undefined : apply}
      />
      {onDone && (
        <Group justify="flex-end" mt="sm">
          <Button type="submit" size="xs">
            Apply
          </Button>
        </Group>
      )}
    </form>
  );
}

const facetOf = { source: 'sources', tag: 'tags', code: 'discountCodes' } as const satisfies Record<
  string,
  Exclude<keyof OrderFacetsQuery['orderFacets'], '__typename'>
>;

function WordsEditor({ name, search, onChange }: EditorProps & { name: keyof typeof facetOf }) {
  const { data } = useOrderFacetsQuery();
  return (
    <TagsInput
      label={filterLabels[name]}
      description="Any of these"
      placeholder={search[name] ? '' : 'Choose or type'}
      data={data?.orderFacets[facetOf[name]] ?? []}
      value={search[name] ?? []}
      size="sm"
      maxDropdownHeight={240}
      comboboxProps={{ withinPortal: false, shadow: 'md' }}
      data-autofocus
      acceptValueOnBlur
      onChange={(values) =>
        onChange(values.length > 0 ? { ...search, [name]: values } : clear(search, name))
      }
    />
  );
}

function DaysEditor({ search, onChange, onDone }: EditorProps) {
  const nowMs = useNow();
  const choose = (from: string | null, to: string | null) => {
    const { from: _from, to: _to, ...rest } = search;
    onChange({ ...rest, ...(from && { from }), ...(to && { to }) });
  };
  const [range, setRange] = useState<[string | null, string | null]>([
    search.from ?? null,
    search.to ?? null,
  ]);
  return (
    <div>
      <p className={styles.label}>{filterLabels.created}</p>
      <div className={styles.days}>
        <div className={styles.presets}>
          {presets(new Date(nowMs)).map(({ name, from, to }) => (
            <Button
              key={name}
              variant="subtle"
              color="gray"
              size="compact-sm"
              justify="flex-start"
              onClick={() => {
                setRange([from, to]);
                choose(from, to);
                onDone?.();
              }}
            >
              {name}
            </Button>
          ))}
        </div>
        <DatePicker
          type="range"
          size="xs"
          allowSingleDateInRange
          hideOutsideDates
          value={range}
          {...(range[0] ? { defaultDate: range[0] } : {})}
          onChange={([from, to]) => {
            setRange([from, to]);
            if (from && to) choose(from, to);
          }}
          ariaLabels={{
            nextMonth: 'Next month',
            previousMonth: 'Previous month',
          }}
        />
      </div>
    </div>
  );
}

function presets(today: Date) {
  const day = (daysAgo: number) =>
    isoDay(new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo));
  return [
    { name: 'Today', from: day(0), to: day(0) },
    { name: 'Yesterday', from: day(1), to: day(1) },
    { name: 'Last 7 days', from: day(6), to: day(0) },
    { name: 'Last 30 days', from: day(29), to: day(0) },
    { name: 'This month', from: day(today.getDate() - 1), to: day(0) },
    { name: 'This year', from: `${today.getFullYear()}-01-01`, to: day(0) },
  ];
}

function isoDay(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
