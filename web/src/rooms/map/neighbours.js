// neighbours.js - the k nearest rows of each row, exactly.

// Puts (index, value) among a row's k best, in rising order.
function insert(index, distance, at, k, j, value) {
  let place = at + k - 1;
  while (place > at && distance[place - 1] > value) {
    distance[place] = distance[place - 1];
    index[place] = index[place - 1];
    place--;
  }
  distance[place] = value;
  index[place] = j;
}

function squared(rows, d, i, others, j) {
  let sum = 0;
  for (let a = i * d, b = j * d, end = a + d; a < end; a++, b++) {
    const step = rows[a] - others[b];
    sum += step * step;
  }
  return sum;
}

// Of rows (n, d), other than themselves: {index (n, k), distance (n, k)}, near ones first. A generator, which yields how
// much is done, 0 to 1.
export function* nearest(rows, n, d, k) {
  const index = new Int32Array(n * k).fill(-1), distance = new Float32Array(n * k).fill(Infinity);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = squared(rows, d, i, rows, j);
      if (value < distance[i * k + k - 1]) insert(index, distance, i * k, k, j, value);
      if (value < distance[j * k + k - 1]) insert(index, distance, j * k, k, i, value);
    }
    if (i % 32 === 0) yield (i / n) ** 2;
  }
  for (let i = 0; i < distance.length; i++) distance[i] = Math.sqrt(distance[i]);
  return { index, distance };
}

// The k of rows (n, d) that are nearest to one row (d): {index (k), distance (k)}.
export function nearestTo(row, rows, n, d, k) {
  const index = new Int32Array(k).fill(-1), distance = new Float32Array(k).fill(Infinity);
  for (let j = 0; j < n; j++) {
    const value = squared(row, d, 0, rows, j);
    if (value < distance[k - 1]) insert(index, distance, 0, k, j, value);
  }
  return { index, distance: distance.map(Math.sqrt) };
}
