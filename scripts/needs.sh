#!/usr/bin/env bash
# Looks for what a command needs and installs what Debian has, when it may: needs.sh go node postgres chromium
set -euo pipefail

say() { echo "needs.sh: $*" >&2; }

newer() { # newer HAVE WANT
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]
}

install() { # install PACKAGE WHAT
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "$2 is missing: install it (Debian: apt-get install $1) and run this again"
        exit 1
    fi
    say "installing $2"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"; } >&2
}

for need in "$@"; do
    case $need in
    go)
        command -v go >/dev/null || { say "Go 1.26 or newer is missing, see https://go.dev/dl"; exit 1; }
        ;;
    node)
        if ! command -v npm >/dev/null || ! newer "$(node --version | tr -d v)" 20.19; then
            say "Node 20.19 or newer with npm is missing, see https://nodejs.org"
            exit 1
        fi
        ;;
    postgres)
        # The script that starts the tests' server installs it.
        [ -n "${VORONKA_TEST_POSTGRES:-}" ] || "$(dirname "$0")/postgres.sh" start >/dev/null
        ;;
    chromium)
        [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || install chromium Chromium
        ;;
    *) say "unknown need $need"; exit 2 ;;
    esac
done
