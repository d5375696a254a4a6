import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { atOnceOf } from './at-once.ts';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

/** The fields that are asked of one type at one place, in the order of the answer. */
export type SelectionPlan = {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
};

export type FieldPlan = {
  /** Under which name it is answered. */
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly hasArguments: boolean;
  /** Its resolver may want to know where it stands. */
  readonly needsInfo: boolean;
  readonly value: ValuePlan;
  /** By the type that a value turned out to have. */
  readonly selections: Map<GraphQLObjectType, SelectionPlan>;
};

export type ValuePlan = { readonly isNonNull: boolean } & (
  | { readonly kind: 'LEAF'; readonly type: GraphQLLeafType }
  | { readonly kind: 'LIST'; readonly item: ValuePlan }
  | { readonly kind: 'OBJECT'; readonly type: GraphQLObjectType }
  | { readonly kind: 'ABSTRACT'; readonly type: GraphQLAbstractType }
);

/** The answers to `@skip` and `@include`, by the names of the variables they hang on. */
export type Switches = Record<string, boolean>;

/**
 * What is the same whenever an operation is executed: which fields are asked of which type, how each is resolved and
 * completed. graphql-js works it out anew every time, for every object of a list. A selection is planned when a value
 * first comes to it, by graphql-js' own hands. Nothing is turned into code, whatever a document says.
 */
export class OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly root: SelectionPlan;
  readonly #switches: Switches;
  #size = 0;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    rootType: GraphQLObjectType,
    switches: Switches,
  ) {
    this.schema = schema;
    this.operation = operation;
    this.fragments = fragmentsOf(document);
    this.#switches = switches;
    this.root = this.#planSelection(
      rootType,
      collectFields(schema, this.fragments, switches, rootType, operation.selectionSet),
    );
  }

  /** Fields planned so far: what it weighs. */
  get size(): number {
    return this.#size;
  }

  selectionOf(field: FieldPlan, type: GraphQLObjectType): SelectionPlan {
    const known = field.selections.get(type);
    if (known) return known;
    const fields = collectSubfields(this.schema, this.fragments, this.#switches, type, field.nodes);
    const selection = this.#planSelection(type, fields);
    field.selections.set(type, selection);
    return selection;
  }

  #planSelection(
    type: GraphQLObjectType,
    fields: ReadonlyMap<string, readonly FieldNode[]>,
  ): SelectionPlan {
    const plans = [...fields].flatMap(([key, nodes]) => this.#planField(key, nodes, type) ?? []);
    this.#size += plans.length;
    return { type, fields: plans };
  }

  #planField(
    key: string,
    nodes: readonly FieldNode[],
    parentType: GraphQLObjectType,
  ): FieldPlan | null {
    const field = fieldOf(this.schema, parentType, nodes[0]?.name.value ?? '');
    if (!field) return null;
    return {
      key,
      nodes,
      parentType,
      field,
      hasArguments: field.args.length > 0,
      needsInfo: atOnceOf(field) === undefined,
      value: planValue(field.type),
      selections: new Map(),
    };
  }
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const one of document.definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments[one.name.value] = one;
  }
  return fragments;
}

function fieldOf(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return parent.getFields()[name];
}

function planValue(type: GraphQLOutputType): ValuePlan {
  const isNonNull = isNonNullType(type);
  const inner = isNonNull ? type.ofType : type;
  if (isListType(inner)) return { isNonNull, kind: 'LIST', item: planValue(inner.ofType) };
  if (isLeafType(inner)) return { isNonNull, kind: 'LEAF', type: inner };
  if (isAbstractType(inner)) return { isNonNull, kind: 'ABSTRACT', type: inner };
  return { isNonNull, kind: 'OBJECT', type: inner };
}
