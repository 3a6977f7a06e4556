// stats.mjs - timing contestants in turns, and what is said about the times. For Node
// and for a page.

export function quantile(sorted, q) {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.ceil(at)] - sorted[low]) * (at - low);
}

const ascending = (times) => Float64Array.from(times).sort();
const round = (x) => Number(x.toPrecision(5));

// {n, median, p99, low, high}: low and high are the quartiles.
export function summarize(times) {
  const t = ascending(times);
  return {
    n: t.length,
    median: round(quantile(t, 0.5)),
    p99: round(quantile(t, 0.99)),
    low: round(quantile(t, 0.25)),
    high: round(quantile(t, 0.75)),
  };
}

// How many times longer than ours: the median over rounds of the medians' ratio, and its
// least and most.
export function ratio(peerRounds, ourRounds) {
  const median = (times) => quantile(ascending(times), 0.5);
  const all = ascending(peerRounds.map((times, i) => median(times) / median(ourRounds[i])));
  return { median: round(quantile(all, 0.5)), least: round(all[0]), most: round(all[all.length - 1]) };
}

// Times contestants {name, run(i), asynchronous} in turns: in each round each has `warm`
// untimed runs, for the caches, and `block` timed ones; who begins changes with the round.
// Milliseconds, as {name: [[times of round 0], ...]}.
export async function alternate(contestants, { rounds, block, warm }) {
  const times = Object.fromEntries(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const { name, run, asynchronous } = contestants[(round + turn) % contestants.length];
      const list = [];
      for (let i = -warm; i < block; i++) {
        const start = performance.now();
        if (asynchronous) await run(i + warm);
        else run(i + warm);
        if (i >= 0) list.push(performance.now() - start);
      }
      times[name].push(list);
    }
  }
  return times;
}

// One row a contestant: its summary, and its ratio to the one called ours.
export function table(times, ours) {
  return Object.entries(times).map(([name, rounds]) => ({
    name,
    ...summarize(rounds.flat()),
    ratio: ratio(rounds, times[ours]),
  }));
}
