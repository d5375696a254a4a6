import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type ParseOptions,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { limitCost } from './query-cost.ts';

/** The order panel, the largest of our own queries, stays far below both. */
const MAX_DEPTH = 12;
const MAX_TOKENS = 4_000;
/** Of a whole document; a screen needs a few `@include`. */
const MAX_DIRECTIVES = 50;

export const parseLimits: ParseOptions = { maxTokens: MAX_TOKENS };

/** Each is looked at again wherever its field is resolved. */
const limitDirectives: ValidationRule = (context): ASTVisitor => {
  let count = 0;
  return {
    Directive() {
      count += 1;
    },
    Document: {
      leave() {
        if (count <= MAX_DIRECTIVES) return;
        context.reportError(
          new GraphQLError(
            `The query has ${count} directives; at most ${MAX_DIRECTIVES} are allowed.`,
          ),
        );
      },
    },
  };
};

/**
 * Refuses queries that nest deeper than any screen needs: each level may multiply the work. Asking the
 * schema about itself is free of it, since that nests by nature and touches no data.
 */
const limitDepth: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition(operation) {
    const depth = depthOf(operation.selectionSet, context, new Map());
    if (depth <= MAX_DEPTH) return;
    context.reportError(
      new GraphQLError(`The query nests ${depth} levels deep; at most ${MAX_DEPTH} are allowed.`, {
        nodes: operation,
      }),
    );
  },
});

/** Ours, beside those of the language: the same on every way in. */
export const queryRules: readonly ValidationRule[] = [limitDepth, limitDirectives, limitCost];

/** Every fragment is measured once; one that contains itself is another rule's business and ends here. */
function depthOf(
  set: SelectionSetNode,
  context: ValidationContext,
  fragments: Map<string, number>,
): number {
  const depths = set.selections.map((selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.name.value.startsWith('__') || !selection.selectionSet) return 1;
        return 1 + depthOf(selection.selectionSet, context, fragments);
      case Kind.INLINE_FRAGMENT:
        return depthOf(selection.selectionSet, context, fragments);
      case Kind.FRAGMENT_SPREAD:
        return depthOfFragment(selection.name.value, context, fragments);
    }
  });
  return Math.max(0, ...depths);
}

function depthOfFragment(
  name: string,
  context: ValidationContext,
  fragments: Map<string, number>,
): number {
  const known = fragments.get(name);
  if (known !== undefined) return known;
  fragments.set(name, 0);
  const fragment = context.getFragment(name);
  const depth = fragment ? depthOf(fragment.selectionSet, context, fragments) : 0;
  fragments.set(name, depth);
  return depth;
}
