import type { World } from './app.ts';
import type { EventFault, EventTarget, Fault, FaultKind, FaultTarget } from './faults.ts';
import { faultKinds } from './faults.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { PlatformTarget } from './limits.ts';

const kindWords: Readonly<Record<FaultKind, string>> = {
  'drop-before': 'Drop the connection, nothing done',
  'drop-after': 'Do it, then drop the answer',
  'hang-before': 'Hang, nothing done',
  'hang-after': 'Do it, then hang',
  'error-400': 'Refuse with 400',
  'error-429': 'Refuse with 429, retry later',
  'error-500': 'Fail with 500, nothing done',
  'error-500-after': 'Do it, then answer 500',
  slow: 'Answer slowly',
};

const usualKind: FaultKind = 'error-500';

/** A line for each thing that can fail, the hooks seen so far among them. */
export function switchesPanel({ faults, receiver, limits }: World): Html {
  const switches = faults.list();
  const hooks = new Set<FaultTarget>(
    receiver.deliveries.list().map(({ hook }) => `webhook:${hook}` as const),
  );
  const faultOf = new Map<string, Fault>();
  const eventFaultOf = new Map<string, EventFault>();
  for (const one of switches) {
    if ('kind' in one.fault) faultOf.set(one.target, one.fault);
    else eventFaultOf.set(one.target, one.fault);
    if (one.target.startsWith('webhook:')) hooks.add(one.target as FaultTarget);
  }
  const targets: readonly (readonly [FaultTarget, string])[] = [
    ['stripe', 'Stripe'],
    ['paytrail', 'Paytrail'],
    ['epassi', 'Epassi refunds'],
    ['kajabi', 'Kajabi'],
    ['systemeio', 'Systeme.io'],
    ['mail', 'Mail server'],
    ['webhook', 'All webhooks'],
    ...[...hooks].toSorted().map((hook) => [hook, `Webhook ${hook.slice(8)}`] as const),
  ];
  return html`<div class="title">
      <h2>Switches</h2>
      ${
        switches.length > 0 &&
        html`<form data-send="DELETE /control/faults">
          <button class="small">Mend everything</button>
        </form>`
      }
    </div>
    ${targets.map(([target, name]) => callSwitch(target, name, faultOf.get(target) ?? null))}
    <h3>Calls a minute, then 429</h3>
    ${limitForm('kajabi', 'Kajabi API', limits.get('kajabi'))}
    ${limitForm('systemeio', 'Systeme.io', limits.get('systemeio'))}
    <h3>News to the product</h3>
    ${eventSwitch('stripe-events', 'Stripe events', eventFaultOf.get('stripe-events') ?? null)}
    ${eventSwitch('paytrail-events', 'Paytrail callbacks', eventFaultOf.get('paytrail-events') ?? null)}
    ${eventSwitch('epassi-events', 'Epassi notifications', eventFaultOf.get('epassi-events') ?? null)}`;
}

function callSwitch(target: FaultTarget, name: string, fault: Fault | null): Html {
  return html`<form class="switch" data-send="PUT /control/faults/${target}">
    ${switchHead(target, name, fault && faultWords(fault))}
    <div class="line">
      <select name="kind" aria-label="What ${name} does wrong">
        ${faultKinds.map(
          (kind) =>
            html`<option value="${kind}" ${(fault?.kind ?? usualKind) === kind && html`selected`}>
              ${kindWords[kind]}
            </option>`,
        )}
      </select>
      ${numberField('times', 'times', 'always', fault?.times ?? null)}
      <span class="for-slow">
        ${numberField('slowMs', 'ms', '3000', fault?.kind === 'slow' ? fault.slowMs : null)}
      </span>
      <button>Break</button>
    </div>
  </form>`;
}

function eventSwitch(target: EventTarget, name: string, fault: EventFault | null): Html {
  return html`<form class="switch" data-send="PUT /control/faults/${target}">
    ${switchHead(target, name, fault && eventFaultWords(fault))}
    <div class="line">
      ${numberField('copies', 'copies', '1', fault?.copies ?? null)}
      ${numberField('delayMs', 'ms late', '0', fault?.delayMs ?? null)}
      <label
        ><input type="checkbox" name="reorder" ${fault?.reorder === true && html`checked`} /> wrong
        order</label
      >
      <label
        ><input type="checkbox" name="drop" ${fault?.drop === true && html`checked`} /> lose
        them</label
      >
      <button>Break</button>
    </div>
  </form>`;
}

function limitForm(target: PlatformTarget, name: string, perMinute: number | null): Html {
  return html`<form class="line limit" data-send="PUT /control/limits/${target}">
    <label
      >${name}
      <input name="perMinute" type="number" min="1" placeholder="no limit" value="${perMinute}"
    /></label>
    <button class="small">Set</button>
    <span class="quiet">${perMinute === null ? 'takes any number' : 'empty: no limit'}</span>
  </form>`;
}

function switchHead(target: string, name: string, problem: string | null): Html {
  return html`<div class="title">
    <b>${name}</b>
    <span class="pill ${problem === null ? 'good' : 'bad'}">${problem ?? 'works'}</span>
    ${
      problem !== null &&
      html`<button class="small" data-send="DELETE /control/faults/${target}">Mend</button>`
    }
  </div>`;
}

function numberField(name: string, label: string, usual: string, value: number | null): Html {
  return html`<label
    ><input name="${name}" type="number" min="0" placeholder="${usual}" value="${value}" />
    ${label}</label
  >`;
}

function faultWords({ kind, times, rate, slowMs }: Fault): string {
  return [
    kindWords[kind],
    ...(kind === 'slow' ? [`${slowMs} ms`] : []),
    ...(times === null ? [] : [`next ${times}`]),
    ...(rate === 1 ? [] : [`${Math.round(rate * 100)} % of calls`]),
  ].join(', ');
}

function eventFaultWords({ copies, reorder, delayMs, drop }: EventFault): string {
  const words = [
    ...(copies > 1 ? [`${copies} copies`] : []),
    ...(reorder ? ['wrong order'] : []),
    ...(delayMs > 0 ? [`${delayMs} ms late`] : []),
    ...(drop ? ['lost'] : []),
  ];
  return words.join(', ') || 'works';
}
