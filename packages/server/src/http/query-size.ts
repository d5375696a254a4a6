import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  valueFromASTUntyped,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** The longest page, and what a variable counts as whose value is not known yet. */
const LONGEST_PAGE = 250;
/** Where a query does not say how long its page shall be, and the schema does not either. */
const USUAL_PAGE = 50;
/** Of the lists without pages: lines, payments, actions of an order. */
const USUAL_LIST = 4;
/** Of the lists in which the schema tells about a type of its own: fields, arguments, values. */
const USUAL_LIST_OF_SCHEMA = 2;
/** Fragments within fragments double with each level; a query of ours has a few hundred selections. */
const MOST_SELECTIONS = 20_000;
/** Deeper nesting is refused by its own rule. */
const DEEPEST = 20;

/** An operation with what is needed to count it. */
export type Counted = {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  fragmentNamed(name: string): FragmentDefinitionNode | null | undefined;
  /** As they were sent. Null: not known yet, so that each counts as the longest page. */
  readonly variables: Readonly<Record<string, unknown>> | null;
};

export type QuerySize = {
  /** How many things the answer may hold: pages times entries. What has no fields of its own is not counted. */
  readonly entries: number;
  /** The fields at the top, in their order, by the names of the schema. */
  readonly rootFields: readonly string[];
  /** Fields asked for under another name. */
  readonly aliases: number;
  /** The variables that say how long a page is: nothing else that is sent changes the size. */
  readonly pageVariables: readonly string[];
  /** Its fragments repeat one another so often that nobody counted to the end. */
  readonly isTooIntricate: boolean;
};

/**
 * How large an operation is, before anything is read. A fragment counts as much as it would written out,
 * and the same field under another name as much as another field; so nothing that is added makes it less.
 */
export function sizeOfQuery(counted: Counted): QuerySize {
  const { schema, operation } = counted;
  const root = schema.getRootType(operation.operation);
  if (!root) {
    return { entries: 0, rootFields: [], aliases: 0, pageVariables: [], isTooIntricate: false };
  }
  const count = new Count(counted);
  const rootFields = count.fieldsOf(operation.selectionSet, root, 0);
  const entries = count.entriesOf(operation.selectionSet, root, 0);
  return {
    entries,
    rootFields: rootFields.map(({ node }) => node.name.value),
    aliases: count.aliases,
    pageVariables: [...count.pageVariables],
    isTooIntricate: count.isTooIntricate,
  };
}

type Selected = { readonly node: FieldNode; readonly parent: GraphQLNamedType };

class Count {
  readonly #counted: Counted;
  #selections = 0;
  aliases = 0;
  readonly pageVariables = new Set<string>();

  constructor(counted: Counted) {
    this.#counted = counted;
  }

  /** The fields of a selection, those of its fragments among them. */
  fieldsOf(set: SelectionSetNode, parent: GraphQLNamedType, depth: number): Selected[] {
    this.#selections += set.selections.length;
    if (depth > DEEPEST || this.isTooIntricate) return [];
    return set.selections.flatMap((selection): Selected[] => {
      switch (selection.kind) {
        case Kind.FIELD:
          return [{ node: selection, parent }];
        case Kind.INLINE_FRAGMENT: {
          const type = this.#typeNamed(selection.typeCondition?.name.value) ?? parent;
          return this.fieldsOf(selection.selectionSet, type, depth + 1);
        }
        case Kind.FRAGMENT_SPREAD: {
          const fragment = this.#counted.fragmentNamed(selection.name.value);
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
    if (depth > DEEPEST) return 0;
    return this.fieldsOf(set, parent, 0).reduce((sum, selected) => {
      const { node } = selected;
      if (node.alias && node.alias.value !== node.name.value) this.aliases += 1;
      const field = fieldOf(selected);
      const type = field && getNamedType(field.type);
      if (!field || !node.selectionSet || !isCompositeType(type)) return sum;
      const below = this.entriesOf(node.selectionSet, type, depth + 1);
      // What stands in a page was counted with the page.
      if (/(?:Connection|Edge)$/.test(selected.parent.name)) return sum + below;
      return sum + this.#sizeOf(field, selected) * (1 + below);
    }, 0);
  }

  /** How many things a field may answer with: its page, the usual list, or itself. */
  #sizeOf(field: GraphQLField<unknown, unknown>, { node, parent }: Selected): number {
    if (isIntrospectionType(parent) && isList(field.type)) {
      const { schema } = this.#counted;
      return field.name === 'types'
        ? Object.keys(schema.getTypeMap()).length
        : USUAL_LIST_OF_SCHEMA;
    }
    const pages = field.args.filter(({ name }) => name === 'first' || name === 'last');
    if (pages.length === 0) return isList(field.type) ? USUAL_LIST : 1;
    const asked = pages.flatMap((page) => {
      const given = node.arguments?.find(({ name }) => name.value === page.name);
      const length = given ? this.#lengthOf(given.value) : page.defaultValue;
      return typeof length === 'number' ? [Math.min(Math.max(length, 0), LONGEST_PAGE)] : [];
    });
    return asked.length > 0 ? Math.max(...asked) : USUAL_PAGE;
  }

  #lengthOf(value: ValueNode): unknown {
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind !== Kind.VARIABLE) return null;
    const { variables, operation } = this.#counted;
    const name = value.name.value;
    this.pageVariables.add(name);
    if (variables === null) return LONGEST_PAGE;
    if (Object.hasOwn(variables, name)) return variables[name];
    const declared = operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === name,
    );
    return declared?.defaultValue && valueFromASTUntyped(declared.defaultValue);
  }

  #typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#counted.schema.getType(name);
  }
}

function fieldOf({ node, parent }: Selected): GraphQLField<unknown, unknown> | undefined {
  const name = node.name.value;
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
