import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { inputHints, scalarExamples, unaskedFields } from './api-inputs.ts';
import { newKey } from './shop.ts';

/** One thing that the API can be asked, read from the live schema. */
export type Operation = {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  /** What `@Allowed` or `@Open` says. */
  readonly rule: string;
  readonly field: GraphQLField<unknown, unknown>;
};

/** Where an id stands in the variables of an operation: `input.plan.lines.0.orderLineId`. */
export type IdPlace = {
  readonly path: string;
  /** Of the input type and field it stands in, or of the operation and its argument. */
  readonly owner: string;
};

export function operationsOf(schema: GraphQLSchema): Operation[] {
  return (['query', 'mutation', 'subscription'] as const).flatMap((kind) =>
    Object.values(schema.getRootType(kind as never)?.getFields() ?? {}).map((field) => ({
      kind,
      name: field.name,
      rule: String(field.extensions['accessRule']),
      field,
    })),
  );
}

type Slot = GraphQLArgument | GraphQLInputField;
const namesAnId = ({ name, type }: Slot) =>
  getNamedType(type).name === 'ID' || /Ids?$/u.test(name) || name === 'linkSlug';

/** Every place for an id, however deep; an input within itself is entered once. */
export function idPlacesOf({ name, field }: Operation): IdPlace[] {
  const look = (
    slots: readonly Slot[],
    within: string,
    owner: string,
    seen: readonly string[],
  ): IdPlace[] =>
    slots.flatMap((slot) => {
      const path = [within, slot.name, ...(isListOf(slot.type) ? ['0'] : [])].filter(Boolean);
      const named = getNamedType(slot.type);
      if (isInputObjectType(named)) {
        if (seen.includes(named.name)) return [];
        const inner = Object.values(named.getFields());
        return look(inner, path.join('.'), named.name, [...seen, named.name]);
      }
      return namesAnId(slot) ? [{ path: path.join('.'), owner: `${owner}.${slot.name}` }] : [];
    });
  return look(field.args, '', name, []);
}

const isListOf = (type: GraphQLInputType): boolean =>
  isListType(isNonNullType(type) ? type.ofType : type);

/** Gives the id to put at a place. */
export type IdAt = (place: IdPlace) => string;

/**
 * Variables that an operation accepts: what is required, what `inputHints` adds, and the place that is
 * looked at. Throws where a type is new and nothing tells what to put there.
 */
export function variablesFor(
  operation: Operation,
  idAt: IdAt,
  include?: IdPlace,
): Record<string, unknown> {
  const valueOf = (type: GraphQLInputType, path: string, owner: string, slot: Slot): unknown => {
    if (isNonNullType(type)) return valueOf(type.ofType, path, owner, slot);
    if (isListType(type)) return [valueOf(type.ofType, `${path}.0`, owner, slot)];
    if (namesAnId(slot)) return idAt({ path, owner: `${owner}.${slot.name}` });
    if (slot.name === 'idempotencyKey') return newKey();
    if (isInputObjectType(type)) {
      return objectOf(Object.values(type.getFields()), path, type.name);
    }
    if (isEnumType(type)) return type.getValues()[0]?.name;
    const example = isScalarType(type) ? scalarExamples[type.name] : undefined;
    if (example === undefined) {
      throw new Error(`Nothing tells what a ${String(type)} looks like: add it to api-inputs.ts.`);
    }
    return example;
  };
  const objectOf = (slots: readonly Slot[], within: string, owner: string) => {
    const hints = inputHints[owner] ?? {};
    const entries = slots.flatMap((slot): [string, unknown][] => {
      const path = [within, slot.name].filter(Boolean).join('.');
      const isLookedAt = include?.path === path || include?.path.startsWith(`${path}.`) === true;
      const hint = hints[slot.name];
      const isPlain = hint !== undefined && hint !== 'BUILD';
      if (isPlain && !(isLookedAt && isInputObjectType(getNamedType(slot.type)))) {
        return [[slot.name, hint]];
      }
      const isRequired = isNonNullType(slot.type) && slot.defaultValue === undefined;
      if (!isRequired && !isLookedAt && hint !== 'BUILD') return [];
      return [[slot.name, valueOf(slot.type, path, owner, slot)]];
    });
    return Object.fromEntries(entries);
  };
  return objectOf(operation.field.args, '', operation.name);
}

/**
 * The operation as text with these variables, asking for everything it tells to this depth; 0 asks for
 * nothing but a name.
 */
export function textOf(
  { kind, name, field }: Operation,
  variables: Readonly<Record<string, unknown>>,
  depth = 2,
): string {
  const args = field.args.filter((arg) => arg.name in variables);
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const inner = selectionOf(field.type, depth);
  return `${kind}${declared && ` (${declared})`} { ${name}${given && `(${given})`}${inner} }`;
}

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (depth === 0 || !(isObjectType(named) || isInterfaceType(named))) return ' { __typename }';
  const fields = Object.values(named.getFields()).filter(({ name, args, type: inner }) => {
    const needsNothing = args.every(
      (arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined,
    );
    if (unaskedFields.has(`${named.name}.${name}`)) return false;
    return needsNothing && (depth > 1 || isLeafType(getNamedType(inner)));
  });
  const texts = fields.map((one) => `${one.name}${selectionOf(one.type, depth - 1)}`);
  return ` { ${['__typename', ...texts].join(' ')} }`;
}
