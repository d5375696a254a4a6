import { expect, type Page, test as base } from '@playwright/test';

export const people = {
  admin: { email: 'admin@example.com', password: 'demo-admin-2026' },
  maintainer: { email: 'maintainer@example.com', password: 'demo-maintainer-2026' },
  support: { email: 'support@example.com', password: 'demo-support-2026' },
  viewer: { email: 'viewer@example.com', password: 'demo-viewer-2026' },
} as const;

/** Signs in through the form and waits for the orders. */
export async function signIn(page: Page, person: keyof typeof people = 'admin'): Promise<void> {
  const { email, password } = people[person];
  await page.goto('/orders');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('tab', { name: /All orders/ })).toBeVisible();
}

/** The outside world: its switches, and shoppers that come when told. */
export class OutsideWorld {
  readonly #url = process.env['E2E_SIMULATOR_URL'] ?? '';

  /** One visit from opening to paying; gives back what the shopper saw. */
  async shop(script: object = {}): Promise<{ orderId: string; number: string }> {
    const report = await this.#send<{ orderId?: string; orderNumber?: string }>(
      'POST',
      '/control/shoppers',
      { linkSlug: 'drawing-webinar', provider: 'stripe', ...script },
    );
    return { orderId: report.orderId ?? '', number: report.orderNumber ?? '' };
  }

  async fail(target: string, fault: object): Promise<void> {
    await this.#send('PUT', `/control/faults/${target}`, fault);
  }

  async mend(): Promise<void> {
    await this.#send('DELETE', '/control/faults');
  }

  deliveries(): Promise<{ id: string; hook: string; verified: boolean }[]> {
    return this.#send('GET', '/control/deliveries');
  }

  inbox(): Promise<{ to: string; subject: string; text: string; html: string }[]> {
    return this.#send('GET', '/control/inbox');
  }

  /** What Stripe has given back of an order, newest first; it knows the order by its number. */
  async stripeRefunds(number: string): Promise<{ amount: number; status: string }[]> {
    const { stripe } = await this.#send<{
      stripe: { amount: number; status: string; metadata: { order_number?: string } }[];
    }>('GET', '/control/refunds');
    return stripe.filter(({ metadata }) => metadata.order_number === number);
  }

  /** What a customer has access to, at every platform. */
  async accessOf(email: string): Promise<unknown[]> {
    const all = await this.#send<{ email: string }[]>('GET', '/control/access');
    return all.filter((access) => access.email === email);
  }

  async #send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}

/** Asks our API as a script does, with the demo's token. */
export async function api<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${process.env['E2E_URL']}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${process.env['E2E_API_TOKEN']}`,
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data: Data;
    errors?: { message: string }[];
  };
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}

export const test = base.extend<{ world: OutsideWorld }>({
  // Playwright reads the names of its fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  world: async ({}, provide) => {
    const world = new OutsideWorld();
    await world.mend();
    await provide(world);
    await world.mend();
  },
});
export { expect };
