// umap.js - UMAP (L. McInnes, J. Healy, J. Melville, 2018, arXiv 1802.03426): a plane in which the neighbours of each
// point stay its neighbours. Stochastic gradient descent as in the authors' own program, from the first two principal
// components, with random numbers of its own: the same points give the same map.
import { randomStream } from '../../shared/random.js';

// Two points at distance d hold each other by 1 / (1 + A d^2). The authors' curves have an exponent of their own, whose
// powers would take most of the time; this one lies near that of min_dist 0.5, with islands that are large enough to see.
const A = 0.6;
const NEGATIVE = 5; // random points that a pull pushes away, as the authors have it
const RATE = 1, CLIP = 4, SPAN = 10;
const HALVINGS = 64, SIGMA_LEAST = 1e-3;

// How strongly each point holds its k neighbours, (n, k): exp(-(d - rho) / sigma), rho the distance of the nearest that is
// not 0, and sigma such that they sum to log2 k.
export function memberships(distance, n, k) {
  const out = new Float32Array(n * k), target = Math.log2(k);
  for (let i = 0; i < n; i++) {
    const own = distance.subarray(i * k, i * k + k);
    const rho = own.find((v) => v > 0) ?? 0, mean = own.reduce((a, b) => a + b, 0) / k;
    let low = 0, high = Infinity, sigma = 1;
    for (let step = 0; step < HALVINGS; step++) {
      let sum = 0;
      for (const v of own) sum += v > rho ? Math.exp(-(v - rho) / sigma) : 1;
      if (Math.abs(sum - target) < 1e-5) break;
      if (sum > target) high = sigma;
      else low = sigma;
      sigma = high === Infinity ? sigma * 2 : (low + high) / 2;
    }
    sigma = Math.max(sigma, SIGMA_LEAST * mean, 1e-12);
    own.forEach((v, j) => { out[i * k + j] = v > rho ? Math.exp(-(v - rho) / sigma) : 1; });
  }
  return out;
}

// The edges of both directions as one, a + b - ab: {from, to, weight}, from < to.
export function union(index, weight, n, k) {
  const edges = new Map();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const other = index[i * k + j], w = weight[i * k + j];
      if (other < 0) continue;
      const key = Math.min(i, other) * n + Math.max(i, other), before = edges.get(key);
      edges.set(key, before === undefined ? w : before + w - before * w);
    }
  }
  const keys = [...edges.keys()];
  return { from: Int32Array.from(keys, (key) => Math.floor(key / n)), to: Int32Array.from(keys, (key) => key % n), weight: Float32Array.from(edges.values()) };
}

// Positions (n, 2), the longer side SPAN, from the first two of k columns.
function begin(projected, n, k, random) {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(projected[i * k]), Math.abs(projected[i * k + 1]));
  return Float32Array.from({ length: 2 * n }, (_, i) => (projected[(i >> 1) * k + (i & 1)] * SPAN) / (most || 1) + (random() - 0.5) * 1e-3);
}

const clip = (v) => (v > CLIP ? CLIP : v < -CLIP ? -CLIP : v);

// One epoch: each edge pulls as often as its weight says, and each pull pushes so many random points (negative) away.
function epoch({ at, n, edges, every, due, random, rate, number, negative }) {
  const { from, to } = edges;
  for (let e = 0; e < from.length; e++) {
    if (due[e] > number) continue;
    due[e] += every[e];
    for (let side = 0; side < 2; side++) {
      const i = 2 * (side ? to[e] : from[e]), j = 2 * (side ? from[e] : to[e]);
      const dx = at[i] - at[j], dy = at[i + 1] - at[j + 1], d2 = dx * dx + dy * dy;
      if (d2 > 0) {
        const pull = (-2 * A) / (1 + A * d2);
        const mx = clip(pull * dx) * rate, my = clip(pull * dy) * rate;
        at[i] += mx;
        at[i + 1] += my;
        at[j] -= mx;
        at[j + 1] -= my;
      }
      for (let k = 0; k < negative; k++) {
        const other = 2 * Math.floor(random() * n);
        if (other === i) continue;
        const ox = at[i] - at[other], oy = at[i + 1] - at[other + 1], o2 = ox * ox + oy * oy;
        const push = 2 / ((0.001 + o2) * (1 + A * o2));
        at[i] += (o2 > 0 ? clip(push * ox) : CLIP) * rate;
        at[i + 1] += (o2 > 0 ? clip(push * oy) : CLIP) * rate;
      }
    }
  }
}

// Places n points whose neighbours are {index, distance} (n, k); projected (n, columns): their principal components. A
// generator: yields {share, at} as it goes, at being the positions (n, 2) of the moment, and returns them at the end.
export function* layOut({ index, distance }, n, k, projected, columns, { epochs, negative = NEGATIVE, seed = 1 }) {
  const random = randomStream(seed);
  const edges = union(index, memberships(distance, n, k), n, k);
  const most = edges.weight.reduce((a, b) => Math.max(a, b), 0);
  const every = edges.weight.map((w) => (w * epochs < most ? Infinity : most / w)); // too weak to be drawn even once
  const at = begin(projected, n, columns, random), due = every.slice();
  for (let number = 1; number <= epochs; number++) {
    epoch({ at, n, edges, every, due, random, rate: RATE * (1 - (number - 1) / epochs), number, negative });
    yield { share: number / epochs, at };
  }
  return at;
}
