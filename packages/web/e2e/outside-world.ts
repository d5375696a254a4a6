/** The outside world of a started product: its switches, and shoppers that come when told. */
export class OutsideWorld {
  readonly #url: string;

  constructor(simulatorUrl: string) {
    this.#url = simulatorUrl;
  }

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
