import { ActionIcon, Button, CloseButton, Drawer, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useState, type RefObject } from 'react';
import { useIsNarrow } from '../ui/dialog.tsx';
import { clear, filterChips, filterLabels, type FilterName } from './filter-chips.ts';
import { FilterEditor } from './filter-editors.tsx';
import { FilterPill } from './filter-pill.tsx';
import styles from './order-filters.module.css';
import {
  countFilters,
  PERSONAL_FILTERS,
  withoutFilters,
  type OrderSearch,
} from './order-search.ts';
import { beginsTypedFilter, readTypedFilter, typedFilterNames } from './typed-filter.ts';

/** The buttons of the bar; none by what its reader may not see. */
function pillNames(search: OrderSearch, mayReadPersonalData: boolean): readonly FilterName[] {
  const hidden: readonly string[] = mayReadPersonalData ? ['text'] : ['text', ...PERSONAL_FILTERS];
  return (Object.keys(filterLabels) as FilterName[]).filter(
    // Orders come from a report by a click there, and by nothing here.
    (name) => !hidden.includes(name) && (name !== 'report' || search.report !== undefined),
  );
}

/** One line: the search box, a button for each filter that shows what it is set to, and a way to clear them. */
export function OrderFilters(props: {
  search: OrderSearch;
  mayReadPersonalData: boolean;
  searchBoxRef: RefObject<HTMLInputElement | null>;
  onChange: (next: OrderSearch, replace?: boolean) => void;
}) {
  const { search, mayReadPersonalData, onChange } = props;
  const isNarrow = useIsNarrow();
  const pills = pillNames(search, mayReadPersonalData);
  return (
    <div className={styles.bar} role="search" aria-label="Filter the orders">
      <SearchBox
        search={search}
        mayReadPersonalData={mayReadPersonalData}
        boxRef={props.searchBoxRef}
        onChange={onChange}
      />
      {isNarrow ? (
        <FilterSheet search={search} pills={pills} onChange={onChange} />
      ) : (
        pills.map((name) => (
          <FilterPill key={name} name={name} search={search} onChange={onChange} />
        ))
      )}
    </div>
  );
}

const TYPING_MS = 250;

function SearchBox(props: {
  search: OrderSearch;
  mayReadPersonalData: boolean;
  boxRef: RefObject<HTMLInputElement | null>;
  onChange: (next: OrderSearch, replace?: boolean) => void;
}) {
  const { search, onChange, boxRef } = props;
  const typedNames = typedFilterNames(props.mayReadPersonalData);
  const set = search.text ?? '';
  const [typed, setTyped] = useState(set);
  // The address moves by itself too: Back, a cleared chip, a link. What was typed here comes back
  // later than it was typed, and must not overwrite what has been typed since.
  const [seen, setSeen] = useState(set);
  const [applied, setApplied] = useState(set);
  if (seen !== set) {
    setSeen(set);
    if (set !== applied) setTyped(set);
  }

  const apply = (text: string) => {
    const words = text.trim();
    setApplied(words);
    if (words === set) return;
    // Further typing is not a step of its own on the way back.
    const isFurther = set !== '' && words !== '';
    onChange(words ? { ...search, text: words } : clear(search, 'text'), isFurther);
  };
  const applyLater = useDebouncedCallback(apply, TYPING_MS);
  const enter = () => {
    applyLater.cancel();
    const next = readTypedFilter(typed, search, typedNames);
    if (!next) return apply(typed);
    setTyped('');
    setApplied('');
    onChange(next);
  };

  return (
    <TextInput
      ref={boxRef}
      className={styles.search ?? ''}
      size="xs"
      type="search"
      aria-label={
        props.mayReadPersonalData
          ? 'Search by order number, email, name or payment reference'
          : 'Search by order number or payment reference'
      }
      placeholder="Search orders…"
      value={typed}
      leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
      rightSection={
        typed ? (
          <CloseButton
            size="xs"
            aria-label="Clear the search"
            onClick={() => {
              applyLater.cancel();
              setTyped('');
              apply('');
            }}
          />
        ) : (
          <Kbd size="xs" aria-hidden className={styles.slash ?? ''}>
            /
          </Kbd>
        )
      }
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        // "status:" is the beginning of a filter, not of a search: Enter will set it.
        if (beginsTypedFilter(currentTarget.value, typedNames)) applyLater.cancel();
        else applyLater(currentTarget.value);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') enter();
        if (key === 'Escape') currentTarget.blur();
      }}
    />
  );
}

function FilterSheet(props: {
  search: OrderSearch;
  pills: readonly FilterName[];
  onChange: (next: OrderSearch, replace?: boolean) => void;
}) {
  const [opened, setOpened] = useState(false);
  const chips = filterChips(props.search).filter(({ name }) => name !== 'text');
  return (
    <>
      <ActionIcon
        variant="default"
        size={32}
        aria-label={chips.length > 0 ? `Filters, ${chips.length} set` : 'Filters'}
        onClick={() => setOpened(true)}
      >
        <IconFilter size={17} stroke={1.7} />
      </ActionIcon>
      {chips.length > 0 && (
        <div className={styles.chips}>
          {chips.map(({ name, words, cleared }) => (
            <span key={name} className={styles.chip}>
              {words}
              <CloseButton
                size="xs"
                aria-label={`Remove the filter ${words}`}
                onClick={() => props.onChange(cleared)}
              />
            </span>
          ))}
        </div>
      )}
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="bottom"
        size="85%"
        title="Filters"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className={styles.sheet}>
          {props.pills.map((name) => (
            <FilterEditor key={name} name={name} search={props.search} onChange={props.onChange} />
          ))}
          <Button onClick={() => setOpened(false)}>Show the orders</Button>
          <Button
            variant="default"
            disabled={countFilters(props.search) === 0}
            onClick={() => props.onChange(withoutFilters(props.search))}
          >
            Clear all
          </Button>
        </div>
      </Drawer>
    </>
  );
}
