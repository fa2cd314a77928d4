#!/usr/bin/env bash
# The program, the yardsticks' own Python in .venv-link, and how one of them is measured; read by the
# benchmarks of matching, which set "folder" and "rows".
# shellcheck disable=SC2154
ensure_libraries
ensure python3 "生成两个文件 makes the two files" python3-venv "对照程序的环境 the yardsticks' Python" time "内存 memory"
wanted=.venv-link/requirements.txt
if ! cmp -s tools/bench/link/requirements.txt "$wanted"; then
  python3 -m venv .venv-link
  .venv-link/bin/pip install -q --disable-pip-version-check -r tools/bench/link/requirements.txt
  cp tools/bench/link/requirements.txt "$wanted"
fi
[ -n "${BUILT:-}" ] || swift build -c release --product shouwang
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
