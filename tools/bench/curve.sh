#!/usr/bin/env bash
# How an assessment grows with the county: ./dev bench curve. One county of 160,000 households is made
# as ./dev bench risk makes it, and copied 4 and 16 times into larger ones (tools/bench/multiply.py);
# the largest has a quarter of the facts a household. BASE=DIR takes a county that is there already;
# RUN="chrt -f 1" keeps other programs of a busy machine from the runs.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/install.sh
ensure_libraries
[ -n "${PROGRAM:-}" ] || swift build -c release --product shouwang
venv=.venv-bench
[ -x $venv/bin/python ] || python3 -m venv $venv
$venv/bin/pip install -q -r tools/bench/requirements.txt
program=${PROGRAM:-$PWD/.build/release/shouwang}
folder=$(mktemp -d "${TMPDIR:-/tmp}/shouwang-curve.XXXXXX")
trap 'rm -rf "$folder"' EXIT
base=${BASE:-$folder/base}
if [ -z "${BASE:-}" ]; then
  python3 tools/bench/county.py 160000 "$folder"
  "$program" import registry "$folder/registry.csv" --data "$base" --json >/dev/null
  $venv/bin/python tools/bench/facts.py "$base/shouwang.sqlite"
fi
echo "$(nproc) cores, $(date -u +%F); households, facts, load: seconds of two whole runs"
for size in "1 4" "4 4" "16 4" "1 1" "4 1"; do
  read -r times keep <<<"$size"
  mkdir "$folder/data"
  cp "$base/shouwang.sqlite" "$folder/data/"
  cp -r "$base"/key* "$folder/data/" 2>/dev/null || true
  counts=$($venv/bin/python tools/bench/multiply.py "$folder/data/shouwang.sqlite" "$times" "$keep" | tr '\n' ' ')
  printf '%s load %s:' "$counts" "$(cut -d' ' -f1 /proc/loadavg)"
  for _ in 1 2; do
    start=$(date +%s%N)
    ${RUN:-} "$program" assess --data "$folder/data" --json >"$folder/out"
    awk -v ms=$((($(date +%s%N) - start) / 1000000)) 'BEGIN { printf " %.1f", ms / 1000 }'
  done
  echo ", $(du -m "$folder/data/shouwang.sqlite" | cut -f1) MB"
  rm -rf "$folder/data"
done
