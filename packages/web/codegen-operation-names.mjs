/**
 * Codegen plugin: the names of all operations in documents of ours. The server measures these by their
 * names; what others call theirs is bounded by nothing.
 */

/** @type {import('@graphql-codegen/plugin-helpers').CodegenPlugin['plugin']} */
export function plugin(_schema, documents) {
  const names = documents
    .flatMap((file) => file.document?.definitions ?? [])
    .filter((definition) => definition.kind === 'OperationDefinition' && definition.name)
    .map((definition) => definition.name.value);
  const lines = [...new Set(names)].sort((a, b) => (a < b ? -1 : 1)).map((name) => `  '${name}',`);
  return `export const operationNames: readonly string[] = [\n${lines.join('\n')}\n];`;
}
