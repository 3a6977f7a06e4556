#!/bin/sh
# Brings the data that the shipped models were trained and measured on, checks it, and makes
# the files that the model card's commands name:
#
#     DIRECTORY/emnist/   the official EMNIST files (an archive of about 536 MB, from NIST), and files
#                         of the card's names made of them
#     DIRECTORY/pen/      letters, digits and words of UNIPEN train_r01_v07 (Zenodo), as ndjson
#
#     sh tools/fetch_data.sh [--emnist ARCHIVE] [--unipen ARCHIVE] [DIRECTORY [emnist|unipen|card]...]
#
# DIRECTORY is data unless named, what is brought is emnist and unipen unless named; card makes the
# files of the card's names. Run again, it resumes, and does nothing that is done. An ARCHIVE that
# was got elsewhere is read where it lies. Needs curl or wget, tar, unzip or Python 3, and Node.
#
# EMNIST_URL, EMNIST_SUMS (a file) and UNIPEN_RECORD name other places, as the tests do.
set -eu
tools=$(CDPATH='' cd "$(dirname "$0")" && pwd)
emnist_url=${EMNIST_URL:-https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip}
sums=${EMNIST_SUMS:-$tools/data/emnist.sha256}
record=${UNIPEN_RECORD:-https://zenodo.org/api/records/1195803}
size=561753746 # bytes of EMNIST's archive

say() { printf 'fetch_data: %s\n' "$*"; }
fail() {
    say "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
usage() {
    echo 'usage: sh tools/fetch_data.sh [--emnist ARCHIVE] [--unipen ARCHIVE] [DIRECTORY [emnist|unipen|card]...]' >&2
    exit 2
}

# An archive's absolute path.
archive_of() {
    [ -f "$1" ] || fail "$1: no such file; give the archive's path"
    printf '%s/%s' "$(CDPATH='' cd "$(dirname "$1")" && pwd)" "$(basename "$1")"
}

emnist_archive='' unipen_archive='' directory=''
wanted=''
while [ $# -gt 0 ]; do
    case $1 in
        --emnist) [ $# -ge 2 ] || usage; emnist_archive=$(archive_of "$2"); shift ;;
        --unipen) [ $# -ge 2 ] || usage; unipen_archive=$(archive_of "$2"); shift ;;
        -*) usage ;;
        emnist | unipen | card) [ -n "$directory" ] || usage; wanted="$wanted $1" ;;
        *) [ -z "$directory" ] || usage; directory=$1 ;;
    esac
    shift
done
: "${directory:=data}" "${wanted:= emnist unipen}"

# Linux has sha256sum and md5sum, macOS shasum and md5.
check_sums() {
    if have sha256sum; then sha256sum -c "$1"; else shasum -a 256 -c "$1"; fi >/dev/null 2>&1
}
md5_of() {
    if have md5sum; then md5sum <"$1" | cut -d ' ' -f 1; else md5 -q "$1"; fi
}

# URL, file: resumes file.part, and renames it once whole.
download() {
    [ ! -f "$2" ] || return 0
    say "downloading $1"
    by_hand="or download it with a browser elsewhere and name it: --$3 ARCHIVE"
    if have curl; then
        curl --fail --location --retry 3 --continue-at - --output "$2.part" "$1" ||
            fail "no download of $1; run this again to resume, $by_hand"
    elif have wget; then
        wget --continue --tries=3 --output-document="$2.part" "$1" ||
            fail "no download of $1; run this again to resume, $by_hand"
    else
        fail "curl or wget is needed; $by_hand"
    fi
    mv "$2.part" "$2"
}

# archive, directory: its EMNIST files, without their folder.
unpack_zip() {
    if have unzip; then
        unzip -q -o -j "$1" 'gzip/emnist-*' -d "$2"
    elif have python3; then
        python3 -m zipfile -e "$1" "$2" && mv "$2"/gzip/emnist-* "$2/" && rmdir "$2/gzip"
    else
        fail 'unzip or python3 is needed to unpack the archive'
    fi
}

fetch_emnist() {
    if check_sums "$sums"; then
        say "EMNIST: all files are there and right: $PWD"
        return 0
    fi
    archive=$emnist_archive
    if [ -z "$archive" ]; then
        archive=$PWD/gzip.zip
        download "$emnist_url" "$archive" emnist
        if [ -z "${EMNIST_URL:-}" ]; then
            got=$(wc -c <"$archive" | tr -d ' ')
            [ "$got" -eq "$size" ] || fail "$archive has $got bytes, not $size: delete it, run this again"
        fi
    fi
    rm -rf unpacked
    mkdir unpacked
    unpack_zip "$archive" unpacked || fail "$archive is damaged: delete it, run this again"
    (cd unpacked && check_sums "$sums") ||
        fail "$archive: its files are not those of $sums: delete it, run this again"
    mv unpacked/emnist-*.gz .
    rm -rf unpacked
    [ -n "$emnist_archive" ] || rm "$archive"
    say "EMNIST: all files are there and right: $PWD"
}

# The address and the MD5 of the record's archive, as Zenodo's JSON tells them.
record_file() {
    download "$record" record.json unipen
    node -e '
        const { files } = JSON.parse(require("fs").readFileSync("record.json", "utf8"));
        const file = files.find((f) => /\.(tgz|tar\.gz)$/.test(f.key));
        console.log(file.links.self, file.checksum.replace("md5:", ""));' ||
        fail "$PWD/record.json is no record of Zenodo: delete it, run this again"
}

fetch_unipen() {
    if [ -f .complete ]; then
        say "UNIPEN: all files are there: $PWD"
        return 0
    fi
    archive=$unipen_archive
    if [ -z "$archive" ]; then
        archive=$PWD/unipen.tgz
        file=$(record_file) || exit 1
        file=$(printf '%s\n' "$file" | tail -n 1) # below what download said
        download "${file% *}" "$archive" unipen
        [ "$(md5_of "$archive")" = "${file##* }" ] ||
            fail "$archive is not what Zenodo has: delete it, run this again"
    fi
    rm -rf unpacked
    mkdir unpacked
    tar -xzf "$archive" -C unpacked || fail "$archive is damaged: delete it, run this again"
    node "$tools/data/make_pen.mjs" unpacked . || exit 1
    rm -rf unpacked record.json
    [ -n "$unipen_archive" ] || rm "$archive"
    : >.complete
}

have node || fail 'node is needed, 18 or newer'
mkdir -p "$directory/emnist" "$directory/pen"
cd "$directory"
printf '*\n' >.gitignore # never part of a repository
for what in $wanted; do
    case $what in
        emnist) (cd emnist && fetch_emnist) ;;
        unipen) (cd pen && fetch_unipen) ;;
        card) node "$tools/data/make_card_files.mjs" emnist ;;
    esac
done
