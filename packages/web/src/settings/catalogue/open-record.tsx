import { IconMoodEmpty } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState, LinesSkeleton } from '../../ui/states.tsx';
import { NEW } from '../configuration-search.ts';
import panel from '../form/form-panel.module.css';
import { SidePanel } from '../form/form-panel.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';

/**
 * The panel of what the address names: a new one, or one of the rows. `children` get the row, null
 * for a new one; every other address gets a form of its own. `rows` is null until they are known.
 */
export function OpenRecord<Row extends { readonly id: string; readonly name: string }>(props: {
  one: string;
  rows: readonly Row[] | null;
  /** Why there may be none under the address. */
  missing?: string;
  children: (row: Row | null) => ReactNode;
}) {
  const { one, rows } = props;
  const { search, close } = useConfigurationPlace();
  if (search.open === undefined) return null;
  const isNew = search.open === NEW;
  const row = isNew ? null : (rows?.find(({ id }) => id === search.open) ?? null);
  const title = isNew ? `New ${one}` : (row?.name ?? capitalized(one));
  return (
    <SidePanel key={search.open} title={title} closeName={`Close the ${one}`} onClose={close}>
      {rows !== null && (isNew || row) ? (
        props.children(row)
      ) : (
        <div className={panel.form}>
          {rows === null ? (
            <LinesSkeleton label={`Loading the ${one}`} lines={6} />
          ) : (
            <EmptyState icon={IconMoodEmpty} title={`There is no such ${one}`}>
              {props.missing ?? 'It belongs to another checkout, or the address is incomplete.'}
            </EmptyState>
          )}
        </div>
      )}
    </SidePanel>
  );
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
