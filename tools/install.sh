# shellcheck shell=bash
# Installs Debian packages that are missing, saying which and why. To be sourced.

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# ensure PACKAGE WHY [PACKAGE WHY]…
ensure() {
  local missing=()
  while [ $# -gt 0 ]; do
    if ! dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; then
      echo "缺少 missing: $1 — $2"
      missing+=("$1")
    fi
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "正在安装 installing: ${missing[*]}"
  as_root apt-get update -qq </dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" </dev/null >/dev/null
}

ensure_libraries() {
  ensure \
    pkg-config "告诉编译器库在哪里 tells the compiler where libraries lie" \
    libpq-dev "PostgreSQL 数据库 the PostgreSQL database" \
    libsqlite3-dev "SQLite 数据库 the SQLite database" \
    zlib1g-dev "读取 xlsx reads spreadsheets" \
    libcurl4 "连接微信服务器 reaches WeChat" \
    libqrencode-dev "二维码 draws QR codes" \
    libcairo2-dev "打印件 PDF draws papers as PDF" \
    libpango1.0-dev "打印件的文字排版 sets the text of papers" \
    fonts-noto-cjk "打印件的汉字 Chinese letters on papers" \
    libzbar-dev "认扫描件上的二维码 reads the QR code of a scan" \
    libturbojpeg0-dev "打开照片 opens photographs" \
    libxlsxwriter-dev "写出 xlsx writes spreadsheets"
}

# Makes the test tools' own Python in .venv-test.
ensure_python() {
  ensure python3 "测试与检查工具 tests and checkers" python3-venv "独立的 Python 环境 a Python of its own"
  local wanted=.venv-test/requirements.txt
  if ! cmp -s tools/requirements.txt "$wanted"; then
    /usr/bin/python3 -m venv .venv-test
    .venv-test/bin/pip install -q --disable-pip-version-check -r tools/requirements.txt
    cp tools/requirements.txt "$wanted"
  fi
}
