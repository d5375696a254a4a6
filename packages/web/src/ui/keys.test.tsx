import { fireEvent, render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useKeys, type KeyDeeds } from './keys.ts';

function Place({ deeds }: { deeds: KeyDeeds }) {
  useKeys(deeds);
  return <input aria-label="Search" />;
}

/** Two places with keys of their own, as a page and the panel on it. */
function open() {
  const done: string[] = [];
  const deedsOf = (keys: readonly string[]): KeyDeeds =>
    Object.fromEntries(keys.map((key) => [key, () => void done.push(key)]));
  const view = render(
    <>
      <Place deeds={deedsOf(['r', 'c', 'a'])} />
      <Place deeds={deedsOf(['g a', 'g c'])} />
    </>,
  );
  const press = (keys: string) => {
    for (const key of keys) fireEvent.keyDown(document.body, { key });
  };
  return { done, press, view };
}

test('a key does its deed, and a pair of keys only that of the pair', () => {
  const { done, press } = open();
  press('rgcga');
  expect(done).toEqual(['r', 'g c', 'g a']);
});

test('a pair that means nothing sets nothing off, least of all a re-run', () => {
  const { done, press } = open();
  press('gr');
  expect(done).toEqual([]);
  press('r');
  expect(done).toEqual(['r']);
});

test('keys are silent while somebody types', () => {
  const { done, view } = open();
  const [box] = view.getAllByRole('textbox');
  for (const key of 'gac') fireEvent.keyDown(box!, { key });
  expect(done).toEqual([]);
});
