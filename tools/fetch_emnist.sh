#!/bin/sh
# Downloads the official EMNIST files (about 536 MB, from NIST), resuming where an
# earlier run stopped, and checks each one's SHA-256.
#
#     sh tools/fetch_emnist.sh [DIRECTORY]        # default: data/emnist
#
# Then: build/native/letters train --emnist DIRECTORY --split letters ...
set -eu
tools=$(CDPATH='' cd "$(dirname "$0")" && pwd)
directory=${1:-$tools/../data/emnist}
url=https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip
size=561753746 # bytes of the archive
sums=$tools/emnist.sha256

fail() {
    printf 'fetch_emnist: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

have sha256sum || fail 'sha256sum is needed (Debian: coreutils)'
mkdir -p "$directory"
cd "$directory"
printf '*\n' >.gitignore # never part of a repository

if sha256sum --check --status --strict "$sums" 2>/dev/null; then
    echo "fetch_emnist: all files are there and right: $PWD"
    exit 0
fi

damaged="$PWD/gzip.zip is damaged: delete it, run this again"
by_hand="download $url with a browser elsewhere, put it here as $PWD/gzip.zip, run this again"
archive=gzip.zip
if [ ! -f "$archive" ]; then
    echo "fetch_emnist: downloading $url"
    if have curl; then
        curl --fail --location --retry 3 --continue-at - --output "$archive.part" "$url" ||
            fail "no download; run this again to resume, or without a network: $by_hand"
    elif have wget; then
        wget --continue --tries=3 --output-document="$archive.part" "$url" ||
            fail "no download; run this again to resume, or without a network: $by_hand"
    else
        fail "curl or wget is needed; or $by_hand"
    fi
    mv "$archive.part" "$archive"
fi

got=$(wc -c <"$archive")
[ "$got" -eq "$size" ] || fail "$PWD/$archive has $got bytes, not $size: delete it, run this again"

rm -rf unpacked
mkdir unpacked
if have unzip; then
    unzip -q -j "$archive" 'gzip/emnist-*' -d unpacked || fail "$damaged"
elif have python3; then
    python3 -m zipfile -e "$archive" unpacked || fail "$damaged"
    mv unpacked/gzip/emnist-* unpacked/
else
    fail 'unzip or python3 is needed to unpack the archive'
fi
(cd unpacked && sha256sum --check --quiet --strict "$sums") ||
    fail "files differ from tools/emnist.sha256: delete $PWD/$archive, run this again"
mv unpacked/emnist-*.gz .
rm -rf unpacked "$archive"
echo "fetch_emnist: all files are there and right: $PWD"
