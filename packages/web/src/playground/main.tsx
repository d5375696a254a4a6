import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.ts';
import { presentOperation } from './present-operation.ts';

/**
 * GraphiQL as part of the product: nothing comes from elsewhere. It is signed in by the same
 * session as the rest, for queries and for streams.
 */
const send = createGraphiQLFetcher({
  url: '/graphql',
  wsClient: createClient({ url: `${location.origin.replace(/^http/, 'ws')}/graphql` }),
});

const fetcher: typeof send = (params, options) => {
  const { asked, documentAST } = presentOperation(params);
  return send(asked, { ...options, ...(documentAST ? { documentAST } : {}) });
};

/** The theme chosen in the rest of the product, if one was; else GraphiQL follows the system. */
const chosen = localStorage.getItem('mantine-color-scheme-value');
const forcedTheme = chosen === 'light' || chosen === 'dark' ? chosen : null;

createRoot(document.getElementById('root')!).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={examples.map(({ query, variables }) => ({
      query,
      ...(variables ? { variables: JSON.stringify(variables, null, 2) } : {}),
    }))}
    defaultEditorToolsVisibility={false}
    isHeadersEditorEnabled
    {...(forcedTheme ? { forcedTheme } : {})}
  >
    <GraphiQL.Logo>
      <a href="/orders" className="back">
        ← Order Management
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
