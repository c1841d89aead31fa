#!/usr/bin/env bash
# The demo: an audit of an invented crypto exchange, from its exports to a verified report. Leaves build/demo.
#   demo.sh AUDITQL
set -euo pipefail
bin=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
rm -rf build/demo && mkdir -p build/demo
go run "$here/generate" build/demo/exports
cd build/demo

# say COMMAND: show it, perform it, and accept exit code 3, which means that there is something to report.
say() {
	printf '\n$ auditql %s\n' "$*"
	"$bin" "$@" || [ $? -eq 3 ]
}

say init audit --title "Meridian 2026 H1" --start 2026-01-01 --end 2026-07-01
cp -r exports audit/exports && cd audit
cat "$here/params.yaml" >> engagement.yaml
cp "$here/waivers.yaml" .
printf '\n$ auditql load exports\n'
"$bin" load exports > ../load.txt && tail -n 1 ../load.txt
say load exports/data/trades-exchange.csv --as trades_exchange
say load exports/data/trades-warehouse.csv --as trades_warehouse
say data
say run '*'
say results iam-terminated-active
say why iam-terminated-active okta 00u0000364MEX
say sample size --confidence 0.95 --tolerable 0.05 --population cicd-unreviewed-merge
"$bin" sample size --confidence 0.95 --tolerable 0.05 --population cicd-unreviewed-merge --format json > ../plan.json
say sample draw cicd-unreviewed-merge --plan ../plan.json --seed 31415926535897932384 --seed-source "an example; dice or a beacon in earnest"

# People would look at each pull request and complete worksheet.xlsx; here every row is answered with tested.
sed '2,$ s/,,$/tested,,/' selections/cicd-unreviewed-merge/worksheet.csv > ../completed.csv
say sample evaluate cicd-unreviewed-merge ../completed.csv
say sample log
printf '\n$ auditql report --format html > report.html\n'
"$bin" report --format html > ../report.html
"$bin" report --format md > ../report.md
echo "build/demo/report.html, and report.md"
printf '\n$ auditql verify\n'
"$bin" verify

mkdir ../found
for test in $("$bin" report --format csv | tail -n +2 | cut -d, -f2); do
	"$bin" results "$test" --format csv > "../found/$test.csv" 2> /dev/null || rm "../found/$test.csv"
done
if diff -ru "$here/expected" ../found; then
	printf '\nThe tests found what was planted, and nothing else.\n'
else
	printf '\nThe tests did not find what was planted.\n' >&2
	exit 1
fi
