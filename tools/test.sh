#!/bin/sh
# Sets up, then runs every test: C natively, under the sanitizers, as WebAssembly in Node and
# in part for aarch64 under qemu; the modules and the command line in Node; the page in
# Chromium, Firefox and WebKitGTK. Stops at the first failure. With HWR_DATA set (see
# CONTRIBUTING.md) tests on real data run as well.
#
#     sh tools/test.sh
set -eu
cd "$(dirname "$0")/.."

step='set-up'
finish() {
    status=$?
    [ "$status" -eq 0 ] || echo "test: FAILED in: $step (exit $status)"
}
trap finish EXIT

begin() {
    step=$1
    printf '\n== %s (%s)\n' "$step" "$(date -u +%H:%M:%S)"
}

# A file of tests for every processor at a time; one that hangs fails after a quarter of an hour.
node_tests() {
    node --test --test-concurrency="$(getconf _NPROCESSORS_ONLN)" --test-timeout=900000 "$@"
}

# preset: configure, build, test.
run_preset() {
    cmake --preset "$1" >build/configure.log
    cmake --build --preset "$1"
    ctest --preset "$1" --no-tests=error --parallel "$(getconf _NPROCESSORS_ONLN)"
}

same_logits() {
    native=$(build/native/tests/shaken_letters weights/letters.hwr)
    neon=$(qemu-aarch64 -L /usr/aarch64-linux-gnu build/neon/tests/shaken_letters weights/letters.hwr)
    echo "native $native, aarch64 $neon"
    [ "$native" = "$neon" ]
}

if [ -n "${HWR_DATA:-}" ]; then
    HWR_DATA=$(CDPATH='' cd "$HWR_DATA" && pwd)
    export HWR_DATA
fi

sh tools/setup.sh --tests
mkdir -p build
begin 'C tests, native'
run_preset native
begin 'C tests under AddressSanitizer and UBSan'
run_preset asan
begin "the trainer's threads under ThreadSanitizer"
cmake --preset tsan >build/configure.log
cmake --build --preset tsan --target test_trainer
ctest --preset tsan --no-tests=error -R '^trainer$'
begin 'C tests as WebAssembly in Node'
run_preset wasm
begin 'C tests for aarch64 under qemu, and the same logits for 1,000 letters as natively'
if command -v qemu-aarch64 >/dev/null && command -v aarch64-linux-gnu-gcc >/dev/null; then
    run_preset neon
    same_logits
else
    echo 'test: left out, there is no aarch64-linux-gnu-gcc or qemu-aarch64 here'
fi
begin 'modules, page file and command line in Node'
node_tests tests/node/*/*.test.mjs
begin "the core and the package in other people's programs"
node_tests tests/package/*.test.mjs
begin 'bad input to the command line, under the sanitizers'
(
    export LETTERS_CLI=build/asan/letters
    node_tests tests/node/cli/cli_bad_input.test.mjs
)
begin 'the network against onnxruntime'
node_tests tests/parity/*.test.mjs
begin 'page in Chromium, Firefox and WebKitGTK'
node_tests tests/browser/*.test.mjs

printf '\ntest: all passed%s\n' \
    "${HWR_DATA:+, with the data of HWR_DATA}"
