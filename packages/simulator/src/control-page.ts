// The page with the switches, the inbox and what else happened outside. Rendered here; the script
// only fetches the panels again and sends the forms as JSON.

import { accessPanel } from './access-panel.ts';
import { formatAmount } from './amounts.ts';
import type { World } from './app.ts';
import type { SentEvent } from './event-delivery.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { refundsPanel } from './refunds-panel.ts';
import { switchesPanel } from './switches-panel.ts';
import { effectWords, formatTime } from './words.ts';

const shownRows = 40;

/** The parts of the page that change, by the id of their place. */
export function panels(world: World): Record<string, string> {
  const parts = {
    status: statusPanel(world),
    switches: switchesPanel(world),
    shoppers: shoppersPanel(world),
    access: accessPanel(world),
    inbox: inboxPanel(world),
    deliveries: deliveriesPanel(world),
    payments: paymentsPanel(world),
    refunds: refundsPanel(world),
    events: eventsPanel(world),
  };
  return Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, part.html]));
}

export function controlPage(world: World): string {
  const parts = panels(world);
  const place = (id: string) =>
    html`<section id="${id}" data-panel>${{ html: parts[id] ?? '' }}</section>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>The outside world · Simulator</title>
        <link rel="stylesheet" href="/control.css" />
        <script src="/control.js" defer></script>
      </head>
      <body>
        <header>
          <h1>The outside world</h1>
          <div id="status" data-panel>${{ html: parts['status'] ?? '' }}</div>
        </header>
        <p id="notice" role="status"></p>
        <main class="columns">
          <div>${place('switches')} ${place('shoppers')}</div>
          <div>
            ${place('inbox')} ${place('access')} ${place('deliveries')} ${place('payments')}
            ${place('refunds')} ${place('events')}
          </div>
        </main>
      </body>
    </html>`.html;
}

function statusPanel({ traffic, productUrl, smtpUrl }: World): Html {
  const { running, shoppersPerMinute, inside } = traffic.state();
  const url = productUrl();
  return html`<p class="quiet">
      ${url === null ? 'The product is not connected yet.' : html`Product at <a href="${url}">${url}</a>`}
      · mail at <code>${smtpUrl}</code>
    </p>
    <form class="line" data-send="POST /control/traffic">
      <span class="pill ${running ? 'good' : 'off'}">
        ${running ? `${inside} shoppers inside` : 'nobody comes'}
      </span>
      <label
        >Shoppers per minute
        <input
          name="shoppersPerMinute"
          type="number"
          min="0.1"
          max="600"
          step="any"
          value="${shoppersPerMinute}"
      /></label>
      <button name="running" value="true">${running ? 'Set speed' : 'Let shoppers come'}</button>
      ${running && html`<button name="running" value="false">Stop shoppers</button>`}
    </form>`;
}

function panel(title: string, note: string, clear: string | null, rows: readonly Html[]): Html {
  return html`<div class="title">
      <h2>${title}</h2>
      ${
        clear !== null &&
        rows.length > 0 &&
        html`<form data-send="DELETE ${clear}"><button class="small">Empty</button></form>`
      }
    </div>
    ${
      rows.length === 0
        ? html`<p class="quiet">${note}</p>`
        : html`<ul class="rows">
            ${rows}
          </ul>`
    }`;
}

function row(at: number, title: Html, detail: Html): Html {
  return html`<li>
    <time>${formatTime(at)}</time>
    <div>
      <div class="what">${title}</div>
      <div class="quiet">${detail}</div>
    </div>
  </li>`;
}

function inboxPanel({ inbox }: World): Html {
  const messages = inbox.list();
  return panel(
    `Inbox (${messages.length})`,
    'No mail yet. Receipts the product sends arrive here.',
    '/control/inbox',
    messages
      .slice(0, shownRows)
      .map((message) =>
        row(
          message.at,
          html`<a href="/inbox/${message.id}">${message.subject || '(no subject)'}</a>`,
          html`to ${message.to.join(', ')}
          ${message.isRepeat && html`<span class="pill warn">sent twice</span>`}`,
        ),
      ),
  );
}

function deliveriesPanel({ receiver }: World): Html {
  const deliveries = receiver.deliveries.list();
  return panel(
    `Webhooks received (${deliveries.length})`,
    'No webhook yet. Point one at /hooks/ and any name.',
    '/control/deliveries',
    deliveries.slice(0, shownRows).map((delivery) =>
      row(
        delivery.at,
        html`<a href="/deliveries/${delivery.id}">${delivery.hook}</a>
          <span class="pill ${delivery.answered === 200 ? 'good' : 'bad'}"
            >${delivery.answered ?? 'no answer'}</span
          >
          ${delivery.verified === false && html`<span class="pill bad">bad signature</span>`}`,
        html`${effectWords(delivery.hadEffect, delivery.isRepeat)} ·
        ${delivery.webhookId ?? 'no webhook-id'}`,
      ),
    ),
  );
}

