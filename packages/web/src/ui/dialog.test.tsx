import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { QuestionDialog } from './dialog.tsx';

test('Escape closes the last dialog alone, and the one under it stays', () => {
  const closed: string[] = [];
  const dialog = (title: string) => (
    <QuestionDialog
      opened
      title={title}
      confirmLabel="Yes"
      onConfirm={() => {}}
      onClose={() => void closed.push(title)}
    >
      <p>Really?</p>
    </QuestionDialog>
  );
  const pages = (hasSecond: boolean) => (
    <MantineProvider env="test">
      {dialog('First')}
      {hasSecond && dialog('Second')}
    </MantineProvider>
  );
  const { rerender } = render(pages(true));
  fireEvent.keyDown(screen.getByRole('dialog', { name: 'Second' }), { key: 'Escape' });
  expect(closed).toEqual(['Second']);

  rerender(pages(false));
  fireEvent.keyDown(screen.getByRole('dialog', { name: 'First' }), { key: 'Escape' });
  expect(closed).toEqual(['Second', 'First']);
});
