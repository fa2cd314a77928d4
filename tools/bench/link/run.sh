#!/usr/bin/env bash
# Matching beside Splink, a cascade of joins and an identity join, on the same two files in one run:
# ./dev bench link [PERSONS ROWS [MIX]]
set -euo pipefail
cd "$(dirname "$0")/../../.."
. tools/install.sh
. tools/bench/link/yardsticks.sh
persons=${1:-640000} rows=${2:-100000} mix=${3:-plain}
folder=${FOLDER:-}
if [ -z "$folder" ]; then
  folder=$(mktemp -d /tmp/shouwang-link.XXXXXX)
  trap 'rm -rf "$folder"' EXIT
  python3 tools/bench/link/generate.py "$persons" "$rows" "$folder" --mix "$mix"
fi
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, $(date -u +%F), $persons persons, $rows rows, mix $mix"
two=("$folder/persons.csv" "$folder/rows.csv")
out=$folder/out.csv
measured "shouwang link" .build/release/shouwang link --registry "${two[0]}" --rows "${two[1]}" --out "$out"
measured "Splink" .venv-link/bin/python tools/bench/link/splink_run.py "${two[@]}" "$out"
measured "cascade of joins" .venv-link/bin/python tools/bench/link/cascade.py "${two[@]}" "$out"
measured "identity join" .venv-link/bin/python tools/bench/link/cascade.py "${two[@]}" "$out" --identity
