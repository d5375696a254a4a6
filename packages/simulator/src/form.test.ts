import { expect, test } from 'vitest';
import { branchOf, listOf, parseForm, textOf, textsOf } from './form.ts';

test("reads Stripe's nested parameters", () => {
  const form = parseForm(
    'amount=100&metadata[order_id]=1&metadata[x]=%C3%A4&expand[0]=a&expand[]=b',
  );
  expect(form && textOf(form, 'amount')).toBe('100');
  expect(form && textsOf(form, 'metadata')).toEqual({ order_id: '1', x: 'ä' });
  expect(form && listOf(form, 'expand')).toEqual(['a', 'b']);
  expect(form && branchOf(form, 'amount')).toEqual({});
});

test('refuses a name that is both a value and a branch, and never touches prototypes', () => {
  expect(parseForm('a=1&a[b]=2')).toBeNull();
  parseForm('__proto__[polluted]=yes&constructor[prototype][polluted]=yes');
  expect('polluted' in {}).toBe(false);
});
