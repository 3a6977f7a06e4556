#!/bin/sh
# Builds every fuzz target with clang's libFuzzer under AddressSanitizer and UBSan and runs each
# for SECONDS (60). Prints executions and coverage a target; exit 1 where one finds something.
# New inputs and findings stay in build/fuzz/inputs/NAME and build/fuzz/findings.
#
#     sh tools/fuzz.sh [SECONDS]     FUZZ_ONLY=NAME runs one target; CLANG names the compiler
set -eu
cd "$(dirname "$0")/.."

seconds=${1:-60}
case $seconds in '' | *[!0-9]* | 0*)
    echo "fuzz: \"$seconds\" is no number of seconds; usage: sh tools/fuzz.sh [SECONDS]" >&2
    exit 2
    ;;
esac
clang=${CLANG:-$(command -v clang || command -v clang-14 || true)}
[ -n "$clang" ] || {
    echo 'fuzz: no clang here; apt-get install clang, or name it with CLANG=...' >&2
    exit 1
}
build=build/fuzz
mkdir -p "$build"
cmake -S . -B "$build/tree" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER="$clang" \
    -DHWR_FUZZ=ON \
    -DHWR_SANITIZE=address,undefined,float-cast-overflow,fuzzer-no-link >"$build/configure.log"
cmake --build "$build/tree" --target fuzzers >"$build/build.log" || {
    tail -20 "$build/build.log" >&2
    exit 1
}

# name: runs one target; its line of the table on stdout.
fuzz() {
    inputs=$build/inputs/$1
    log=$build/$1.log
    mkdir -p "$inputs" "$build/findings"
    status=0
    # Slow inputs and those that take much memory are findings as well.
    "$build/tree/tests/fuzz_$1_run" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
        -max_len=16384 -len_control=20 -print_final_stats=1 -artifact_prefix="$build/findings/$1-" \
        "$inputs" "tests/fuzz/corpus/$1" >"$log" 2>&1 || status=1
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    printf '%-14s %12s %8s   %s\n' "$1" "${runs:-?}" "${edges:-?}" \
        "$([ "$status" -eq 0 ] && echo none || echo "FOUND, see $log")"
    return "$status"
}

printf '%-14s %12s %8s   %s\n' target executions edges findings
failed=0
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    name=${name#fuzz_}
    [ "${FUZZ_ONLY:-$name}" = "$name" ] || continue
    fuzz "$name" || failed=1
done
if [ -z "${FUZZ_ONLY:-}" ] || [ "$FUZZ_ONLY" = scripts ]; then
    node tests/fuzz/scripts.mjs --seconds "$seconds" || failed=1
fi
exit "$failed"
