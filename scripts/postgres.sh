#!/usr/bin/env bash
# A private PostgreSQL for tests, shared by everything this user runs: start (prints its URL), stop, url.
# fsync is off: the cluster is for tests only. It stops by itself when nobody was connected for a while.
set -euo pipefail

idle_minutes=${VORONKA_TEST_POSTGRES_IDLE:-20}
home=${VORONKA_TEST_POSTGRES_HOME:-${TMPDIR:-/tmp}/voronka-postgres-$(id -u)}
data=$home/data

say() { echo "postgres.sh: $*" >&2; }

bin() {
    local dir
    dir=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
    if [ -n "$dir" ] && [ -x "$dir/initdb" ]; then echo "$dir"; return; fi
    if command -v initdb >/dev/null; then dirname "$(readlink -f "$(command -v initdb)")"; return; fi
    return 1
}

install_server() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "PostgreSQL 15 or newer is missing: install it (Debian: apt-get install postgresql) or set VORONKA_TEST_POSTGRES to the URL of one"
        exit 1
    fi
    say "installing PostgreSQL"
    # Debian would start a cluster of its own; tests do not need it.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >&2
}

# The server refuses to run as root.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

url() { echo "postgres://voronka:$(cat "$home/password")@127.0.0.1:$(cat "$home/port")/postgres?sslmode=disable"; }

running() { [ -f "$home/port" ] && as_server "$PG/pg_ctl" -D "$data" status >/dev/null 2>&1 && PGPASSWORD=$(cat "$home/password") "$PG/psql" -qAtX "$(url)" -c 'SELECT 1' >/dev/null 2>&1; }

create() {
    rm -rf "$home"
    mkdir -p -m 711 "$home"
    (umask 077; od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > "$home/password")
    mkdir -m 700 "$data"
    if [ "$(id -u)" = 0 ]; then chown postgres "$home" "$home/password" "$data"; fi
    as_server "$PG/initdb" -D "$data" -U voronka --auth=scram-sha-256 --pwfile="$home/password" \
        --encoding=UTF8 --locale=C --lc-ctype=C.UTF-8 --no-sync >/dev/null
    cat >> "$data/postgresql.conf" <<-CONF
		fsync = off
		synchronous_commit = off
		full_page_writes = off
		max_connections = 500
		shared_buffers = 128MB
		max_wal_size = 512MB
		unix_socket_directories = ''
		listen_addresses = '127.0.0.1'
		autovacuum_naptime = 10s
	CONF
}

# A test killed half-way leaves nobody to stop the server, so it watches itself.
watch_idle() {
    local idle=0
    while running; do
        sleep 60
        if [ "$("$PG/psql" -qAtX "$(url)" -c "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()" 2>/dev/null)" = 0 ]; then
            idle=$((idle + 1))
        else
            idle=0
        fi
        if [ "$idle" -ge "$idle_minutes" ]; then "$0" stop; return; fi
    done
}

start() {
    running && { url; return; }
    [ -f "$data/PG_VERSION" ] && [ -f "$home/password" ] || create
    rm -f "$data/postmaster.pid"
    local try
    for try in 1 2 3 4 5; do
        free_port > "$home/port"
        if as_server "$PG/pg_ctl" -D "$data" -w -t 60 -l "$data/server.log" -o "-p $(cat "$home/port")" start >/dev/null 2>&1 9>&-; then
            setsid "$0" watch </dev/null >/dev/null 2>&1 9>&- &
            url
            return
        fi
    done
    say "the server does not start:"
    tail -5 "$data/server.log" >&2
    exit 1
}

PG=$(bin) || { install_server; PG=$(bin); }
case ${1:-start} in
start)
    exec 9>"$home.lock"
    flock 9
    start
    ;;
stop) as_server "$PG/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$home" ;;
url) running && url ;;
watch) watch_idle ;;
*) say "usage: postgres.sh start|stop|url"; exit 2 ;;
esac
