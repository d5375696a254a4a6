// One message, one webhook delivery, one shopper, each on a page of its own.

import type { World } from './app.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { parseJson } from './wire.ts';
import { effectWords, formatMoment, signatureWords } from './words.ts';

/** Null: not remembered (any more). So for each of these pages. */
export function messagePage({ inbox }: World, id: string): string | null {
  const message = inbox.list().find((one) => one.id === id);
  if (!message) return null;
  return detailPage(
    message.subject || '(no subject)',
    html`${facts([
        ['From', message.from],
        ['To', message.to.join(', ')],
        ['When', formatMoment(message.at)],
        ['Message-ID', message.messageId ?? 'none'],
        ['Seen before', message.isRepeat ? 'yes, with the same Message-ID' : 'no'],
      ])}
      ${message.html && html`<iframe sandbox="" title="The message" src="/control/inbox/${id}/html"></iframe>`}
      <h2>Text</h2>
      <pre>${message.text ?? 'The message has no text part.'}</pre>
      <h2>Headers</h2>
      <pre>${message.headers.join('\n')}</pre>`,
  );
}

export function deliveryPage({ receiver }: World, id: string): string | null {
  const delivery = receiver.deliveries.list().find((one) => one.id === id);
  if (!delivery) return null;
  const body = parseJson(delivery.body);
  return detailPage(
    `Webhook to ${delivery.hook}`,
    html`${facts([
        ['When', formatMoment(delivery.at)],
        ['webhook-id', delivery.webhookId ?? 'none'],
        ['Signature', signatureWords(delivery.verified, delivery.problem)],
        ['Answered', delivery.answered === null ? 'nothing' : String(delivery.answered)],
        ['Switch', delivery.fault ?? 'none'],
        ['Effect', effectWords(delivery.hadEffect, delivery.isRepeat)],
      ])}
      <h2>Body</h2>
      <pre>${body === undefined ? delivery.body : JSON.stringify(body, null, 2)}</pre>
      <h2>Headers</h2>
      <pre>
${Object.entries(delivery.headers)
  .map(([name, value]) => `${name}: ${value}`)
  .join('\n')}</pre>`,
  );
}

export function shopperPage({ traffic }: World, id: string): string | null {
  const report = traffic.list().find((one) => one.id === id);
  if (!report) return null;
  return detailPage(
    report.script.email,
    html`${facts([
        ['Order', report.orderNumber ?? 'none'],
        ['Came', formatMoment(report.startedAt)],
        ['Ended', report.endedAt === null ? 'still here' : formatMoment(report.endedAt)],
        ['Outcome', report.end],
      ])}
      <h2>Steps</h2>
      <ol class="steps">
        ${report.steps.map((step) => html`<li>${step}</li>`)}
      </ol>
      <h2>Script</h2>
      <pre>${JSON.stringify(report.script, null, 2)}</pre>`,
  );
}

function facts(pairs: readonly (readonly [name: string, value: string])[]): Html {
  return html`<dl>
    ${pairs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

function detailPage(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Simulator</title>
        <link rel="stylesheet" href="/control.css" />
      </head>
      <body class="detail">
        <main>
          <p><a href="/">← The outside world</a></p>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.html;
}
