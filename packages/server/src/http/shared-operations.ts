import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { isToldToAll } from '../graphql/live-feed.ts';

// Sockets that ask the same and may see the same are answered by one execution per event. What the answer depends on
// is the key: document, operation, variables and rights. Whether it depended on anything else of who asks is not
// believed but watched while it is executed (personal-context.ts): such an answer goes to nobody but its asker.

/** What one event is answered with. */
export type Answer = {
  readonly result: ExecutionResult;
  /** The result as JSON, written once for all; null where it has errors, which name each socket's own id. */
  readonly text: string | null;
  /** Whose personal data is in it, unmasked: to be put on record for each who gets it. */
  readonly customers: number;
};

/** One socket's part in an operation. */
export type Asker = {
  readonly viewer: Viewer;
  /** A context of its own for each execution; `onPersonal` as with `ApiDoor`. */
  readonly makeContext: (onPersonal?: () => void) => GraphQLContext;
  readonly execute: (event: unknown, context: GraphQLContext) => Promise<ExecutionResult>;
  readonly now: () => Date;
};

type Shared = { readonly answer: Answer; readonly isForAll: boolean };

/**
 * For so long, in ms, an answer is given to others. Somebody may ask for the same event much later, as a screen that is
 * opened asks for the present count, and of what the answer holds beside it something may have changed without any news.
 */
const SAME_FOR_MS = 1_000;

/** One operation of any number of sockets of this process. */
export class SharedOperation {
  readonly document: DocumentNode;
  readonly #answers = new WeakMap<object, { at: number; shared: Promise<Shared> }>();
  /** Once an answer was one person's own, nobody waits for another's any more. */
  #isPersonal = false;

  constructor(document: DocumentNode) {
    this.document = document;
  }

  /** The answer to an event, for somebody of exactly these rights. */
  async answerTo(event: unknown, asker: Asker): Promise<Answer> {
    if (this.#isPersonal || !isToldToAll(event) || !holds(asker)) return answerAlone(event, asker);
    const begun = this.#answers.get(event);
    const at = asker.now().getTime();
    // A clock that was set back makes nothing younger.
    if (begun && Math.abs(at - begun.at) <= SAME_FOR_MS) {
      const { answer, isForAll } = await begun.shared;
      return isForAll ? answer : answerAlone(event, asker);
    }
    const shared = this.#begin(event, asker);
    this.#answers.set(event, { at, shared });
    return (await shared).answer;
  }

  async #begin(event: object, asker: Asker): Promise<Shared> {
    let isPersonal = false;
    const context = asker.makeContext(() => {
      isPersonal = true;
    });
    const answer = await answerIn(context, event, asker);
    this.#isPersonal ||= isPersonal;
    // Whose proof ran out meanwhile may have been refused what the others still may see.
    return { answer, isForAll: !isPersonal && holds(asker) };
  }
}

/** All operations that are open on this process's sockets. */
export class SharedOperations {
  readonly #operations = new Map<string, { readonly operation: SharedOperation; users: number }>();
  readonly #documents = new Map<string, { readonly document: DocumentNode; users: number }>();

  /** A document that is open already, read and validated. */
  documentOf(query: string): DocumentNode | undefined {
    return this.#documents.get(query)?.document;
  }

  /** `leave` once it is over: the last takes the operation along. */
  join(asked: {
    readonly query: string;
    readonly document: DocumentNode;
    readonly operationName: string | null;
    readonly variables: Readonly<Record<string, unknown>> | null;
    readonly viewer: Viewer;
  }): { readonly operation: SharedOperation; leave(): void } {
    const { query, operationName, variables, viewer } = asked;
    const key = JSON.stringify([query, operationName, variables, rightsOf(viewer)]);
    const text = this.#documents.get(query) ?? { document: asked.document, users: 0 };
    const known = this.#operations.get(key) ?? {
      operation: new SharedOperation(text.document),
      users: 0,
    };
    this.#documents.set(query, text);
    this.#operations.set(key, known);
    text.users += 1;
    known.users += 1;
    let hasLeft = false;
    return {
      operation: known.operation,
      leave: () => {
        if (hasLeft) return;
        hasLeft = true;
        text.users -= 1;
        known.users -= 1;
        if (text.users === 0) this.#documents.delete(query);
        if (known.users === 0) this.#operations.delete(key);
      },
    };
  }
}

/** What `personal-context.ts` lets an answer read of a viewer without making it theirs alone. */
function rightsOf({ role, permissions, reach, mustSetUpTwoFactor }: Viewer): unknown {
  return [role, [...permissions], reach, mustSetUpTwoFactor ?? false];
}

function holds({ viewer, now }: Asker): boolean {
  return viewer.expiresAt > now();
}

function answerAlone(event: unknown, asker: Asker): Promise<Answer> {
  return answerIn(asker.makeContext(), event, asker);
}

async function answerIn(context: GraphQLContext, event: unknown, asker: Asker): Promise<Answer> {
  const result = await asker.execute(event, context);
  const text = result.errors ? null : JSON.stringify(result);
  return { result, text, customers: context.shownCustomers.size };
}
