#!/usr/bin/env bash
# Every test: Swift on SQLite and PostgreSQL, then the story in a browser. Screenshots: ./screenshots
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/install.sh

ensure_libraries
ensure \
  postgresql-15 "在两种数据库上测试 tests on both databases" \
  chromium "浏览器测试 the browser test" \
  chromium-driver "操纵浏览器 drives the browser" \
  libreoffice-calc-nogui "检查模板在办公软件中的样子 opens templates as an office does" \
  nodejs "小程序的逻辑 the mini-program's logic" \
  libreoffice-writer-nogui "检查 Word 打印件 opens papers as an office does" \
  poppler-utils "读回 PDF 打印件 reads PDF papers back" \
  curl "等待服务启动 waits for the server"
ensure_python

bin=/usr/lib/postgresql/15/bin
cluster=$(mktemp -d /tmp/shouwang-pg.XXXXXX)
port=$(.venv-test/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
owner() {
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
finish() {
  owner "$bin/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$cluster"
}
trap finish EXIT
[ "$(id -u)" = 0 ] && chown postgres "$cluster"
owner "$bin/initdb" -D "$cluster/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
owner "$bin/pg_ctl" -D "$cluster/data" -w -l "$cluster/log" start \
  -o "-p $port -k $cluster -h 127.0.0.1 -c fsync=off -c max_connections=900" >/dev/null
export TEST_POSTGRES="host=127.0.0.1 port=$port user=postgres dbname=postgres"
echo "PostgreSQL 15 已启动 started: $TEST_POSTGRES"

swift build --build-tests --enable-code-coverage
swift test --skip-build --enable-code-coverage
node --test Tests/Mobile/*.test.mjs
rm -rf screenshots
# A browser waits more than it works: two at a time, each with a county of its own. pytest's closing
# line is the last line of the whole run.
PYTHONDONTWRITEBYTECODE=1 .venv-test/bin/pytest -p no:cacheprovider -v -n 2 --dist loadfile Tests/Browser "$@"
