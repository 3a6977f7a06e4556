#!/bin/sh
# From a fresh clone to the page: installs what is missing, builds everything,
# recognises drawn letters in the terminal, then serves the page.
#
#     sh tools/run.sh [--no-serve] [--port N]
set -eu
cd "$(dirname "$0")/.."

usage() {
    echo "usage: sh tools/run.sh [--no-serve] [--port N]" >&2
    exit 2
}

serve=1
port=
while [ $# -gt 0 ]; do
    case $1 in
        --no-serve) serve=0 ;;
        --port) [ $# -ge 2 ] || usage; port=$2; shift ;;
        *) usage ;;
    esac
    shift
done

sh tools/setup.sh
mkdir -p build

echo "== building the command line (build/native/letters)"
cmake --preset native >build/configure.log
cmake --build --preset native --target letters

echo "== building the WebAssembly modules and the page (build/page/index.html)"
cmake --preset wasm >build/configure.log
cmake --build --preset wasm --target modules
mkdir -p build/page
node web/build.mjs --out build/page/index.html

echo "== recognising drawn letters (tests/letters/letters.ndjson)"
letters=build/sample.ndjson
awk 'NR % 17 == 1 && n++ < 6' tests/letters/letters.ndjson >"$letters"
build/native/letters recognize --weights weights/letters.hwr --strokes "$letters" --art
echo "all $(grep -c . tests/letters/letters.ndjson) of them:"
build/native/letters recognize --weights weights/letters.hwr \
    --strokes tests/letters/letters.ndjson --summary

if [ "$serve" -eq 0 ]; then
    echo "run: all built; the page is build/page/index.html"
    exit 0
fi
exec node tools/serve.mjs build/page ${port:+"$port"}
