#!/bin/sh
# Installs what building and testing need and what is missing: distribution packages
# (Debian, Ubuntu) and the page's pinned npm packages; with --tests also onnxruntime,
# which tests/parity compares with, what tests/package builds projects with, and a compiler and an
# emulator for aarch64. Does nothing, and needs no network, once all is there.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

tests=0
[ "${1:-}" != --tests ] || tests=1

needs='a C11 compiler, CMake >= 3.25, Ninja, zlib, libpng, libjpeg-turbo and jansson with headers,
       for "letters export" protobuf-c with protoc-c and onnx.proto,
       Emscripten >= 3.1.6, Node.js >= 18 with npm, Python 3, curl, Chromium (and, for the tests in
       all three engines, Firefox, the WebDriver and MiniBrowser of WebKitGTK, Xvfb)'

node_is_enough() {
    have npm && have node &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)'
}

# The packages that are not installed, one word each.
missing_packages() {
    packages='gcc libc6-dev cmake ninja-build zlib1g-dev libpng-dev libjpeg-dev libjansson-dev
              libonnx-dev libprotobuf-c-dev protobuf-c-compiler emscripten python3 curl chromium ca-certificates
              webkit2gtk-driver xvfb xauth'
    # Ubuntu has Firefox by another way; its test is skipped where there is none.
    if grep -q '^ID=debian' /etc/os-release 2>/dev/null; then packages="$packages firefox-esr"; fi
    node_is_enough || packages="$packages nodejs npm"
    [ "$tests" -eq 0 ] || packages="$packages qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
    for package in $packages; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || printf '%s ' "$package"
    done
}

install_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    root=
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || { say "as root, run: apt-get install $missing" >&2; exit 1; }
        root=sudo
    fi
    say "installing: $missing"
    export DEBIAN_FRONTEND=noninteractive
    $root apt-get update || say "apt-get update failed; trying the packages known already" >&2
    # shellcheck disable=SC2086 # one word a package
    $root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $missing || {
        say "apt-get could not install: $missing- it needs a network and Debian 12 or later" >&2
        exit 1
    }
}

# Elsewhere the tools are only looked for.
check_tools() {
    absent=
    for tool in cc cmake ninja emcc node npm python3; do
        have "$tool" || absent="$absent $tool"
    done
    [ -z "$absent" ] || {
        say "not found:$absent. There is no apt-get here; please install $needs" >&2
        exit 1
    }
}

# folder, and what its package-lock.json holds.
install_npm_packages() {
    stamp=$1/node_modules/.installed-lock
    cmp -s "$1/package-lock.json" "$stamp" && return 0
    say "installing $2 (npm)"
    npm ci --ignore-scripts --no-audit --no-fund --prefix "$1" || {
        say "npm could not install $1/package-lock.json; it needs a network once" >&2
        exit 1
    }
    cp "$1/package-lock.json" "$stamp"
}

if have apt-get && have dpkg-query; then
    install_packages
else
    check_tools
fi
node_is_enough || { say "Node.js >= 18 with npm is needed; found $(node --version)" >&2; exit 1; }
install_npm_packages web "the page's build and test tools"
if [ "$tests" -eq 1 ]; then
    install_npm_packages tests/parity "onnxruntime, for comparison"
    install_npm_packages tests/package "what other people's projects are built with"
fi
say "all there"
