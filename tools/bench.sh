#!/usr/bin/env bash
# Speed and size at a county's scale: ./dev bench [HOUSEHOLDS]. Ratios are to the sqlite3 shell and
# to awk over the same files in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = risk ]; then exec tools/bench/risk.sh "${@:2}"; fi
if [ "${1:-}" = curve ]; then exec tools/bench/curve.sh; fi
if [ "${1:-}" = push ]; then exec tools/bench/push.sh "${@:2}"; fi
if [ "${1:-}" = read ]; then exec tools/bench/read.sh "${@:2}"; fi
. tools/install.sh
ensure_libraries
ensure python3 "生成台账 makes the sheets"
ensure sqlite3 "对照 the yardstick"
swift build -c release --product shouwang
folder=$(mktemp -d /tmp/shouwang-bench.XXXXXX)
trap 'rm -rf "$folder"' EXIT
households=${1:-160000}
program=$PWD/.build/release/shouwang
data="$folder/data"
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, $(date -u +%F), $households households"
python3 tools/bench/county.py "$households" "$folder"

now() { date +%s%N; }
# timed NAME COMMAND…: runs it and keeps its milliseconds in $took.
timed() {
  local name=$1 start
  shift
  start=$(now)
  "$@" >"$folder/out"
  took=$((($(now) - start) / 1000000))
  printf '%-34s %8.1f s\n' "$name" "$(awk -v ms="$took" 'BEGIN { print ms / 1000 }')"
}

persons=$(($(wc -l <"$folder/registry.csv") - 1))
timed "import registry" "$program" import registry "$folder/registry.csv" --data "$data" --json
import=$took
timed "yardstick: sqlite3 .import" sqlite3 "$folder/yard.sqlite" ".mode csv" \
  ".import $folder/registry.csv registry"
awk -v p="$persons" -v a="$import" -v b="$took" 'BEGIN {
  printf "  %d persons, %.0f persons/s, %.1f times the bare table\n", p, p * 1000 / a, a / b }'
for item in medical disability dropout lostwork; do
  timed "push $item ($(($(wc -l <"$folder/$item.csv") - 1)) rows)" \
    "$program" push "$item" "$folder/$item.csv" --data "$data" --json
done
timed "assessment of all" "$program" assess --data "$data" --json
timed "assessment again" "$program" assess --data "$data" --json
echo "data folder: $(du -sm "$data" | cut -f1) MB"
timed "demo of 5,000 households" "$program" demo --data "$folder/small" --households 5000 --no-serve
timed "demo of $households households" "$program" demo --data "$folder/demo" \
  --households "$households" --no-serve
echo "its folder: $(du -sm "$folder/demo" | cut -f1) MB"
python3 tools/bench/pages.py "$program" "$folder/demo"
