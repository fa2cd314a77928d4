#!/usr/bin/env bash
# Speed and size of import and assessment: ./dev bench [HOUSEHOLDS]
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/install.sh
ensure_libraries
ensure python3 "生成台账 makes the sheet"
swift build -c release --product shouwang
folder=$(mktemp -d /tmp/shouwang-bench.XXXXXX)
trap 'rm -rf "$folder"' EXIT
households=${1:-160000}
python3 tools/bench_registry.py "$households" >"$folder/registry.csv"
persons=$(($(wc -l <"$folder/registry.csv") - 1))
program=.build/release/shouwang

now() { date +%s%N; }
start=$(now)
"$program" import registry "$folder/registry.csv" --data "$folder/data" --json
imported=$(now)
"$program" assess --data "$folder/data" --json >/dev/null
assessed=$(now)
awk -v persons="$persons" -v import="$((imported - start))" -v assess="$((assessed - imported))" 'BEGIN {
  printf "import: %d persons in %.1f s, %.0f persons/s\n", persons, import / 1e9, persons * 1e9 / import
  printf "assessment: %.1f s\n", assess / 1e9 }'
echo "data folder: $(du -sm "$folder/data" | cut -f1) MB, $(nproc) cores"