/** Rendered late: after a long past there are thousands, and few are shown. */
function paymentsPanel({ stripe, paytrail, epassi }: World): Html {
  const rows = [
    ...stripe.payments.intents.list().map((intent) => ({
      at: intent.created * 1000,
      row: () =>
        row(
          intent.created * 1000,
          html`Stripe ${formatAmount(intent.amount, intent.currency)} ${statusPill(intent.status)}`,
          html`${intent.id}
          ${paymentButtons(intent.id, !['succeeded', 'canceled'].includes(intent.status))}
          ${dashboardForm(intent.id, intent.status === 'succeeded')}`,
        ),
    })),
    ...paytrail.payments.list().map((payment) => ({
      at: payment.createdAt,
      row: () =>
        row(
          payment.createdAt,
          html`<a href="/paytrail/pay/${payment.transactionId}">Paytrail</a>
            ${formatAmount(payment.amountMinor, 'EUR')} ${statusPill(payment.status)}`,
          html`${payment.provider ?? 'no bank chosen'}
          ${paymentButtons(
            payment.transactionId,
            ['new', 'pending', 'delayed'].includes(payment.status),
          )}
          ${dashboardForm(payment.transactionId, payment.status === 'ok')}`,
        ),
    })),
    ...epassi.payments.list().map((payment) => ({
      at: payment.createdAt,
      row: () =>
        row(
          payment.createdAt,
          html`<a href="/epassi/pay/${payment.stamp}">Epassi</a>
            ${formatAmount(payment.amountMinor, 'EUR')} ${statusPill(payment.status)}`,
          html`${payment.stamp} ${paymentButtons(payment.stamp, payment.status === 'new')}`,
        ),
    })),
  ];
  return panel(
    `Payments (${rows.length})`,
    'No payment was started yet.',
    null,
    rows
      .toSorted((one, other) => other.at - one.at)
      .slice(0, shownRows)
      .map((one) => one.row()),
  );
}

function statusPill(status: string): Html {
  const tone = ['succeeded', 'ok', 'paid'].includes(status)
    ? 'good'
    : ['canceled', 'fail', 'failed', 'rejected', 'cancelled'].includes(status)
      ? 'bad'
      : 'off';
  return html`<span class="pill ${tone}">${status.replaceAll('_', ' ')}</span>`;
}

function paymentButtons(id: string, isOpen: boolean): Html | false {
  return (
    isOpen &&
    html`<form class="line" data-send="POST /control/payments/${id}">
      <button class="small" name="outcome" value="succeed">Pay</button>
      <button class="small" name="outcome" value="fail">Decline</button>
    </form>`
  );
}

/** As the seller would in the provider's own dashboard. */
function dashboardForm(id: string, isPaid: boolean): Html | false {
  return (
    isPaid &&
    html`<form class="line" data-send="POST /control/payments/${id}/refunds">
      <input name="amountMinor" type="number" min="1" placeholder="cents" aria-label="Cents" />
      <button class="small">Refund in the dashboard</button>
    </form>`
  );
}

function eventsPanel({ events }: World): Html {
  const sent = events.list();
  return panel(
    `Told to the product (${sent.length})`,
    'Nothing was told to the product yet.',
    null,
    sent.slice(0, shownRows).map((event) =>
      row(
        event.at,
        html`${event.label}
          <span class="pill ${event.state === 'delivered' ? 'good' : 'warn'}"
            >${event.state}</span
          >`,
        html`${deliveryWords(event)}
        ${
          event.id.startsWith('evt_') &&
          html`<form class="line" data-send="POST /control/events/${event.id.split(' ')[0]}/resend">
            <button class="small">Send again</button>
          </form>`
        }`,
      ),
    ),
  );
}

function deliveryWords({ target, attempts, lastStatus }: SentEvent): string {
  const provider = target.replace('-events', '');
  if (attempts === 0) return `${provider} · not tried`;
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  return `${provider} · ${tries}, last answer ${lastStatus ?? 'none'}`;
}

function shoppersPanel({ traffic }: World): Html {
  const reports = traffic.list();
  const tone = { paid: 'good', 'met a failure': 'bad' } as Readonly<Record<string, string>>;
  return panel(
    `Shoppers (${reports.length})`,
    'Nobody has come yet.',
    null,
    reports
      .slice(0, shownRows)
      .map((report) =>
        row(
          report.startedAt,
          html`<a href="/shoppers/${report.id}">${report.script.email}</a>
            <span class="pill ${tone[report.end] ?? 'off'}">${report.end}</span>`,
          html`${report.orderNumber === null ? '' : `${report.orderNumber} · `}${report.steps.at(-1) ?? 'thinking'}`,
        ),
      ),
  );
}
