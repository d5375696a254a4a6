#!/usr/bin/env bash
# report.sh <time zone> [period] [dimension]: a sales report as CSV to stdout, such as
#   report.sh Europe/Helsinki LAST_30_DAYS SOURCE >report.csv
# The token needs READ_REPORTS.
source "$(dirname "$0")/api.sh"
zone=${1:?Give a time zone, such as Europe/Helsinki}

call --get --data-urlencode "timeZone=$zone" --data-urlencode "period=${2:-YESTERDAY}" \
  --data-urlencode "by=${3:-PRODUCT}" "$ORDER_MANAGEMENT_URL/reports/sales.csv"
