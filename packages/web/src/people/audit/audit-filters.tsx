import { ActionIcon, Button, CloseButton, Drawer, Select, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconCalendar, IconFilter, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useAuditFacetsQuery } from '../../generated.ts';
import { useIsNarrow } from '../../ui/dialog.tsx';
import { useKeys } from '../../ui/keys.ts';
import { dayWords } from '../../reports/report-words.ts';
import styles from './audit-page.module.css';
import { type AuditSearch, countAuditFilters, KINDS } from './audit-search.ts';
import { eventChoices, eventWords } from './audit-words.ts';

type Set = (part: { readonly [Name in keyof AuditSearch]: AuditSearch[Name] | undefined }) => void;
type Filters = { search: AuditSearch; set: Set };

/** One line: words, who, what, when, which order, from where; on a phone all but the words in a sheet. */
export function AuditFilters(
  props: Filters & { onClear: () => void; loading: boolean; onRefresh: () => void },
) {
  const { search, set } = props;
  const isNarrow = useIsNarrow();
  const words = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => words.current?.focus() });
  const count = countAuditFilters(search) + (search.find ? 1 : 0);
  return (
    <div className={styles.bar}>
      <div className={styles.filters} role="search" aria-label="Filter the audit log">
        <TypedFilter
          inputRef={words}
          label="Search what happened"
          placeholder="Search what happened"
          icon
          value={search.find}
          onChange={(find) => set({ find })}
          className={styles.search ?? ''}
        />
        {isNarrow ? (
          <FilterSheet {...props} />
        ) : (
          <>
            <Choices search={search} set={set} />
            {search.subject && <SubjectChip search={search} set={set} />}
            {count > 0 && (
              <Button variant="subtle" color="gray" size="compact-xs" onClick={props.onClear}>
                Clear all
              </Button>
            )}
          </>
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label="Look for new entries"
        loading={props.loading}
        onClick={props.onRefresh}
      >
        <IconRefresh size={16} stroke={1.7} />
      </ActionIcon>
    </div>
  );
}

/** `isLabelled`: with their names above them, where there is room. */
function Choices({ search, set, isLabelled = false }: Filters & { isLabelled?: boolean }) {
  const facets = useAuditFacetsQuery().data?.auditFacets;
  const named = (name: string) => (isLabelled ? { label: name } : { 'aria-label': name });
  const actors = facets?.actors ?? [];
  const known = new Set([...actors.map(({ id }) => id), ...KINDS.map(([kind]) => kind)]);
  const events = facets?.events ?? [];
  const isKnownEvent =
    !search.what || events.some((one) => one === search.what || one.startsWith(`${search.what}.`));
  const size = isLabelled ? 'sm' : 'xs';
  return (
    <>
      <Select
        {...named('Who')}
        placeholder="Anybody"
        size={size}
        className={styles.who ?? ''}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Anybody' }}
        nothingFoundMessage="Nobody of that name"
        data={[
          { group: 'Kinds', items: KINDS.map(([value, label]) => ({ value, label })) },
          {
            group: 'Members and tokens',
            items: [
              ...actors.map(({ id, kind, name }) => ({
                value: id ?? '',
                label: kind === 'TOKEN' ? `${name} (API token)` : name,
              })),
              ...(search.who && !known.has(search.who)
                ? [{ value: search.who, label: search.who }]
                : []),
            ],
          },
        ]}
        value={search.who ?? null}
        onChange={(who) => set({ who: who ?? undefined })}
      />
      <Select
        {...named('What')}
        placeholder="Anything"
        size={size}
        className={styles.what ?? ''}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Anything' }}
        nothingFoundMessage="Nothing of that name"
        maxDropdownHeight={320}
        data={[
          ...eventChoices(events),
          ...(search.what && !isKnownEvent
            ? [{ group: 'Other', items: [{ value: search.what, label: eventWords(search.what) }] }]
            : []),
        ]}
        value={search.what ?? null}
        onChange={(what) => set({ what: what ?? undefined })}
      />
      <Days search={search} set={set} isLabelled={isLabelled} />
      <TypedFilter
        label="Order number"
        isLabelled={isLabelled}
        placeholder={isLabelled ? '' : 'Order number'}
        value={search.number}
        onChange={(number) => set({ number })}
        className={styles.number ?? ''}
      />
      <TypedFilter
        label="From address"
        isLabelled={isLabelled}
        placeholder={isLabelled ? '203.0.113.' : 'From address'}
        value={search.address}
        onChange={(address) => set({ address })}
        className={styles.address ?? ''}
      />
    </>
  );
}

const ANY_TIME = 'Any time';

function daysText([from, to]: readonly [string | null, string | null]): string {
  if (!from) return ANY_TIME;
  return from === to ? dayWords(from) : `${dayWords(from)} – ${to ? dayWords(to) : '…'}`;
}

function Days({ search, set, isLabelled }: Filters & { isLabelled: boolean }) {
  const [chosen, setChosen] = useState<[string | null, string | null] | null>(null);
  const shown = chosen ?? [search.from ?? null, search.to ?? null];
  return (
    <DatePickerInput
      type="range"
      {...(isLabelled ? { label: 'When' } : { 'aria-label': `When: ${daysText(shown)}` })}
      placeholder={ANY_TIME}
      size={isLabelled ? 'sm' : 'xs'}
      className={styles.when ?? ''}
      leftSection={<IconCalendar size={15} stroke={1.7} aria-hidden />}
      allowSingleDateInRange
      clearable
      clearButtonProps={{ 'aria-label': ANY_TIME }}
      valueFormatter={() => daysText(shown)}
      highlightToday
      value={shown}
      onChange={([from, to]) => {
        // The first of two days is chosen, and not yet in the address.
        if (Boolean(from) !== Boolean(to)) return setChosen([from, to]);
        setChosen(null);
        set({ from: from ?? undefined, to: to ?? undefined });
      }}
    />
  );
}

function SubjectChip({ search, set }: Filters) {
  const words = search.subjectName ?? search.subject;
  return (
    <span className={styles.chip}>
      {words}
      <CloseButton
        size="xs"
        aria-label={`Remove the filter ${words}`}
        onClick={() => set({ subject: undefined, subjectName: undefined })}
      />
    </span>
  );
}

function FilterSheet(props: Filters & { onClear: () => void }) {
  const { search, set } = props;
  const [opened, setOpened] = useState(false);
  const count = countAuditFilters(search);
  return (
    <>
      <ActionIcon
        variant={count > 0 ? 'light' : 'default'}
        size={30}
        aria-label={count > 0 ? `Filters, ${count} set` : 'Filters'}
        onClick={() => setOpened(true)}
      >
        <IconFilter size={17} stroke={1.7} />
      </ActionIcon>
      {search.subject && <SubjectChip search={search} set={set} />}
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="bottom"
        size="80%"
        title="Filters"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className={styles.sheet}>
          <Choices search={search} set={set} isLabelled />
          <Button onClick={() => setOpened(false)}>Show the entries</Button>
          <Button variant="default" disabled={count === 0} onClick={props.onClear}>
            Clear all
          </Button>
        </div>
      </Drawer>
    </>
  );
}

const TYPING_MS = 300;

/** What is typed goes into the address once the typing rests, and at once with Enter. */
function TypedFilter(props: {
  label: string;
  placeholder: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  className: string;
  isLabelled?: boolean;
  icon?: boolean;
  inputRef?: React.RefObject<HTMLInputElement | null>;
}) {
  const set = props.value ?? '';
  const [typed, setTyped] = useState(set);
  // The address moves by itself too: Back, "Clear all", a link.
  const [seen, setSeen] = useState(set);
  const [applied, setApplied] = useState(set);
  if (seen !== set) {
    setSeen(set);
    if (set !== applied) setTyped(set);
  }
  const apply = (text: string) => {
    setApplied(text.trim());
    if (text.trim() !== set) props.onChange(text.trim() || undefined);
  };
  const applyLater = useDebouncedCallback(apply, TYPING_MS);
  return (
    <TextInput
      ref={props.inputRef ?? null}
      {...(props.isLabelled ? { label: props.label } : { 'aria-label': props.label })}
      placeholder={props.placeholder}
      size={props.isLabelled ? 'sm' : 'xs'}
      type="search"
      className={props.className}
      {...(props.icon
        ? { leftSection: <IconSearch size={15} stroke={1.8} aria-hidden /> }
        : undefined)}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        applyLater(value);
      }}
      onKeyDown={({ key }) => {
        if (key !== 'Enter') return;
        applyLater.cancel();
        apply(typed);
      }}
    />
  );
}
