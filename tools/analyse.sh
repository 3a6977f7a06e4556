#!/bin/sh
# Static analysis of core/ and tools/: clang-tidy (.clang-tidy), cppcheck, gcc's -fanalyzer; and the
# core's parsers under clang's MemorySanitizer, over the corpora of their fuzz targets. Exit 1 where
# one of them finds something. Needs clang, clang-tidy and cppcheck besides what tools/setup.sh
# installs.
#
#     sh tools/analyse.sh
set -eu
cd "$(dirname "$0")/.."

for tool in clang clang-tidy cppcheck gcc; do
    command -v "$tool" >/dev/null || { echo "analyse: no $tool here; apt-get install $tool" >&2; exit 1; }
done
build=build/analyse
mkdir -p "$build"
# gcc 12 takes what a struct owns, or memset returns, for leaked, vectors set in a loop for unset, and
# counts checked in another function for 0; the sanitizers look for these while the tests run.
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=gcc \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
    -DCMAKE_C_FLAGS='-fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-null-dereference -Wno-analyzer-use-of-uninitialized-value' \
    >"$build/configure.log"
failed=0
jobs=$(getconf _NPROCESSORS_ONLN)

echo '== gcc -fanalyzer'
cmake --build "$build" --target letters >"$build/gcc.log" 2>&1 || failed=1
! grep -A3 'Wanalyzer' "$build/gcc.log" || failed=1

echo '== cppcheck'
cat >"$build/jansson.cfg" <<'END'
<?xml version="1.0"?>
<def><define name="json_object_foreach(object, key, value)" value="for (;;)"/></def>
END
# Left out are indices it cannot bound: the largest of n >= 1 buffers, layer - 1 behind "layer > 0 &&",
# nodes of a grid up to GRID - 2, and an index compared with another one.
cppcheck --quiet --std=c11 --enable=warning,portability,performance --error-exitcode=1 \
    --suppress=negativeIndex:core/qnn/plan.c --suppress=arrayIndexThenCheck:core/train/metrics.c \
    --suppress=arrayIndexOutOfBoundsCond:core/qnn/winograd.c \
    --suppress=arrayIndexOutOfBounds:core/train/data/augment.c \
    --library="$build/jansson.cfg" -j "$jobs" -I core -I tools core tools || failed=1

echo '== clang-tidy'
# Without gcc's own option; generated files are not ours.
sed 's/ -fanalyzer\( -Wno-analyzer-[a-z-]*\)*//' "$build/compile_commands.json" >"$build/tidy.json"
mkdir -p "$build/tidy" && mv "$build/tidy.json" "$build/tidy/compile_commands.json"
find core tools -name '*.c' ! -name 'kernel_wasm.c' | sort |
    xargs -P "$jobs" -n 4 clang-tidy -p "$build/tidy" --quiet >"$build/tidy.log" 2>"$build/tidy.err" || failed=1
grep -E '(warning|error):' "$build/tidy.log" | sort -u || true

# Without the command line: zlib, libpng and jansson are not instrumented.
echo '== MemorySanitizer'
cmake -S . -B build/msan -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang \
    -DHWR_TOOLS=OFF -DBUILD_TESTING=ON -DHWR_SANITIZE=memory >build/msan.log
targets='format strokes pixels idx checkpoint mapping'
# shellcheck disable=SC2046 # one word a target
cmake --build build/msan --target $(printf 'fuzz_%s ' $targets) >>build/msan.log 2>&1 || {
    tail -20 build/msan.log >&2
    exit 1
}
ctest --test-dir build/msan -R '^fuzz_' --no-tests=error --output-on-failure || failed=1
exit "$failed"
