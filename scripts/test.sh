#!/usr/bin/env bash
# make test: every part in turn, quiet while it is well. What fails is shown where it fails, the rest still runs, and the
# last line says how it ended. The parts' full output stays in .cache/test/.
set -uo pipefail
cd "$(dirname "$0")/.."
logs=.cache/test
mkdir -p "$logs"
rm -f "$logs"/*.log
passed=0
failed=0
broken=()

say() { echo "make test: $*"; }

# step NAME COMMAND... runs a part; its output is shown only when it fails.
step() {
    local name=$1 begun=$SECONDS
    shift
    if "$@" >"$logs/$name.log" 2>&1 </dev/null; then
        say "$name ok ($((SECONDS - begun)) s)"
        return 0
    fi
    say "$name FAILED after $((SECONDS - begun)) s, the end of $logs/$name.log:"
    tail -n 120 "$logs/$name.log"
    broken+=("$name")
    return 1
}

# number PATTERN FILE reads a count such as "Tests  1 failed | 96 passed (97)" or "# pass 12".
number() { { grep -aoE "$1" "$2" 2>/dev/null || true; } | tail -1 | grep -oE '[0-9]+' | tail -1 || true; }

add() { # add PASSED FAILED
    passed=$((passed + ${1:-0}))
    failed=$((failed + ${2:-0}))
}

vet() { go vet ./...; }
format() { test -z "$(gofmt -l cmd internal web/embed.go | tee /dev/stderr)"; }
types() { npm --prefix web run --silent check; }
units() { NO_COLOR=1 npm --prefix web test --silent; }
stories() { NO_COLOR=1 npm --prefix web run --silent e2e; }

if ! step needs scripts/needs.sh go node postgres chromium || ! step build make --no-print-directory build; then
    echo "FAIL: 0 passed, 1 failed: ${broken[*]}"
    exit 1
fi
step format format && add 1 || add 0 1
step vet vet && add 1 || add 0 1
step types types && add 1 || add 0 1

step units units
add "$(number 'Tests .*[0-9]+ passed' "$logs/units.log")" "$(number 'Tests +[0-9]+ failed' "$logs/units.log")"

step stories stories
add "$(number '^(#|ℹ) pass [0-9]+' "$logs/stories.log")" "$(number '^(#|ℹ) fail [0-9]+' "$logs/stories.log")"

# The Go tests say a line for each package, on both engines. They come last, so that their lines are at hand at the end.
# Two programs at once: each of them runs its own tests in parallel, and the machine may have two cores.
begun=$SECONDS
go test -count=1 -p 2 -timeout 15m ./... 2>&1 </dev/null | tee "$logs/go.log" | grep --line-buffered -E '^(ok|FAIL|---|panic:)[[:space:]]'
if [ "${PIPESTATUS[0]}" = 0 ]; then
    say "go ok ($((SECONDS - begun)) s)"
else
    broken+=(go)
    say "go FAILED after $((SECONDS - begun)) s, the end of what its tests said ($logs/go.log has it all):"
    grep -vE '^(ok|\?)[[:space:]]' "$logs/go.log" | cut -c1-400 | tail -n 150
fi
add "$(grep -cE '^ok[[:space:]]' "$logs/go.log")" "$(grep -cE '^FAIL[[:space:]]+[^[:space:]]' "$logs/go.log")"

say "all of it took $SECONDS s"
if [ ${#broken[@]} -gt 0 ]; then
    [ "$failed" -gt 0 ] || failed=${#broken[@]}
    echo "FAIL: $passed passed, $failed failed: ${broken[*]}"
    exit 1
fi
echo "ok: $passed passed, $failed failed"
