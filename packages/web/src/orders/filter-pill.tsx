import { Popover, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { clear, filterLabels, filterWords, type FilterName } from './filter-chips.ts';
import { FilterEditor } from './filter-editors.tsx';
import styles from './order-filters.module.css';
import type { OrderSearch } from './order-search.ts';

/** A filter that says what it is set to; pressed, it lets one set it; its cross takes it away. */
export function FilterPill(props: {
  name: FilterName;
  search: OrderSearch;
  onChange: (next: OrderSearch, replace?: boolean) => void;
}) {
  const { name, search } = props;
  const [opened, setOpened] = useState(false);
  const label = filterLabels[name];
  const words = filterWords(search, name);
  return (
    <span className={styles.pill} data-set={words !== null || undefined}>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal
      >
        <Popover.Target>
          <UnstyledButton className={styles.pillButton ?? ''} onClick={() => setOpened(!opened)}>
            {words === null && <IconPlus size={12} stroke={2} aria-hidden />}
            <span className="hidden-text">Filter by </span>
            {label}
            {words !== null && (
              <>
                <span className={styles.pillValue}>{words}</span>
                <IconChevronDown size={12} stroke={2} aria-hidden />
              </>
            )}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown
          className={styles.dropdown ?? ''}
          aria-label={`Filter by ${label}`}
          data-popover-open
        >
          <FilterEditor
            name={name}
            search={search}
            onChange={props.onChange}
            onDone={() => setOpened(false)}
          />
        </Popover.Dropdown>
      </Popover>
      {words !== null && (
        <UnstyledButton
          className={styles.pillClear ?? ''}
          aria-label={`Remove the filter ${label}: ${words}`}
          onClick={() => props.onChange(clear(search, name))}
        >
          <IconX size={13} stroke={2} aria-hidden />
        </UnstyledButton>
      )}
    </span>
  );
}
