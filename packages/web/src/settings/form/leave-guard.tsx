import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { QuestionDialog } from '../../ui/dialog.tsx';

type Place = { readonly pathname: string; readonly search: object };

/** Asks before what was typed is lost: on the way to another form or page, and when the tab closes. */
export function LeaveGuard(props: {
  isUnsaved: () => boolean;
  /** The question, where what would be lost is nothing typed. */
  title?: string;
  confirmLabel?: string;
  children?: ReactNode;
}) {
  const { isUnsaved } = props;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved() && leavesTheForm(current, next),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <QuestionDialog
      opened={blocker.status === 'blocked'}
      title={props.title ?? 'Leave without saving?'}
      confirmLabel={props.confirmLabel ?? 'Discard the changes'}
      danger
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      {props.children ?? <p>What you changed here has not been saved, and would be gone.</p>}
    </QuestionDialog>
  );
}

/** Searching the list beside the form leaves it as it is. */
function leavesTheForm(current: Place, next: Place): boolean {
  return current.pathname !== next.pathname || formOf(current) !== formOf(next);
}

function formOf({ search }: Place): string {
  const { checkout, open } = search as { checkout?: string; open?: string };
  return JSON.stringify([checkout, open]);
}
