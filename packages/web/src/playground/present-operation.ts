import { getOperationAST, GraphQLError, parse, type DocumentNode } from 'graphql';

type Asked = { query: string; operationName?: string | null | undefined };

/**
 * What is asked, as the text stands now. GraphiQL learns of an edit a moment later than its button
 * can be pressed: pasted and run at once, a stream went out under the name of the query before it
 * and by the way of a query, and was refused.
 */
export function presentOperation<T extends Asked>(
  asked: T,
): { asked: T; documentAST: DocumentNode | null } {
  const documentAST = parsed(asked.query);
  if (!documentAST || !asked.operationName) return { asked, documentAST };
  if (getOperationAST(documentAST, asked.operationName)) return { asked, documentAST };
  const { operationName: _gone, ...rest } = asked;
  return { asked: rest as T, documentAST };
}

/** Null for what is no GraphQL: that is for the server to explain. */
function parsed(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}
