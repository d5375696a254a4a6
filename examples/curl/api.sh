# What the curl scripts share. Needs curl, and Node to write and read JSON.
# ORDER_MANAGEMENT_URL and ORDER_MANAGEMENT_TOKEN say where and who.
set -euo pipefail
: "${ORDER_MANAGEMENT_URL:?Set it to the address of the shop, such as https://orders.example.com}"
: "${ORDER_MANAGEMENT_TOKEN:?Set it to an API token}"

# As a file, not as an argument: every user of a machine can read the arguments of a program.
authorization() { printf 'authorization: Bearer %s\n' "$ORDER_MANAGEMENT_TOKEN"; }

# A GET or POST that is tried again after what may pass: 408, 429 (Retry-After is honoured) and 5xx.
# The body goes through a file, which curl empties before it tries again; what failed is said on stderr.
call() {
  local body code=0
  body=$(mktemp)
  curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused --max-time 60 \
    --header @<(authorization) --output "$body" "$@" || code=$?
  if ((code == 0)); then cat "$body"; else cat "$body" >&2; fi
  rm -f "$body"
  return "$code"
}

# json key value …: an object. A value that begins with @ is JSON itself.
json() {
  node -p 'const pairs = process.argv.slice(1), object = {};
    for (let i = 0; i < pairs.length; i += 2) {
      const value = pairs[i + 1];
      object[pairs[i]] = value.startsWith("@") ? JSON.parse(value.slice(1)) : value;
    }
    JSON.stringify(object)' -- "$@"
}

# graphql query variables: the data of the answer as JSON. Ends the script at an error of the whole request.
graphql() {
  local answer
  answer=$(json query "$1" variables "@$2" |
    call --header 'content-type: application/json' --data-binary @- "$ORDER_MANAGEMENT_URL/graphql") || return 2
  read_json 'if (it.errors) fail(it.errors); it.data' <<<"$answer"
}

# read_json expression: what it gives for the JSON on stdin, called `it`. fail(errors) says them and ends with 1.
read_json() {
  node -e 'const text = require("node:fs").readFileSync(0, "utf8");
    if (text === "") process.exit(2); // What came before has failed and said so.
    const it = JSON.parse(text);
    const fail = (errors) => { console.error(errors.map((error) => error.message).join("\n")); process.exit(1); };
    const result = eval(process.argv[1]);
    if (result !== undefined) console.log(typeof result === "string" ? result : JSON.stringify(result));' -- "$1"
}
