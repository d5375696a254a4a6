import { act, render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useRefetchWhenChanged } from './refetch-when-changed.ts';

/** A server that answers when it is told to. */
function open() {
  const answers: (() => void)[] = [];
  const refetch = () => new Promise<void>((answer) => answers.push(answer));
  const Part = ({ newest }: { newest: number }) => {
    useRefetchWhenChanged(newest, refetch);
    return null;
  };
  const view = render(<Part newest={1} />);
  const settle = () => act(async () => undefined);
  return {
    asked: () => answers.length,
    change: (newest: number) => (view.rerender(<Part newest={newest} />), settle()),
    answer: (at: number) => (answers[at]?.(), settle()),
  };
}

test('what changes while an answer is under way is asked for once it has come', async () => {
  const part = open();
  await part.change(2);
  expect(part.asked()).toBe(1);
  await part.change(3);
  await part.change(4);
  expect(part.asked()).toBe(1);
  await part.answer(0);
  expect(part.asked()).toBe(2);
  await part.answer(1);
  expect(part.asked()).toBe(2);
});

test('nothing is asked for while nothing has changed', async () => {
  const part = open();
  await part.change(1);
  expect(part.asked()).toBe(0);
});
