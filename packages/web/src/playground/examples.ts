/** What a newcomer would try first, one tab each. */
export const examples: readonly { query: string; variables?: Record<string, unknown> }[] = [
  {
    query: `# The newest orders. Ask for the next page with "after": pageInfo.endCursor.
query LatestOrders($first: Int = 10, $after: String) {
  orders(first: $first, after: $after) {
    nodes {
      id
      number
      status
      createdAt
      total { decimal currency }
      customer { email country }
      lines { productName kind price { decimal } }
      payment { provider method status }
    }
    pageInfo { endCursor hasNextPage }
    totalCount { value isExact }
  }
}
`,
  },
  {
    query: `# What needs somebody, and why. Take an action's id to the tab "RerunAction".
query RequiresAttention {
  attentionCount { total }
  orders(filter: { needsAttention: true }, first: 20) {
    nodes {
      id
      number
      attention { since reasons summary }
      actions { id name status message rerunOptions { allowed warning } }
    }
  }
}
`,
  },
  {
    query: `# Everything about one order, found by its number.
query OrderByNumber($numbers: [String!]!) {
  orders(filter: { numbers: $numbers }, first: 1) {
    nodes {
      id
      status
      vat { rateBp gross { decimal } vat { decimal } }
      payments { provider method status amount { decimal currency } failureMessage }
      actions { name status run attempt attempts(first: 5) { nodes { attempt trigger status message } } }
      history(first: 20) { nodes { at actor { kind name } summary } }
    }
  }
}
`,
    variables: { numbers: ['1001'] },
  },
  {
    query: `# Runs one action again. "acknowledge" must be the warning that rerunOptions shows now;
# the same idempotencyKey never runs it twice.
mutation RerunAction($input: RerunActionInput!) {
  rerunAction(input: $input) {
    action { id status run }
    errors { code message }
  }
}
`,
    variables: {
      input: { actionId: 'act_…', idempotencyKey: 'my-first-rerun', acknowledge: 'NONE' },
    },
  },
  {
    query: `# Stays open: every change of an order arrives here by itself.
subscription OrderChanges {
  orderChanged {
    number
    version
    status
    total { decimal currency }
  }
}
`,
  },
  {
    query: `# Stays open: how many orders require attention, at any moment.
subscription AttentionCount {
  attentionCount { total }
}
`,
  },
];
