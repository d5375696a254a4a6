#!/usr/bin/env bash
# rerun.sh <action id>: runs one failed action again and waits, at most a minute, for what comes of it.
# The token needs READ_ORDERS and RERUN_ACTIONS.
source "$(dirname "$0")/api.sh"
action_id=${1:?Give the id of an action, act_…; attention.sh prints them}

look() {
  graphql 'query ($id: ID!) { node(id: $id) { ... on PostPurchaseAction { run attempt status message } } }' \
    "$(json id "$action_id")" |
    read_json 'it.node?.status ? it.node : fail([{ message: "There is no such action." }])'
}

seen=$(look)
run=$(read_json it.run <<<"$seen")
attempt=$(read_json it.attempt <<<"$seen")
# Had somebody else run it since, it would be refused; by the key, starting this twice begins one run.
input=$(json actionId "$action_id" expectedRun "@$run" expectedAttempt "@$attempt" \
  idempotencyKey "rerun.sh/$action_id/$run/$attempt")
graphql 'mutation ($input: RerunActionInput!) { rerunAction(input: $input) { errors { message } } }' \
  "$(json input "@$input")" |
  read_json 'it.rerunAction.errors.length ? fail(it.rerunAction.errors) : undefined'

for _ in $(seq 60); do
  now=$(look)
  status=$(read_json it.status <<<"$now")
  case $status in
    PENDING | RUNNING) sleep 1 ;;
    SUCCEEDED) echo "$action_id $status" && exit 0 ;;
    *) echo "$action_id $status $(read_json 'it.message ?? ""' <<<"$now")" && exit 1 ;;
  esac
done
echo "$action_id is not finished; it goes on by itself." >&2
exit 1
