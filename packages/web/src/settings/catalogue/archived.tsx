import { Tag } from '../../ui/values.tsx';
import { SwitchField } from '../form/switch-field.tsx';
import type { At } from '../form/use-form.ts';

type Archivable = { readonly archivedAt: string | null };

/** Those that are in use, unless the address asks for the archived ones as well. */
export function shownOf<Row extends Archivable>(
  rows: readonly Row[] | undefined,
  archived: 'shown' | undefined,
): readonly Row[] | null {
  return rows?.filter(({ archivedAt }) => archived === 'shown' || archivedAt === null) ?? null;
}

export function countArchived(rows: readonly Archivable[] | undefined): number {
  return rows?.filter(({ archivedAt }) => archivedAt !== null).length ?? 0;
}

/** What a list says of those that are put away. */
export function archivedMark({ archivedAt }: Archivable) {
  return archivedAt === null ? null : <Tag>Archived</Tag>;
}

/** Puts something away. Nothing that was sold can be deleted: orders point at it. */
export function ArchivedField(props: {
  checked: boolean;
  at: At;
  onChange: (checked: boolean) => void;
}) {
  return (
    <SwitchField
      label="Archived"
      description="It is no longer sold. Orders keep what they hold of it."
      checked={props.checked}
      mark={props.at('archived')}
      onChange={props.onChange}
    />
  );
}
