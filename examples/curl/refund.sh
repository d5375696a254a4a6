#!/usr/bin/env bash
# refund.sh <order number> <key> [reason]: refunds all that is left of an order, through its provider.
# <key> is yours, such as the number of a ticket: started again with the same key, it refunds once. What is
# sent is kept in refund-<key>.json first, since by then "all that is left" would be something else.
# The token needs READ_ORDERS and REFUND_ORDERS.
source "$(dirname "$0")/api.sh"
number=${1:?Give an order number}
key=${2:?Give a key of your own}
reason=${3:-}
[[ $key =~ ^[A-Za-z0-9._-]{1,64}$ ]] || { echo 'The key takes letters, digits, ".", "-" and "_".' >&2; exit 2; }
kept=refund-$key.json

if [[ ! -s $kept ]]; then
  order=$(graphql 'query ($number: String!) {
    orders(first: 2, filter: { numbers: [$number] }) {
      nodes { id version refundOptions { refusal { message } lines { orderLine { id } maximum { minor } } } }
    }
  }' "$(json number "$number")" | read_json '
    const [order, other] = it.orders.nodes;
    if (!order) fail([{ message: "There is no such order." }]);
    if (other) fail([{ message: "Several checkouts have this number: use ../refund-from-csv.ts." }]);
    if (order.refundOptions.refusal) fail([order.refundOptions.refusal]);
    order')
  read_json '({
    orderId: it.id, expectedVersion: it.version,
    plan: { lines: it.refundOptions.lines.filter(({ maximum }) => maximum.minor > 0)
      .map(({ orderLine, maximum }) => ({ orderLineId: orderLine.id, amountMinor: maximum.minor })) },
  })' <<<"$order" >"$kept.new"
  mv "$kept.new" "$kept"
fi

input=$(node -p 'const [input, key, reason] = process.argv.slice(1);
  JSON.stringify({ ...JSON.parse(input), idempotencyKey: `refund.sh/${key}`, reason: reason || null })' \
  -- "$(<"$kept")" "$key" "$reason")
answer=$(graphql 'mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    refund { id status amount { decimal currency } } errors { code message }
  }
}' "$(json input "@$input")")
# Refused with its key unused: nothing came of it, and the next start looks at the order anew.
if [[ $(read_json 'it.refundOrder.errors.some(({ code }) => code !== "IDEMPOTENCY_KEY_REUSED")' <<<"$answer") == true ]]; then
  rm "$kept"
fi
read_json 'const { refund, errors } = it.refundOrder;
  refund ? `${refund.id} ${refund.amount.decimal} ${refund.amount.currency} ${refund.status}` : fail(errors)' <<<"$answer"
