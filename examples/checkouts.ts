import { ask, type Connection, Misuse } from './client.ts';
import { CheckoutNamesDocument } from './generated.ts';

/** The id of a checkout by its id or its name in any case. */
export async function checkoutIdOf(connection: Connection, wanted: string): Promise<string> {
  const { checkouts } = await ask(connection, CheckoutNamesDocument, {});
  const found = checkouts.filter((checkout) => isCheckout(checkout, wanted));
  if (found.length === 1 && found[0]) return found[0].id;
  const names = checkouts.map(({ id, name }) => `${name} (${id})`).join(', ');
  throw new Misuse(
    found.length === 0
      ? `There is no checkout "${wanted}". There are ${names}.`
      : `Several checkouts are called "${wanted}". Use the id of one: ${names}.`,
  );
}

export function isCheckout(
  { id, name }: { readonly id: string; readonly name: string },
  wanted: string,
): boolean {
  return id === wanted || name.toLowerCase() === wanted.trim().toLowerCase();
}
