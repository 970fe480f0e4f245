#!/usr/bin/env bash
# Runs every benchmark beside its yardstick and prints ratios.
#   bench/run.sh BUILD [HOLDERS]
set -euo pipefail
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
holders=${2:-100000}
dir=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
bench=$build/bench
port=18300

ratio() { python3 -c "print(f'{$1 / $2:.2f}')"; }
rate() { # URL: requests a second, after a warm-up
  wrk -t1 -c32 -d1 "$1" >/dev/null
  wrk -t1 -c32 -d4 "$1" | awk '/Requests\/sec/ {print $2}'
}
serve() { # DB PORT
  "$build/mingce" serve --demo --db "sqlite:$1" --data data --port "$2" \
    --log-level 0 >/dev/null 2>&1 &
  for _ in $(seq 100); do
    curl -so /dev/null "http://127.0.0.1:$2/help" && return
    sleep 0.05
  done
  echo "the server did not start" >&2
  exit 1
}

printf 'machine: %s cores, %s\n\n' "$(nproc)" "$(uname -sr)"

echo '## Pages (wrk, 32 connections, one thread of wrk)'
"$bench/bare_page_server" $port 2 bare.db >/dev/null 2>&1 &
sleep 3
bare=$(rate "http://127.0.0.1:$port/")
echo "bare page server, 50 rows of 100,000: $bare/s"
q='/register?programme=sme-volunteer-station'
for n in 10000 "$holders"; do
  port=$((port + 1))
  "$bench/bench_domain" seed "sqlite:$n.db" "$n"
  serve "$n.db" $port
  list=$(rate "http://127.0.0.1:$port$q")
  echo "list page, 50 rows of $n: $list/s, $(ratio "$list" "$bare") of bare"
  number=$(curl -s "http://127.0.0.1:$port$q" |
    grep -o '/register/[A-Z0-9-]*' | grep -v 'register/$' | head -1)
  detail=$(rate "http://127.0.0.1:$port$number")
  echo "detail page of $n: $detail/s, $(ratio "$detail" "$bare") of bare"
done
pid=$(pgrep -f "port $port" | head -1)
grep VmRSS "/proc/$pid/status" | sed 's/^/after load: /'
kill "$pid" && wait "$pid" 2>/dev/null || true

echo; echo '## Start and memory'
"$build/mingce" init --db sqlite:empty.db >/dev/null
port=$((port + 1))
start=$(date +%s%N)
serve empty.db $port
echo "start-up to the first page: $((($(date +%s%N) - start) / 1000000)) ms"
pid=$(pgrep -f "port $port" | head -1)
grep VmRSS "/proc/$pid/status" | sed 's/^/idle: /'

echo; echo '## Durable diary entries (each its own transaction)'
mkdir rows
bare=$("$bench/bench_store" rows 3 1 | tee store.txt |
  awk '/^bare group commit/ {print $6}')
cat store.txt
for n in 1 64; do
  d=$("$bench/bench_domain" diary sqlite:10000.db $n 4)
  echo "diary entries, $n clients: $d/s, $(ratio "$d" "$bare") of the bare" \
    'group commit loop'
done
for n in 1 64; do
  d=$(SLOW_FSYNC_US=5000 LD_PRELOAD=$bench/slowfsync.so \
    "$bench/bench_domain" diary sqlite:10000.db $n 4)
  echo "diary entries, fsync slowed to 5 ms, $n clients: $d/s"
  [ "$n" = 1 ] && one=$d
done
echo "64 clients / 1 client with a slow disk: $(ratio "$d" "$one")"

echo; echo '## Import to preview'
"$bench/bench_domain" import sqlite:empty2.db 100000 |
  sed 's/$/ rows a second of 100,000/'

echo; echo '## Daily run'
"$bench/bench_domain" tick "sqlite:$holders.db" 1

echo
"$here/feel.sh" "$build"
