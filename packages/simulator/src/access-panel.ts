// The table of who has which access, one line for a customer and an offer, course or tag.

import type { Access } from './access.ts';
import type { World } from './app.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { formatMoment } from './words.ts';

const shownRows = 100;

export function accessPanel({ access }: World): Html {
  const all = access.list();
  const taken = access.changes.list().filter(({ what }) => what === 'taken').length;
  return html`<div class="title">
      <h2>Who has which access (${all.length})</h2>
      ${
        taken > 0 &&
        html`<span class="pill off">taken away ${taken === 1 ? 'once' : `${taken} times`}</span>`
      }
      ${
        all.length + taken > 0 &&
        html`<form data-send="DELETE /control/access"><button class="small">Empty</button></form>`
      }
    </div>
    ${
      all.length === 0
        ? html`<p class="quiet">
            Nobody has access yet. Kajabi and Systeme.io show here who got what.
          </p>`
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th>Customer</th>
                  <th>Access</th>
                  <th>Since</th>
                  <th>External id</th>
                </tr>
              </thead>
              <tbody>
                ${byCustomer(all.slice(0, shownRows)).flatMap(customerRows)}
              </tbody>
            </table>
          </div>`
    }`;
}

/** Newest customers first, all that belongs to one of them together. */
function byCustomer(all: readonly Access[]): Access[][] {
  return [...Map.groupBy(all, ({ email }) => email.toLowerCase()).values()];
}

function customerRows(having: readonly Access[]): Html[] {
  return having.map(
    (one, index) =>
      html`<tr>
        ${
          index === 0 &&
          html`<td rowspan="${having.length}">
            ${one.email}
            <div class="quiet">${having.find(({ name }) => name !== null)?.name ?? ''}</div>
          </td>`
        }
        <td>
          <span class="pill ${one.kind === 'tag' ? 'off' : 'good'}">${kindWords(one)}</span>
          ${one.targetName} <span class="quiet">${one.targetId}</span>
          ${one.products.length > 1 && html`<div class="quiet">${one.products.join(', ')}</div>`}
        </td>
        <td><time>${formatMoment(one.since)}</time></td>
        <td>
          ${
            one.externalId === null
              ? html`<span class="quiet">none</span>`
              : html`<code>${one.externalId}</code>`
          }
        </td>
      </tr>`,
  );
}

function kindWords({ platform, kind, by }: Access): string {
  if (platform === 'systemeio') return `Systeme.io ${kind}`;
  return by === 'url' ? 'Kajabi offer' : 'Kajabi offer, by API';
}
