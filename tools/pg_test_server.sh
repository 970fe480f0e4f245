#!/bin/sh
# A throw-away PostgreSQL for the tests, as user postgres when run by root.
#
#   pg_test_server.sh start DIR   makes a cluster in DIR/data if there is none,
#                                 starts it, prints its URL for MINGCE_TEST_PG
#   pg_test_server.sh url DIR     prints the URL of a running one
#   pg_test_server.sh stop DIR    stops it; DIR may then be removed
#
# It listens on a socket in DIR and on a free port of 127.0.0.1, trusts whoever
# can reach it, syncs to disk like a real one, and sorts by bytes (locale C).
# Both commands may be repeated.
set -eu

die() { echo "pg_test_server: $*" >&2; exit 1; }

[ $# -eq 2 ] || die "usage: $0 start|url|stop DIR"
verb=$1
dir=$2

bin=
for d in ${PG_BIN:-} /usr/lib/postgresql/*/bin; do
    [ -x "$d/initdb" ] && bin=$d
done
[ -n "$bin" ] || die "PostgreSQL is not installed (Debian: postgresql-15)"

# Runs a command as the user who owns the cluster: initdb refuses root.
as_owner() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v runuser >/dev/null; then
        (cd / && runuser -u postgres -- "$@")
    else
        quoted=
        for word; do
            quoted="$quoted '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
        done
        (cd / && su -s /bin/sh postgres -c "$quoted")
    fi
}

running() { as_owner "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; }

# The 4th line of postmaster.pid is the port.
print_url() {
    port=$(as_owner sed -n 4p "$dir/data/postmaster.pid")
    user=$(id -un)
    [ "$(id -u)" -ne 0 ] || user=postgres
    echo "postgresql:///postgres?host=$dir&port=$port&user=$user"
}

free_port() {
    python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

start() {
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    # A socket's path has room for 107 bytes.
    [ ${#dir} -le 80 ] || die "the path $dir is too long for a socket"
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$dir"
    fi
    if ! as_owner test -f "$dir/data/PG_VERSION"; then
        as_owner "$bin/initdb" -D "$dir/data" -A trust -E UTF8 \
            --locale=C --no-instructions >/dev/null ||
            die "initdb failed; can user postgres enter $dir?"
    fi
    if ! running; then
        as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 \
            -o "-p $(free_port) -c listen_addresses=127.0.0.1" \
            -o "-c unix_socket_directories='$dir' -c fsync=on" \
            -o "-c max_connections=200 -c shared_buffers=64MB" \
            start >/dev/null || die "the server did not start; see $dir/log"
    fi
    print_url
}

case $verb in
start)
    start
    ;;
url)
    dir=$(cd "$dir" && pwd)
    running || die "no server runs in $dir"
    print_url
    ;;
stop)
    if [ -d "$dir" ]; then
        dir=$(cd "$dir" && pwd)
        if running; then
            as_owner "$bin/pg_ctl" -D "$dir/data" -m fast -w stop >/dev/null
        fi
    fi
    ;;
*)
    die "usage: $0 start|url|stop DIR"
    ;;
esac
