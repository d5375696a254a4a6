#!/usr/bin/env bash
# export.sh <file.csv> <time zone> [filter as JSON]: orders as a file, such as
#   export.sh november.csv Europe/Helsinki '{"createdFrom":"2026-11-01T00:00:00+02:00"}'
# The token needs READ_ORDERS and EXPORT_ORDERS; without READ_PERSONAL_DATA customers are shortened.
source "$(dirname "$0")/api.sh"
file=${1:?Give a file}
zone=${2:?Give a time zone, such as Europe/Helsinki}

# First which orders, frozen and recorded …
key=export.sh/$(node -p 'crypto.randomUUID()')
input=$(json filter "@${3:-{\}}" timeZone "$zone" idempotencyKey "$key")
url=$(graphql 'mutation ($input: RequestOrderExportInput!) {
  requestOrderExport(input: $input) { export { downloadUrl } errors { message } }
}' "$(json input "@$input")" |
  read_json 'const { export: made, errors } = it.requestOrderExport; made ? made.downloadUrl : fail(errors)')

# … then the rows. A file that broke off makes curl fail, and keeps another name.
call "$url" >"$file.part" || { code=$?; rm -f "$file.part"; exit "$code"; }
mv "$file.part" "$file"
echo "$file"
