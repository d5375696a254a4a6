import { describe, expect, test } from 'vitest';
import { plainWords } from './provider-words.ts';

describe('plainWords', () => {
  test.each([
    ['an email address', 'No account of <timo.v@example.com>, sorry.', 'No account of <…>, sorry.'],
    ['a phone number', 'Call +358 50 123 4567 now', 'Call … now'],
    ['a card number', 'Card 4153-0139-9970-0313 was declined', 'Card … was declined'],
    [
      'control characters and line ends',
      'Your\u0000 card\r\nwas\u202e declined. ',
      'Your card was declined.',
    ],
  ])('hides %s', (_, said, shown) => {
    expect(plainWords(said)).toBe(shown);
  });

  test('hides the names of the customer as words, whatever their case, and leaves other words', () => {
    expect(plainWords('VIRTANEN, Timo: timoteus is unknown', ['Timo', 'Virtanen', null, ' '])).toBe(
      '…, …: timoteus is unknown',
    );
  });

  test('hides a name that holds signs with a meaning in patterns', () => {
    expect(plainWords('The payer A.(x)-B said no', ['A.(x)-B'])).toBe('The payer … said no');
  });

  test('keeps amounts and codes', () => {
    expect(plainWords('Amount must be at least 50 cents (code E-1042).')).toBe(
      'Amount must be at least 50 cents (code E-1042).',
    );
  });

  test('is cut at 200 characters', () => {
    expect(plainWords('ab '.repeat(100))).toBe(`${'ab '.repeat(66)}a…`);
  });
});
