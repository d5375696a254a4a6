#!/usr/bin/env bash
# attention.sh: the orders that require attention, and the ids of their failed actions for rerun.sh.
# The token needs READ_ORDERS.
source "$(dirname "$0")/api.sh"

# One page of at most 250; a list that may be longer is read in pages by ../attention.ts.
graphql 'query {
  orders(first: 250, filter: { needsAttention: true }) {
    nodes { number attention { since summary } actions { id name status } }
  }
}' '{}' | read_json '
  it.orders.nodes.map(({ number, attention, actions }) => [
    `${number}  ${attention.since}  ${attention.summary}`,
    ...actions.filter(({ status }) => status === "FAILED").map(({ id, name }) => `  ${id}  ${name}`),
  ].join("\n")).join("\n") || "No order requires attention."'
