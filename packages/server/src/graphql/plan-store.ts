import {
  BREAK,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { OperationPlan } from './operation-plan.ts';

/** Fields in all plans together: some ten megabytes. */
export const MOST_FIELDS = 40_000;
/** In the plans of one operation; the order panel has a few hundred. */
const MOST_FIELDS_OF_ONE = 4_000;
/** Of what `@skip` and `@include` may leave of one operation. */
const MOST_VARIANTS = 16;

/** The plans of one operation, by the answers to its `@skip` and `@include`. */
export class OperationPlans {
  /** The variables that those hang on. */
  readonly switches: readonly string[];
  readonly #plans = new Map<string, OperationPlan>();
  /** In fields, when it was last weighed. */
  weight = 0;

  constructor(switches: readonly string[]) {
    this.switches = switches;
  }

  /** The one for these answers, made where there is none yet; null where there are too many. */
  plan(answers: readonly boolean[], make: () => OperationPlan): OperationPlan | null {
    const variant = answers.join();
    const known = this.#plans.get(variant);
    if (known) return known;
    if (this.#plans.size >= MOST_VARIANTS) return null;
    const made = make();
    this.#plans.set(variant, made);
    return made;
  }

  weigh(): number {
    this.weight = 0;
    for (const plan of this.#plans.values()) this.weight += plan.size;
    return this.weight;
  }
}

/**
 * Keeps the plans of what is asked again and again. What is seen for the first time gets none, so a stream of texts that
 * are all new costs what it always did; what is together larger than `MOST_FIELDS` is forgotten, the longest unused
 * first; what is larger than any screen needs is planned no more. An operation is known by the object that was
 * parsed, so whoever asks keeps the documents of the texts.
 */
export class PlanStore {
  readonly #seen = new WeakSet<OperationDefinitionNode>();
  readonly #unfit = new WeakSet<OperationDefinitionNode>();
  /** The one used longest ago first. */
  readonly #kept = new Map<OperationDefinitionNode, OperationPlans>();
  #fields = 0;

  /** What all of them weigh, as far as they were weighed. */
  get fields(): number {
    return this.#fields;
  }

  /** Null: graphql-js shall execute it. */
  find(document: DocumentNode, operation: OperationDefinitionNode): OperationPlans | null {
    const known = this.#kept.get(operation);
    if (known) return this.#weigh(operation, known);
    if (this.#unfit.has(operation)) return null;
    if (!this.#seen.has(operation)) {
      this.#seen.add(operation);
      return null;
    }
    if (!isPlannable(document, operation)) {
      this.#unfit.add(operation);
      return null;
    }
    const plans = new OperationPlans(switchesOf(document));
    this.#kept.set(operation, plans);
    return plans;
  }

  /** A plan grows with the values that come to it, so it is weighed whenever it is used again. */
  #weigh(operation: OperationDefinitionNode, plans: OperationPlans): OperationPlans | null {
    this.#fields -= plans.weight;
    this.#fields += plans.weigh();
    this.#kept.delete(operation);
    this.#kept.set(operation, plans);
    const isTooLarge = plans.weight > MOST_FIELDS_OF_ONE;
    if (isTooLarge) {
      this.#unfit.add(operation);
      this.#forget(operation);
    }
    for (const oldest of this.#kept.keys()) {
      if (this.#fields <= MOST_FIELDS && this.#kept.size <= MOST_FIELDS) break;
      this.#forget(oldest);
    }
    return isTooLarge ? null : plans;
  }

  #forget(operation: OperationDefinitionNode): void {
    this.#fields -= this.#kept.get(operation)?.weight ?? 0;
    this.#kept.delete(operation);
  }
}

/** A mutation does one thing after the other, and is rare. A field called `__proto__` would be none in an object of ours. */
function isPlannable(document: DocumentNode, { operation }: OperationDefinitionNode): boolean {
  if (operation === OperationTypeNode.MUTATION) return false;
  let isPlannable = true;
  visit(document, {
    Field({ alias }) {
      if (alias?.value !== '__proto__') return undefined;
      isPlannable = false;
      return BREAK;
    },
  });
  return isPlannable;
}

function switchesOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? []) {
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      }
    },
  });
  return [...names];
}
