import { html } from './html.ts';
import { formatAmount } from './amounts.ts';
import type { PaytrailPayment } from './paytrail-payments.ts';

/** The payment methods behind Paytrail that the fake offers, by Paytrail's own ids. */
export const paytrailProviders: readonly { id: string; name: string; group: string }[] = [
  { id: 'osuuspankki', name: 'OP', group: 'bank' },
  { id: 'nordea', name: 'Nordea', group: 'bank' },
  { id: 'danske', name: 'Danske Bank', group: 'bank' },
  { id: 'spankki', name: 'S-Pankki', group: 'bank' },
  { id: 'alandsbanken', name: 'Ålandsbanken', group: 'bank' },
  { id: 'handelsbanken', name: 'Handelsbanken', group: 'bank' },
  { id: 'aktia', name: 'Aktia', group: 'bank' },
  { id: 'pop', name: 'POP Pankki', group: 'bank' },
  { id: 'saastopankki', name: 'Säästöpankki', group: 'bank' },
  { id: 'omasp', name: 'Oma Säästöpankki', group: 'bank' },
  { id: 'mobilepay', name: 'MobilePay', group: 'mobile' },
  { id: 'siirto', name: 'Siirto', group: 'mobile' },
  { id: 'creditcard', name: 'Card', group: 'creditcard' },
  { id: 'walleyb2c', name: 'Walley', group: 'credit' },
];

/** Where the payer chooses a bank and what that bank will say. Null: an unknown transaction. */
export function payerPage(payment: PaytrailPayment | null): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Pay · Paytrail (simulator)</title>
        <link rel="stylesheet" href="/control.css" />
      </head>
      <body class="payer">
        <main>
          <p class="quiet">Paytrail, played by the simulator: no money moves here.</p>
          ${payment ? payerForm(payment) : html`<h1>No such payment</h1>`}
        </main>
      </body>
    </html>`.html;
}

function payerForm(payment: PaytrailPayment) {
  const total = formatAmount(payment.amountMinor, 'EUR');
  if (payment.status !== 'new')
    return html`<h1>${total}</h1>
      <p>This payment is over: the bank said <b>${payment.status}</b>.</p>`;
  return html`<h1>${total}</h1>
    <p class="quiet">Reference ${payment.reference}</p>
    <ul>
      ${payment.request.items.map(
        (item) =>
          html`<li>
            ${item.description ?? 'Item'}
            <span>${formatAmount(item.unitPrice * item.units, 'EUR')}</span>
          </li>`,
      )}
    </ul>
    <form method="post">
      <label
        >Pay with
        <select name="provider">
          ${paytrailProviders.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
        </select>
      </label>
      <div class="buttons">
        <button name="outcome" value="ok" class="main">Pay ${total}</button>
        <button name="outcome" value="fail">Cancel</button>
        <button name="outcome" value="pending">Leave pending</button>
        <button name="outcome" value="delayed">Pay, with delay</button>
      </div>
    </form>`;
}
