#!/usr/bin/env bash
# Matching beside Splink, a cascade of joins and an identity join, on the same two files in one run:
# ./dev bench link [PERSONS ROWS [MIX]]
set -euo pipefail
cd "$(dirname "$0")/../../.."
. tools/install.sh
ensure_libraries
ensure python3 "生成两个文件 makes the two files" python3-venv "对照程序的环境 the yardsticks' Python" time "内存 memory"
wanted=.venv-link/requirements.txt
if ! cmp -s tools/bench/link/requirements.txt "$wanted"; then
  python3 -m venv .venv-link
  .venv-link/bin/pip install -q --disable-pip-version-check -r tools/bench/link/requirements.txt
  cp tools/bench/link/requirements.txt "$wanted"
fi
[ -n "${BUILT:-}" ] || swift build -c release --product shouwang
persons=${1:-640000} rows=${2:-100000} mix=${3:-plain}
folder=${FOLDER:-}
if [ -z "$folder" ]; then
  folder=$(mktemp -d /tmp/shouwang-link.XXXXXX)
  trap 'rm -rf "$folder"' EXIT
  python3 tools/bench/link/generate.py "$persons" "$rows" "$folder" --mix "$mix"
fi
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, $(date -u +%F), $persons persons, $rows rows, mix $mix"
# measured NAME COMMAND…: its seconds, its memory and its score.
measured() {
  local name=$1
  shift
  /usr/bin/time -f '%e %M' -o "$folder/time" "$@" >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
  read -r seconds memory <"$folder/time"
  printf '%-16s %7.2f s %9.0f rows/s %6d MB  %s\n' "$name" "$seconds" \
    "$(awk -v r="$rows" -v s="$seconds" 'BEGIN { print r / s }')" $((memory / 1024)) \
    "$(python3 tools/bench/link/score.py "$folder/truth.csv" "$folder/out.csv")"
}
two=("$folder/persons.csv" "$folder/rows.csv")
out=$folder/out.csv
measured "shouwang link" .build/release/shouwang link --registry "${two[0]}" --rows "${two[1]}" --out "$out"
measured "Splink" .venv-link/bin/python tools/bench/link/splink_run.py "${two[@]}" "$out"
measured "cascade of joins" .venv-link/bin/python tools/bench/link/cascade.py "${two[@]}" "$out"
measured "identity join" .venv-link/bin/python tools/bench/link/cascade.py "${two[@]}" "$out" --identity
