#!/bin/sh
# The trainer against PyTorch on the original demo's network: batch 128, float32, no
# augmentation; both alternate in one run. Prints each median and the ratio, for two threads
# and for one, then what augmentation costs.
#
#     sh tools/bench/bench_train.sh [RUNS [STEPS]]     5 runs of 30 steps unless given
#     sh tools/bench/bench_train.sh --scaling [ARCH]   an epoch of 10,000 to 160,000 images instead
set -eu
cd "$(dirname "$0")/../.."
bench=build/native/bench_train
if [ ! -x "$bench" ]; then
    echo "bench_train.sh: $bench is missing; run: cmake --preset native && cmake --build --preset native" >&2
    exit 1
fi
if [ "${1:-}" = --scaling ]; then
    echo "| images | seconds an epoch | us an image | processor us an image | memory, MB |"
    echo "|--:|--:|--:|--:|--:|"
    for images in 10000 20000 40000 80000 160000; do
        "$bench" "${2:-letters}" 128 2 $((images / 128)) 1 | awk '{printf "| %d | %.2f | %.1f | %.1f | %d |\n", $2, $3, 1e6 * $3 / $2, 1e6 * $4 / $2, $5}'
    done
    exit
fi
runs=${1:-5}
steps=${2:-30}

python=
for candidate in /usr/bin/python3 python3; do
    if "$candidate" -c 'import torch' 2>/dev/null; then python=$candidate; break; fi
done

median() { sort -n | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
spread() { sort -n | awk 'NR == 1 {low = $1} {high = $1} END {print low ".." high}'; }

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
for threads in 2 1; do
    : >"$files/ours" && : >"$files/torch"
    for run in $(seq "$runs"); do
        "$bench" demo 128 "$threads" "$steps" 0 >>"$files/ours"
        [ -z "$python" ] || OMP_NUM_THREADS=$threads "$python" tools/bench/bench_train.py 128 "$threads" "$steps" >>"$files/torch"
    done
    ours=$(median <"$files/ours")
    echo "$threads threads, letters: median $ours img/s ($(spread <"$files/ours"))"
    if [ -n "$python" ]; then
        torch=$(median <"$files/torch")
        echo "$threads threads, PyTorch: median $torch img/s ($(spread <"$files/torch"))"
        echo "$threads threads, ratio: $(echo "$ours $torch" | awk '{printf "%.2f", $1 / $2}')"
    fi
done
[ -n "$python" ] || echo "PyTorch is not installed, so there is no comparison; on Debian: apt-get install python3-torch"

: >"$files/plain" && : >"$files/augmented"
for run in $(seq "$runs"); do
    "$bench" letters 128 2 "$steps" 0 >>"$files/plain"
    "$bench" letters 128 2 "$steps" 1 >>"$files/augmented"
done
echo "augmentation, --arch letters, 2 threads: $(median <"$files/plain") img/s without," \
    "$(median <"$files/augmented") with: $(echo "$(median <"$files/plain") $(median <"$files/augmented")" |
        awk '{printf "%.1f", 100 * (1 - $2 / $1)}') % slower"
