#!/bin/sh
# README's blocks as a newcomer pastes them: makes a clean Debian 12 in DIR (build/debian unless named), puts a clone of
# what is committed into it, runs the blocks there (readme.test.mjs), which writes readme-transcript.txt beside that
# test, and removes DIR.
#
#     sh tests/package/debian_root.sh [DIR]
#
# Needs root, debootstrap and 6 GB. Packages come from where this machine's apt and npm take theirs.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/../.." && pwd)
dir=${1:-$here/build/debian}

fail() {
    echo "debian_root: $*" >&2
    exit 1
}
[ "$(id -u)" -eq 0 ] || fail "run it as root"
command -v debootstrap >/dev/null || fail "no debootstrap; apt-get install debootstrap"
[ ! -e "$dir" ] || fail "$dir is there already; name another folder"

clean() {
    while mountpoint -q "$dir/proc"; do umount "$dir/proc"; done
    rm -rf --one-file-system "$dir"
}
trap clean EXIT
trap 'exit 1' INT TERM

mkdir -p "$dir"
# shellcheck disable=SC2016 # apt's own variable
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Codename: bookworm' | head -n 1)
debootstrap --variant=minbase --include=ca-certificates bookworm "$dir" "${mirror:-http://deb.debian.org/debian}" >"$dir.log" 2>&1 ||
    fail "debootstrap failed; see $dir.log"
rm -f "$dir.log"

# The network as it is here; services stay down, and nothing of this outlives a power cut.
apt-config dump | sed -nE '/^Acquire::(Check-|https?::)/p' >"$dir/etc/apt/apt.conf.d/99here"
cp /etc/resolv.conf /etc/hosts "$dir/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$dir/etc/ssl/here.crt"
printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d"
chmod +x "$dir/usr/sbin/policy-rc.d"
echo force-unsafe-io >"$dir/etc/dpkg/dpkg.cfg.d/unsafe-io"
mount -t proc proc "$dir/proc"

npm_config_registry=$(npm config get registry) npm_config_cafile=/etc/ssl/here.crt LETTERS_ROOT=$dir \
    node --test "$here/tests/package/readme.test.mjs"
