#!/usr/bin/env bash
# Runs every benchmark beside its yardstick and prints ratios.
#   bench/run.sh BUILD [HOLDERS]     HOLDERS 200,000 unless given
#
# What is compared is measured in turn, ROUNDS times, and the median is shown
# with the lowest and the highest: a noisy minute then hurts both sides alike.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
holders=${2:-200000}
rounds=${ROUNDS:-5}
seconds=${SECONDS_EACH:-2}
bench=$build/bench
dir=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"

port() { # a free one
  python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
# Of the numbers in a file: the median, and the range in brackets.
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
shown() {
  sort -n "$1" | awk '{ v[NR] = $1 } END {
    printf "%.0f/s (%.0f to %.0f)", v[int((NR + 1) / 2)], v[1], v[NR] }'
}
cpu_us() { # PID: processor time so far
  awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000000 / hz }' \
    "/proc/$1/stat"
}
rss() { awk '/VmRSS/ { printf "%.1f MB", $2 / 1024 }' "/proc/$1/status"; }

# load NAME PID URL [ARGUMENTS OF wrk] [-- ARGUMENTS OF THE SCRIPT]: one more
# line in NAME.rate (requests a second) and NAME.cpu (microseconds of the server
# for one).
load() {
  local name=$1 pid=$2 url=$3 before
  shift 3
  before=$(cpu_us "$pid")
  wrk -t1 -c32 -d"$seconds" "${@:1:$(flags "$@")}" "$url" \
    "${@:$(($(flags "$@") + 1))}" >wrk.txt
  awk '/Requests\/sec/ { print $2 }' wrk.txt >>"$name.rate"
  awk -v b="$before" -v a="$(cpu_us "$pid")" '/requests in/ {
    print (a - b) / $1 }' wrk.txt >>"$name.cpu"
  if grep -q 'Non-2xx\|Socket errors' wrk.txt; then
    echo "$name: $(grep 'Non-2xx\|Socket errors' wrk.txt)" >&2
    exit 1
  fi
}
flags() { # how many of the arguments stand before "--"
  local n=0
  for a in "$@"; do
    [ "$a" = -- ] && break
    n=$((n + 1))
  done
  echo $n
}
start() { # URL COMMAND...: starts it, waits for its first answer; sets pid
  local url=$1
  shift
  "$@" >server.log 2>&1 &
  pid=$!
  pids+=("$pid")
  for _ in $(seq 200); do
    curl -sfo /dev/null "$url" && return
    sleep 0.02
  done
  echo "the server did not start: $(tail -n 3 server.log)" >&2
  exit 1
}
stop() { kill "$1" && wait "$1" 2>/dev/null || true; }
serve() { # DB PORT
  start "http://127.0.0.1:$2/help" "$build/mingce" serve --demo \
    --db "sqlite:$1" --data data --port "$2" --log-level 0
}
sign_in() { # PORT: the cookies of an officer, for wrk
  local csrf
  csrf=$(curl -s -c jar "http://127.0.0.1:$1/sign-in" |
    grep -o 'name="csrf" value="[0-9a-f]*"' | head -1 | cut -d'"' -f4)
  curl -s -b jar -c jar -o /dev/null "http://127.0.0.1:$1/sign-in" \
    -d "csrf=$csrf" -d login=bench@example.org -d 'password=Long-enough-8842'
  awk '/\t/ { printf "%s%s=%s", s, $6, $7; s = "; " }' jar
}

printf 'machine: %s cores, %s, load %s\n' "$(nproc)" "$(uname -sr)" \
  "$(cut -d' ' -f1 /proc/loadavg)"
echo "median of $rounds rounds (lowest to highest)"

echo
bare_port=$(port)
start "http://127.0.0.1:$bare_port/" \
  "$bench/bare_page_server" "$bare_port" 2 bare.db
bare_pid=$pid
declare -A at server cookie
for n in 10000 "$holders"; do
  "$bench/bench_domain" seed "sqlite:$n.db" "$n"
  [ "$n" = "$holders" ] || "$bench/bench_domain" tick "sqlite:$n.db" 1 >/dev/null
