// pca.js - principal component analysis (K. Pearson, 1901): the directions in which rows differ most.
//
// web/src/rooms/map/ shows many images at once, each a point, like ones near each other.

// Of rows (n, d): {mean (d), covariance (d, d)}.
function moments(rows, n, d) {
  const mean = new Float64Array(d), covariance = new Float64Array(d * d), centred = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let a = 0; a < d; a++) mean[a] += rows[i * d + a] / n;
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < d; a++) centred[a] = rows[i * d + a] - mean[a];
    for (let a = 0; a < d; a++) {
      const value = centred[a], row = a * d;
      if (value !== 0) for (let b = a; b < d; b++) covariance[row + b] += value * centred[b];
    }
  }
  for (let a = 0; a < d; a++) for (let b = a; b < d; b++) covariance[b * d + a] = covariance[a * d + b] /= n;
  return { mean, covariance };
}

// Two rows and columns p, q of a symmetric matrix, turned so that its element (p, q) becomes 0; vectors along with it.
function rotate(matrix, vectors, d, p, q) {
  const apq = matrix[p * d + q];
  const theta = (matrix[q * d + q] - matrix[p * d + p]) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1)), c = 1 / Math.hypot(t, 1), s = t * c;
  for (let i = 0; i < d; i++) {
    const x = matrix[i * d + p], y = matrix[i * d + q];
    matrix[i * d + p] = c * x - s * y;
    matrix[i * d + q] = s * x + c * y;
  }
  for (let i = 0; i < d; i++) {
    const x = matrix[p * d + i], y = matrix[q * d + i];
    matrix[p * d + i] = c * x - s * y;
    matrix[q * d + i] = s * x + c * y;
    const v = vectors[p * d + i], w = vectors[q * d + i];
    vectors[p * d + i] = c * v - s * w;
    vectors[q * d + i] = s * v + c * w;
  }
}

const SWEEPS = 30, SMALL = 1e-10;

// Eigenvectors of a symmetric matrix (d, d), by C. Jacobi's rotations: {values (d), vectors (d, d)}, a vector a row,
// not sorted. The matrix is used up.
export function eigen(matrix, d) {
  const vectors = new Float64Array(d * d);
  for (let i = 0; i < d; i++) vectors[i * d + i] = 1;
  let total = 0;
  for (const v of matrix) total += v * v;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) off += matrix[p * d + q] ** 2;
    if (off <= SMALL * SMALL * total) break;
    const skip = Math.sqrt(off) / (d * d); // what is far below the rest waits for a later sweep
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) if (Math.abs(matrix[p * d + q]) > skip * SMALL) rotate(matrix, vectors, d, p, q);
  }
  return { values: Float64Array.from({ length: d }, (_, i) => matrix[i * d + i]), vectors };
}

// The k directions of the largest variance of rows (n, d): {mean, vectors (k, d), shares (k) of the whole variance}.
// Each is turned so that its largest number is positive.
export function principal(rows, n, d, k) {
  const { mean, covariance } = moments(rows, n, d);
  const { values, vectors } = eigen(covariance, d);
  const order = [...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, k);
  const total = values.reduce((sum, v) => sum + Math.max(v, 0), 0) || 1;
  const out = new Float64Array(order.length * d);
  order.forEach((from, i) => {
    const vector = vectors.subarray(from * d, from * d + d);
    const peak = vector.reduce((most, v) => (Math.abs(v) > Math.abs(most) ? v : most), 0);
    for (let a = 0; a < d; a++) out[i * d + a] = peak < 0 ? -vector[a] : vector[a];
  });
  return { d, k: order.length, mean, vectors: out, shares: order.map((i) => Math.max(values[i], 0) / total) };
}

// Rows (n, d) along the directions: (n, k).
export function project({ d, k, mean, vectors }, rows, n) {
  const out = new Float32Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      let sum = 0;
      for (let a = 0; a < d; a++) sum += (rows[i * d + a] - mean[a]) * vectors[c * d + a];
      out[i * k + c] = sum;
    }
  }
  return out;
}
