import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { IconFilterOff, IconPlus, IconSearch, type Icon } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { useIsNarrow } from '../ui/dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { EmptyState, ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { TipArea } from '../ui/tip.tsx';
import { Nothing } from '../ui/values.tsx';
import { NEW } from './configuration-search.ts';
import styles from './record-list.module.css';
import { useConfigurationPlace } from './use-configuration-place.ts';

export type Column<Row> = {
  readonly name: string;
  /** Null where there is nothing to say. */
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
  /** Gives way where the columns do not fit side by side. */
  readonly isElastic?: boolean;
  /** Left out on a phone. */
  readonly isMinor?: boolean;
};

/** A word that only a phone's card needs: there is no head to say of what. */
export function CardWord(props: { children: string }) {
  return <span className={styles.cardWord}>{props.children}</span>;
}

type ListedRow = { readonly id: string; readonly name: string };

/**
 * A list of what is set up: found by its words, opened by a click on the name. A table on a wide
 * screen, cards of the same cells on a phone. `rows` is null until they are known.
 */
export function RecordList<Row extends ListedRow>(props: {
  /** "product": what one row is called. */
  one: string;
  many: string;
  rows: readonly Row[] | null;
  /** What making one is called, where that is not "New product". */
  add?: string;
  /** How many there are without a search. */
  total: number;
  error: unknown;
  onRetry: () => void;
  columns: readonly Column<Row>[];
  /** What the first column is called, where that is not "Name". */
  nameColumn?: string;
  /** What can be pressed in a row, beside its name. */
  control?: { readonly name: string; readonly cell: (row: Row) => ReactNode };
  /** Rows that have been put away, of which the list holds some. */
  archivedCount?: number;
  /** What they are called, where that is not "archived". */
  archivedWord?: string;
  empty: { readonly icon: Icon; readonly words: ReactNode };
}) {
  const { search, go } = useConfigurationPlace();
  const searchBox = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => searchBox.current?.focus() });
  return (
    <div className={styles.list}>
      <div className={styles.tools}>
        <TextInput
          ref={searchBox}
          className={styles.search ?? ''}
          type="search"
          aria-label={`Search the ${props.many}`}
          placeholder={`Search the ${props.many}`}
          leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
          value={search.find ?? ''}
          onChange={({ currentTarget: { value } }) => go({ find: value || undefined }, true)}
        />
        {(props.archivedCount ?? 0) > 0 && (
          <UnstyledButton
            className={styles.link ?? ''}
            onClick={() => go({ archived: search.archived ? undefined : 'shown' })}
          >
            {search.archived
              ? `Hide ${props.archivedWord ?? 'archived'}`
              : `Show ${props.archivedCount} ${props.archivedWord ?? 'archived'}`}
          </UnstyledButton>
        )}
        <Button
          className={styles.add ?? ''}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => go({ open: NEW })}
        >
          {props.add ?? `New ${props.one}`}
        </Button>
      </div>
      <TipArea className={styles.rows}>
        <Rows {...props} />
      </TipArea>
    </div>
  );
}

function Rows<Row extends ListedRow>(props: Parameters<typeof RecordList<Row>>[0]) {
  const { rows } = props;
  const { search, go } = useConfigurationPlace();
  const isNarrow = useIsNarrow();
  if (rows === null) {
    return props.error ? (
      <ErrorState
        title={`The ${props.many} could not be loaded`}
        error={props.error}
        onRetry={props.onRetry}
      />
    ) : (
      <div className={styles.loading}>
        <LinesSkeleton label={`Loading the ${props.many}`} lines={9} />
      </div>
    );
  }
  if (rows.length === 0 && search.find) {
    return (
      <EmptyState icon={IconFilterOff} title={`No ${props.one} matches “${search.find}”`}>
        <p>{props.total === 1 ? 'There is 1 here.' : `There are ${props.total} here.`}</p>
        <Button variant="default" size="xs" onClick={() => go({ find: undefined })}>
          Clear the search
        </Button>
      </EmptyState>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={props.empty.icon} title={`No ${props.many} yet`}>
        {props.empty.words}
      </EmptyState>
    );
  }
  const shared = { ...props, rows, openId: search.open ?? null };
  return isNarrow ? <Cards {...shared} /> : <Table {...shared} />;
}

type RowsProps<Row> = {
  many: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  nameColumn?: string;
  control?: { readonly name: string; readonly cell: (row: Row) => ReactNode };
  openId: string | null;
};

function Table<Row extends ListedRow>(props: RowsProps<Row>) {
  const { columns, control } = props;
  return (
    <table className={styles.table} aria-label={props.many}>
      <thead>
        <tr>
          <th scope="col">{props.nameColumn ?? 'Name'}</th>
          {columns.map(({ name, isNumber }) => (
            <th key={name} scope="col" data-number={isNumber}>
              {name}
            </th>
          ))}
          {control && <th scope="col">{control.name}</th>}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.id} data-open={row.id === props.openId || undefined}>
            <th scope="row">
              <OpenButton row={row} />
            </th>
            {columns.map(({ name, cell, isNumber, isElastic }) => (
              <td key={name} data-number={isNumber} data-elastic={isElastic}>
                {cell(row) ?? <Nothing />}
              </td>
            ))}
            {control && <td className={styles.control}>{control.cell(row)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards<Row extends ListedRow>(props: RowsProps<Row>) {
  return (
    <ul className={styles.cards} aria-label={props.many}>
      {props.rows.map((row) => (
        <li key={row.id} className={styles.card}>
          <div className={styles.cardWhat}>
            <OpenButton row={row} />
            <div className={styles.cells}>
              {props.columns.map((column) => (
                <CardCell key={column.name} column={column} row={row} />
              ))}
            </div>
          </div>
          {props.control?.cell(row)}
        </li>
      ))}
    </ul>
  );
}

function CardCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const shown = column.isMinor ? null : column.cell(row);
  if (shown === null || shown === undefined) return null;
  return (
    <span>
      <span className="hidden-text">{column.name}: </span>
      {shown}
    </span>
  );
}

/** Covers its whole row, so that a click anywhere in it opens; the controls lie above it. */
function OpenButton({ row }: { row: ListedRow }) {
  const { search, go } = useConfigurationPlace();
  return (
    <UnstyledButton
      className={styles.open ?? ''}
      onClick={() => row.id !== search.open && go({ open: row.id }, search.open !== undefined)}
    >
      {row.name}
    </UnstyledButton>
  );
}
