// What went back to customers, with the deeds of their banks: settling what is pending, and sending
// back days later what had arrived.

import { formatAmount } from './amounts.ts';
import type { World } from './app.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { formatMoment } from './words.ts';

const shownRows = 40;

type Row = { readonly at: number; readonly html: () => Html };

export function refundsPanel({ stripe, paytrail, epassi }: World): Html {
  const rows: readonly Row[] = [
    ...stripe.refunds.refunds.list().map((refund) => {
      const { id, amount, currency, status, metadata, created } = refund;
      const ours = metadata?.['refund_leg_id'] ?? null;
      return row(created * 1000, `Stripe ${formatAmount(amount, currency)}`, status, id, ours);
    }),
    ...paytrail.refunds
      .list()
      .map(({ transactionId, amountMinor, status, stamp, at }) =>
        row(at, `Paytrail ${formatAmount(amountMinor, 'EUR')}`, status, transactionId, stamp),
      ),
    ...epassi.refunds
      .list()
      .map(({ refundId, amountMinor, refundStamp, at }) =>
        row(at, `Epassi ${formatAmount(amountMinor, 'EUR')}`, 'done', refundId, refundStamp),
      ),
  ];
  return html`<div class="title"><h2>Refunds (${rows.length})</h2></div>
    <form class="line" data-send="PUT /control/refunds">
      <span class="quiet">New ones at Stripe and Paytrail</span>
      <button class="small" name="beginAs" value="succeeded">succeed at once</button>
      <button class="small" name="beginAs" value="pending">wait for the bank</button>
    </form>
    ${
      rows.length === 0
        ? html`<p class="quiet">Nothing went back yet.</p>`
        : html`<ul class="rows">
            ${rows
              .toSorted((one, other) => other.at - one.at)
              .slice(0, shownRows)
              .map((one) => one.html())}
          </ul>`
    }`;
}

function row(
  at: number,
  title: string,
  status: string | null,
  id: string,
  ours: string | null,
): Row {
  const isGood = status === 'succeeded' || status === 'ok' || status === 'done';
  const tone = isGood ? 'good' : status === 'pending' ? 'off' : 'bad';
  return {
    at,
    html: () =>
      html`<li>
        <time>${formatMoment(at)}</time>
        <div>
          <div class="what">${title} <span class="pill ${tone}">${status}</span></div>
          <div class="quiet">
            ${ours === null ? 'made in the dashboard' : ours} ${settleButtons(id, status)}
          </div>
        </div>
      </li>`,
  };
}

function settleButtons(id: string, status: string | null): Html | false {
  const isPending = status === 'pending';
  const mayFail = isPending || status === 'succeeded' || status === 'ok';
  return (
    mayFail &&
    html`<form class="line" data-send="POST /control/refunds/${id}">
      ${isPending && html`<button class="small" name="status" value="succeeded">Arrives</button>`}
      <button class="small" name="status" value="failed">
        ${isPending ? 'Fails' : 'Comes back after all'}
      </button>
    </form>`
  );
}
