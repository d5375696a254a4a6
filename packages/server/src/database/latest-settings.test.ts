import { describe, expect, test } from 'vitest';
import { settingsChanges } from './latest-settings.ts';

describe('what the latest settings would change', () => {
  test('is told field by field, with what is new and what falls away', () => {
    expect(
      settingsChanges(
        { name: 'Members', url: 'https://old.example', sellerName: 'Taidekoulu' },
        { name: 'Members', url: 'https://new.example', tags: ['a', 'b'] },
      ),
    ).toEqual([
      { field: 'sellerName', before: 'Taidekoulu', after: null },
      { field: 'tags', before: null, after: '["a","b"]' },
      { field: 'url', before: 'https://old.example', after: 'https://new.example' },
    ]);
  });

  test('never shows a secret, only that it is another one', () => {
    expect(settingsChanges({ key: 'sealed:v1:aaaa:old' }, { key: 'sealed:v1:aaaa:new' })).toEqual([
      { field: 'key', before: '•••', after: '•••' },
    ]);
  });

  test('is nothing where nothing differs', () => {
    expect(settingsChanges({ url: 'x', tags: [1] }, { url: 'x', tags: [1] })).toEqual([]);
  });
});
