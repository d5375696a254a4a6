import {
  GraphQLError,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  type ASTVisitor,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** A page of 250 orders with 250 entries of history each fits, a second one beside it does not. */
const MOST_ENTRIES = 100_000;
/** Each may count all orders; a screen needs one or two. */
const MOST_ROOT_FIELDS = 20;
/** The longest page: what a variable may ask for is not known yet. */
const LONGEST_PAGE = 250;
/** Fragments within fragments double with each level; a query of ours has a few hundred selections. */
const MOST_SELECTIONS = 20_000;
/** Of the lists without pages: lines, payments, actions of an order. */
const USUAL_LIST = 4;

/**
 * Refuses queries that could answer with more than a process should hold, however they come by it: pages
 * within pages, and the same field again under another name. Counted before anything is read.
 */
export const limitCost: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition(operation) {
    const root = context.getSchema().getRootType(operation.operation);
    if (!root) return;
    const cost = new Cost(context);
    const rootFields = cost.fieldsOf(operation.selectionSet, root, 0);
    const refuse = (message: string) =>
      context.reportError(new GraphQLError(message, { nodes: operation }));
    if (rootFields.length > MOST_ROOT_FIELDS) {
      refuse(
        `The operation has ${rootFields.length} fields at its top; at most ${MOST_ROOT_FIELDS} are allowed.`,
      );
      return;
    }
    const entries = cost.entriesOf(operation.selectionSet, root, 0);
    if (cost.isTooIntricate) {
      refuse('The query repeats its fragments too often.');
      return;
    }
    if (entries > MOST_ENTRIES) {
      refuse(
        `The query may answer with ${entries} entries; at most ${MOST_ENTRIES} are allowed. Ask for shorter pages.`,
      );
    }
  },
});

type Selected = { readonly node: FieldNode; readonly parent: GraphQLNamedType };

class Cost {
  readonly #context: ValidationContext;
  #selections = 0;

  constructor(context: ValidationContext) {
    this.#context = context;
  }

  /** The fields of a selection, those of its fragments among them. Deeper nesting is another rule's business. */
  fieldsOf(set: SelectionSetNode, parent: GraphQLNamedType, depth: number): Selected[] {
    this.#selections += set.selections.length;
    if (depth > 20 || this.isTooIntricate) return [];
    return set.selections.flatMap((selection): Selected[] => {
      switch (selection.kind) {
        case Kind.FIELD:
          return [{ node: selection, parent }];
        case Kind.INLINE_FRAGMENT: {
          const type = this.#typeNamed(selection.typeCondition?.name.value) ?? parent;
          return this.fieldsOf(selection.selectionSet, type, depth + 1);
        }
        case Kind.FRAGMENT_SPREAD: {
          const fragment = this.#context.getFragment(selection.name.value);
          const type = this.#typeNamed(fragment?.typeCondition.name.value);
          return fragment && type ? this.fieldsOf(fragment.selectionSet, type, depth + 1) : [];
        }
      }
    });
  }

  get isTooIntricate(): boolean {
    return this.#selections > MOST_SELECTIONS;
  }

  entriesOf(set: SelectionSetNode, parent: GraphQLNamedType, depth: number): number {
    if (depth > 20) return 0;
    return this.fieldsOf(set, parent, 0).reduce((sum, selected) => {
      const { node } = selected;
      const field = fieldOf(selected);
      const type = field && getNamedType(field.type);
      if (!field || !node.selectionSet || !isCompositeType(type)) return sum;
      const below = this.entriesOf(node.selectionSet, type, depth + 1);
      // What stands in a page was counted with the page.
      if (/(?:Connection|Edge)$/.test(selected.parent.name)) return sum + below;
      return sum + sizeOf(field, node) * (1 + below);
    }, 0);
  }

  #typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#context.getSchema().getType(name);
  }
}

function fieldOf({ node, parent }: Selected): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent)
    ? parent.getFields()[node.name.value]
    : undefined;
}

/** How many things a field may answer with: its page, the usual list, or itself. */
function sizeOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
  const pages = field.args.filter(({ name }) => name === 'first' || name === 'last');
  const asked = node.arguments?.find(({ name }) => pages.some((page) => page.name === name.value));
  if (asked?.value.kind === Kind.INT) return Math.min(Number(asked.value.value), LONGEST_PAGE);
  if (asked?.value.kind === Kind.VARIABLE) return LONGEST_PAGE;
  if (pages.length > 0) return 50;
  return isList(field.type) ? USUAL_LIST : 1;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
