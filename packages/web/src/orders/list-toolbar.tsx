import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import {
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconColumns3,
  IconDots,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './list-toolbar.module.css';
import { countFilters, hidesVisits, withoutFilters, type OrderSearch } from './order-search.ts';

/** How many orders there are, which are left out, and how the table looks. `rowHeight` is null where there is none. */
export function ListToolbar(props: {
  search: OrderSearch;
  total: { value: number; isExact: boolean } | null;
  rowHeight: 40 | 32 | null;
  onRowHeight: (rowHeight: 40 | 32) => void;
  onResetColumns: () => void;
  onChange: (next: OrderSearch) => void;
  /** What can be done with many of them. */
  children?: ReactNode;
}) {
  const { search } = props;
  return (
    <div className={styles.toolbar}>
      <span className={styles.total} data-testid="orders-total">
        {props.total === null ? 'Counting…' : totalWords(props.total)}
      </span>
      {countFilters(search) > 0 && (
        <UnstyledButton
          className={styles.link ?? ''}
          onClick={() => props.onChange(withoutFilters(search))}
        >
          Clear all
        </UnstyledButton>
      )}
      <VisitsNotice search={search} onChange={props.onChange} />
      {props.children}
      {props.rowHeight !== null && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              className={styles.menu ?? ''}
              aria-label="How the table looks"
            >
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={
                props.rowHeight === 40 ? (
                  <IconBaselineDensitySmall size={16} />
                ) : (
                  <IconBaselineDensityMedium size={16} />
                )
              }
              onClick={() => props.onRowHeight(props.rowHeight === 40 ? 32 : 40)}
            >
              {props.rowHeight === 40 ? 'Compact rows' : 'Comfortable rows'}
            </Menu.Item>
            <Menu.Item leftSection={<IconColumns3 size={16} />} onClick={props.onResetColumns}>
              Reset the columns
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

function VisitsNotice(props: { search: OrderSearch; onChange: (next: OrderSearch) => void }) {
  const { search } = props;
  if (!hidesVisits(search) && !search.visits) return null;
  const { visits, ...without } = search;
  return (
    <span className={styles.notice}>
      {visits ? 'Visits without payment are shown. ' : 'Visits without payment are hidden. '}
      <UnstyledButton
        className={styles.link ?? ''}
        onClick={() => props.onChange(visits ? without : { ...search, visits: 'shown' })}
      >
        {visits ? 'Hide them' : 'Show them'}
      </UnstyledButton>
    </span>
  );
}

/** "5,230 orders"; counting stops at 10,000 and says so. */
function totalWords(total: { value: number; isExact: boolean }): string {
  const number = new Intl.NumberFormat().format(total.value);
  if (!total.isExact) return `${number}+ orders`;
  return total.value === 1 ? '1 order' : `${number} orders`;
}
