import { Button, Popover, Select } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { useState } from 'react';
import { useReportCheckoutsQuery, type ReportPeriod } from '../generated.ts';
import { GRAINS, grainOf, PERIODS, type ReportSearch, zoneOf } from './report-search.ts';
import { dayWords } from './report-words.ts';
import styles from './reports.module.css';

type Change = (next: ReportSearch) => void;
const CUSTOM = 'CUSTOM';
const CONVERTED = ['EUR', 'SEK', 'NOK', 'DKK', 'USD', 'GBP', 'JPY'];

/** Which time, compared with what, by what zone, currency and checkout: all of it in the address. */
export function ReportControls(props: { search: ReportSearch; onChange: Change }) {
  const { search } = props;
  const set = (part: Partial<ReportSearch>) => props.onChange(cleaned({ ...search, ...part }));
  return (
    <div className={styles.controls} role="group" aria-label="What the report covers">
      <PeriodControl search={search} onChange={set} />
      <Select
        aria-label="Compared with"
        size="xs"
        allowDeselect={false}
        data={[
          { value: 'before', label: 'vs the time before' },
          { value: 'year', label: 'vs the year before' },
          { value: 'none', label: 'no comparison' },
        ]}
        value={search.compare ?? 'before'}
        onChange={(value) =>
          set({ compare: value === 'year' || value === 'none' ? value : undefined })
        }
      />
      <Select
        aria-label="By"
        size="xs"
        allowDeselect={false}
        data={Object.entries(GRAINS).map(([value, label]) => ({
          value,
          label: `by ${label.toLowerCase()}`,
        }))}
        value={grainOf(search)}
        onChange={(value) => set({ grain: (value as ReportSearch['grain']) ?? undefined })}
      />
      <CheckoutControl search={search} onChange={set} />
      <Select
        aria-label="Converted to"
        size="xs"
        data={[
          { value: 'own', label: 'Each in its own currency' },
          ...CONVERTED.map((code) => ({ value: code, label: `Converted to ${code}` })),
        ]}
        allowDeselect={false}
        value={search.convert ?? 'own'}
        onChange={(value) =>
          set({ convert: value === 'own' ? undefined : (value ?? undefined), currency: undefined })
        }
      />
      <Select
        aria-label="Time zone"
        size="xs"
        searchable
        allowDeselect={false}
        data={zones(zoneOf(search))}
        value={zoneOf(search)}
        onChange={(value) => set({ zone: value ?? undefined })}
      />
    </div>
  );
}

function PeriodControl(props: { search: ReportSearch; onChange: (part: ReportSearch) => void }) {
  const { search } = props;
  const isCustom = search.from !== undefined && search.to !== undefined;
  const [opened, setOpened] = useState(false);
  const [days, setDays] = useState<[string | null, string | null]>([null, null]);
  return (
    <>
      <Select
        aria-label="Period"
        size="xs"
        allowDeselect={false}
        leftSection={<IconCalendar size={15} stroke={1.7} aria-hidden />}
        data={[
          ...Object.entries(PERIODS).map(([value, label]) => ({ value, label })),
          { value: CUSTOM, label: 'Custom…' },
        ]}
        value={isCustom ? CUSTOM : (search.period ?? 'LAST_30_DAYS')}
        onChange={(value) => {
          if (value === CUSTOM) {
            setDays([search.from ?? null, search.to ?? null]);
            setOpened(true);
          } else {
            props.onChange({
              period: value as ReportPeriod,
              from: undefined,
              to: undefined,
              grain: undefined,
            });
          }
        }}
      />
      {(isCustom || opened) && (
        <Popover opened={opened} onChange={setOpened} trapFocus shadow="md" position="bottom-start">
          <Popover.Target>
            <Button size="xs" variant="default" onClick={() => setOpened(!opened)}>
              {isCustom && search.from && search.to
                ? `${dayWords(search.from)} – ${dayWords(search.to)}`
                : 'Choose the days'}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <DatePicker
              type="range"
              allowSingleDateInRange
              value={days}
              onChange={(next) => {
                setDays(next);
                const [from, to] = next;
                if (!from || !to) return;
                setOpened(false);
                props.onChange({ from, to, period: undefined, grain: undefined });
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

function CheckoutControl(props: { search: ReportSearch; onChange: (part: ReportSearch) => void }) {
  const checkouts = useReportCheckoutsQuery().data?.checkouts ?? [];
  if (checkouts.length < 2) return null;
  return (
    <Select
      aria-label="Checkout"
      size="xs"
      allowDeselect={false}
      data={[
        { value: 'all', label: 'All checkouts' },
        ...checkouts.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={props.search.checkout ?? 'all'}
      onChange={(value) =>
        props.onChange({ checkout: value === 'all' ? undefined : value } as ReportSearch)
      }
    />
  );
}

function zones(present: string): string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return [...new Set(['UTC', present, ...all])];
}

function cleaned(search: ReportSearch): ReportSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
