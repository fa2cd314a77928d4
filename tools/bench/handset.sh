#!/usr/bin/env bash
# The first sync of a village of 1,000 households to a phone, and the next: ./dev bench handset
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/install.sh
ensure_libraries
ensure python3 "生成台账 makes the sheets"
[ -n "${BUILT:-}" ] || swift build -c release --product shouwang
folder=$(mktemp -d "${TMPDIR:-/tmp}/shouwang-handset.XXXXXX")
trap 'rm -rf "$folder"' EXIT
program=$PWD/.build/release/shouwang
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(date -u +%F)"
"$program" demo --data "$folder/data" --households 50 --no-serve >"$folder/log"
python3 tools/bench/handset.py "$program" "$folder/data"
