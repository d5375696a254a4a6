import type { ActionType } from './action-type.ts';

/** A kind of action that gives access, as far as nobody outside is needed to know it. */
export type AccessKind<Settings> = Pick<
  ActionType<Settings>,
  'kind' | 'label' | 'secretSettings' | 'readSettings'
> &
  Required<Pick<ActionType<Settings>, 'canRemove' | 'accessKeys'>>;
