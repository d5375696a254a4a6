import { keepRates } from '../database/exchange-rates.ts';
import { readEcbRates } from '../domain/ecb-rates.ts';
import type { Request } from './request.ts';

/**
 * Keeps the rates of a file of the European Central Bank, those of known days as they were. Answers how many
 * were new; throws `BadRates` for any other text, and then keeps none.
 */
export async function takeRates(text: string, { em, tools }: Request): Promise<number> {
  const rates = readEcbRates(text);
  return em.fork().transactional((tx) => keepRates(tx, rates, tools.now()));
}