done
echo; echo "## Daily run over $holders holders"
"$bench/bench_domain" tick "sqlite:$holders.db" 1
echo; echo "## Pages (wrk, 32 connections, $seconds s each, in turn)"
for n in 10000 "$holders"; do
  echo Long-enough-8842 | "$build/mingce" user add bench@example.org 测试 \
    admin --db "sqlite:$n.db" --data data >/dev/null
  at[$n]=$(port)
  serve "$n.db" "${at[$n]}"
  server[$n]=$pid
  cookie[$n]=$(sign_in "${at[$n]}")
  [[ ${cookie[$n]} == *mc_s=* ]] || { echo 'no session' >&2; exit 1; }
done
today=$(($(date -u +%s) / 86400))
q='/register?programme=sme-volunteer-station'
number=$(curl -s "http://127.0.0.1:${at[$holders]}$q" |
  grep -o '/register/[A-Z0-9-]*' | head -1)
for _ in $(seq "$rounds"); do
  load bare "$bare_pid" "http://127.0.0.1:$bare_port/"
  for n in 10000 "$holders"; do
    load "list $n" "${server[$n]}" "http://127.0.0.1:${at[$n]}$q" \
      -s "$here/pages.lua" -H "Cookie: ${cookie[$n]}" -- "$today"
  done
  load detail "${server[$holders]}" \
    "http://127.0.0.1:${at[$holders]}$number" -H "Cookie: ${cookie[$holders]}"
done
page() { # NAME LABEL
  printf '%-36s %s, %s us of processor, %s of bare\n' "$2" \
    "$(shown "$1.rate")" "$(median "$1.cpu" | cut -d. -f1)" \
    "$(ratio "$(median "$1.rate")" "$(median bare.rate)")"
}
page bare 'bare page server, 50 of 100,000'
for n in 10000 "$holders"; do
  page "list $n" "list page signed in, 50 of $n"
done
page detail "detail page signed in"
echo "time of a list page, $holders / 10000 holders:" \
  "$(ratio "$(median "list $holders.cpu")" "$(median 'list 10000.cpu')")"
echo "memory after load: $(rss "${server[$holders]}")"
stop "$bare_pid"
for n in 10000 "$holders"; do stop "${server[$n]}"; done

echo; echo '## Start and memory'
"$build/mingce" init --db sqlite:empty.db --data data >/dev/null
for _ in $(seq "$rounds"); do
  p=$(port)
  begin=$(date +%s%N)
  serve empty.db "$p"
  echo $((($(date +%s%N) - begin) / 1000000)) >>started
  sleep 0.5
  idle=$(rss "$pid")
  stop "$pid"
done
echo "start-up to the first page: $(median started) ms"
echo "idle: $idle"

echo; echo '## Durable diary entries (each its own transaction)'
mkdir rows
"$bench/bench_store" rows 1 3 | tee store.txt
bare=$(awk '/^bare group commit/ { print $6 }' store.txt)
for _ in $(seq 3); do
  for n in 1 64; do
    "$bench/bench_domain" diary sqlite:10000.db $n "$seconds" >>"diary $n"
    SLOW_FSYNC_US=5000 LD_PRELOAD=$bench/slowfsync.so \
      "$bench/bench_domain" diary sqlite:10000.db $n "$seconds" >>"slow $n"
  done
done
echo "diary entries, 1 client:   $(shown 'diary 1')"
echo "diary entries, 64 clients: $(shown 'diary 64')," \
  "$(ratio "$(median 'diary 64')" "$bare") of bare group commit"
echo "fsync slowed to 5 ms, 1 client:   $(shown 'slow 1')"
echo "fsync slowed to 5 ms, 64 clients: $(shown 'slow 64')," \
  "$(ratio "$(median 'slow 64')" "$(median 'slow 1')") times one client"

echo; echo '## Import of 100,000 rows to the preview'
for _ in $(seq 3); do
  "$bench/bench_domain" import sqlite:empty.db 100000 >>import
  "$bench/bare_xlsx_reader" bench-import.xlsx >>reader
done
echo "bare xlsx reader:        $(shown reader) rows"
echo "checked up to the preview: $(shown import) rows," \
  "$(ratio "$(median import)" "$(median reader)") of bare"

echo; echo '## Certificates on one core'
for _ in $(seq 3); do
  "$bench/bench_certificates" "$build/fonts" "$seconds" >>certificates
done
echo "PDF with QR code and fonts: $(shown certificates)"
if [ -x "$here/feel.sh" ]; then
  echo
  "$here/feel.sh" "$build"
fi
