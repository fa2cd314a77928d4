#!/usr/bin/env bash
# Matching on the server: a file of odd rows checked against a county's register, on SQLite and, with
# POSTGRES=postgres://… (an empty database), there: ./dev bench match [PERSONS ROWS [MIX]]
set -euo pipefail
cd "$(dirname "$0")/../../.."
. tools/install.sh
ensure_libraries
ensure python3 "生成两个文件 makes the two files" time "内存 memory"
[ -n "${BUILT:-}" ] || swift build -c release --product shouwang
program=$PWD/.build/release/shouwang
persons=${1:-640000} rows=${2:-100000} mix=${3:-odd}
folder=$(mktemp -d "${TMPDIR:-/tmp}/shouwang-match.XXXXXX")
trap 'rm -rf "$folder"' EXIT
python3 tools/bench/link/generate.py "$persons" "$rows" "$folder" --mix "$mix"
python3 tools/bench/link/server.py make "$folder"
# The first file that holds rows in doubt also makes the register's traces.
head -n 2 "$folder/push.csv" >"$folder/first.csv"
echo "没有此人,36073219800101001X,,,,,13900000000,2026-01-05,1.00,住院" >>"$folder/first.csv"
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(date -u +%F), $persons persons, $rows rows, mix $mix"
# timed NAME COMMAND…: seconds of the clock and of the processors, and the largest memory.
timed() {
  local name=$1
  shift
  /usr/bin/time -f '%e %U %S %M' -o "$folder/time" "$@" >"$folder/out" || { cat "$folder/out"; exit 1; }
  awk -v name="$name" '{ printf "%-34s %7.1f s  (processors %.1f s, memory %d MB)\n", name, $1, $2 + $3, $4 / 1024 }' \
    "$folder/time"
}
# measured ENGINE FOLDER DATABASE
measured() {
  timed "$1: registry" "$program" import registry "$folder/registry.csv" --data "$2" --json
  timed "$1: the first file, traces made" "$program" push medical "$folder/first.csv" --data "$2" --json
  timed "$1: rows checked and taken in" "$program" push medical "$folder/push.csv" --data "$2" --json
  python3 tools/bench/link/server.py score "$folder" "$3"
}
measured SQLite "$folder/data" "$folder/data/shouwang.sqlite"
[ -n "${POSTGRES:-}" ] || exit 0
export DATABASE_URL=$POSTGRES
measured PostgreSQL "$folder/pg" "$POSTGRES"
