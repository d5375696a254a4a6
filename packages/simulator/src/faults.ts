// The switches that make the outside world misbehave. A call to a target asks `take` what is to go
// wrong with it; news sent to the product ask `takeEventFault`.

import type { Random } from './random.ts';

export const faultKinds = [
  'drop-before',
  'drop-after',
  'hang-before',
  'hang-after',
  'error-400',
  'error-429',
  'error-500',
  'error-500-after',
  'slow',
] as const;
/** "before" means nothing was done yet, "after" that the effect happened and only the answer is lost. */
export type FaultKind = (typeof faultKinds)[number];

/** Who can be made to fail: a fake, every hook, or one hook by its name (`webhook:crm`). */
export type FaultTarget =
  | 'stripe'
  | 'paytrail'
  | 'epassi'
  | 'kajabi'
  | 'systemeio'
  | 'mail'
  | 'webhook'
  | `webhook:${string}`;
export type EventTarget = 'stripe-events' | 'paytrail-events' | 'epassi-events';

export type Fault = {
  readonly kind: FaultKind;
  /** Only the next so many calls; null: until switched off. */
  readonly times: number | null;
  /** The share of calls that fail, 0..1. */
  readonly rate: number;
  /** For `slow`: how long the answer takes. */
  readonly slowMs: number;
  /** For `error-429`: what Retry-After says. */
  readonly retryAfterSeconds: number;
};

/** What goes wrong with events on their way to the product. */
export type EventFault = {
  /** How often each event is sent: 1 is normal. */
  readonly copies: number;
  /** Events of a short while are sent in the opposite order. */
  readonly reorder: boolean;
  readonly delayMs: number;
  /** Never sent at all; they can still be asked for. */
  readonly drop: boolean;
  readonly times: number | null;
  readonly rate: number;
};

export type FaultSwitch =
  | { readonly target: FaultTarget; readonly fault: Fault }
  | { readonly target: EventTarget; readonly fault: EventFault };

export type Faults = {
  set(target: FaultTarget, fault: Partial<Fault> & { readonly kind: FaultKind }): void;
  setEvents(target: EventTarget, fault: Partial<EventFault>): void;
  /** One target, or all of them. */
  clear(target?: string): void;
  list(): FaultSwitch[];
  /** What is to go wrong with this call; the first of the targets that has a switch decides. */
  take(...targets: readonly FaultTarget[]): Fault | null;
  takeEventFault(target: EventTarget): EventFault | null;
};

/** No switch is set at first. `random` decides which calls a `rate` below 1 hits. */
export function makeFaults(random: Random): Faults {
  const faults = new Map<FaultTarget, Fault>();
  const eventFaults = new Map<EventTarget, EventFault>();
  return {
    set: (target, fault) => {
      const usual = { times: null, rate: 1, slowMs: 3000, retryAfterSeconds: 30 };
      faults.set(target, { ...usual, ...fault });
    },
    setEvents: (target, fault) => {
      const usual = { copies: 1, reorder: false, delayMs: 0, drop: false, times: null, rate: 1 };
      eventFaults.set(target, { ...usual, ...fault });
    },
    clear: (target) => {
      for (const key of faults.keys()) if (!target || key === target) faults.delete(key);
      for (const key of eventFaults.keys()) if (!target || key === target) eventFaults.delete(key);
    },
    list: () => [
      ...[...faults].map(([target, fault]) => ({ target, fault })),
      ...[...eventFaults].map(([target, fault]) => ({ target, fault })),
    ],
    take: (...targets) => {
      const target = targets.find((candidate) => faults.has(candidate));
      return target === undefined ? null : takeFrom(faults, target, random);
    },
    takeEventFault: (target) => takeFrom(eventFaults, target, random),
  };
}

function takeFrom<K, F extends Fault | EventFault>(
  switches: Map<K, F>,
  target: K,
  random: Random,
): F | null {
  const fault = switches.get(target);
  if (!fault || !random.chance(fault.rate)) return null;
  if (fault.times === null) return fault;
  if (fault.times <= 1) switches.delete(target);
  else switches.set(target, { ...fault, times: fault.times - 1 });
  return fault;
}
