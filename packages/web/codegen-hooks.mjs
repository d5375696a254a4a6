/**
 * Codegen plugin: a typed React hook for every named GraphQL operation. `query OrderPanel` gives
 * `useOrderPanelQuery(options)`. Whether `variables` must be given is decided by Apollo's own
 * option types; here is only decided whether the options as a whole may be left out.
 */

/** @type {import('@graphql-codegen/plugin-helpers').CodegenPlugin['plugin']} */
export function plugin(_schema, documents) {
  const operations = documents
    .flatMap((file) => file.document?.definitions ?? [])
    .filter((definition) => definition.kind === 'OperationDefinition' && definition.name);

  return {
    prepend: ["import * as hooks from '@apollo/client/react';"],
    content: operations.map(hookOf).join('\n'),
  };
}

function hookOf(operation) {
  const suffix = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[
    operation.operation
  ];
  const name = `${operation.name.value}${suffix}`;
  const types = `${name}, ${name}Variables`;
  const document = `${operation.name.value}Document`;

  if (suffix === 'Mutation') {
    return `export const use${name} = (options?: hooks.useMutation.Options<${types}>) => hooks.useMutation(${document}, options ?? {});`;
  }
  const mark = operation.variableDefinitions?.some(isRequired) ? '' : '?';
  const options = `options${mark}: hooks.use${suffix}.Options<${types}> | hooks.SkipToken`;
  const call = `hooks.use${suffix}<${types}>(${document}, options as hooks.use${suffix}.Options<${types}>)`;
  if (suffix === 'Subscription') return `export const use${name} = (${options}) => ${call};`;
  // We never ask for partial data, so the states that carry it need not be told apart by callers.
  const result = `hooks.useQuery.Result<${types}, 'empty' | 'complete' | 'streaming'>`;
  return `export const use${name} = (${options}) => ${call} as ${result};`;
}

function isRequired({ type, defaultValue }) {
  return type.kind === 'NonNullType' && !defaultValue;
}
