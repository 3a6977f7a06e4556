// confusion.js - precision, recall and mistakes from a confusion matrix: counts[true * n + answer].

const Z = 1.959964; // 95 %

// Wilson's 95 % interval of a share of n.
export function interval(share, n) {
  const middle = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n);
  return [middle - half, middle + half];
}

// From weights/confusion.json: {classes, rows} to {classes, counts}, classes as an array of texts.
export function dense({ classes: texts, rows }) {
  const classes = [...texts], n = classes.length, counts = new Uint32Array(n * n);
  for (const [t, row] of Object.entries(rows)) {
    for (const [a, count] of Object.entries(row)) counts[classes.indexOf(t) * n + classes.indexOf(a)] = count;
  }
  return { classes, counts };
}

export function rowSums(counts, n) {
  return Uint32Array.from({ length: n }, (_, t) => counts.subarray(t * n, (t + 1) * n).reduce((a, b) => a + b, 0));
}

// The commonest mistakes: {t, a, count}, most first.
export function mistakes(counts, n, most) {
  const found = [];
  counts.forEach((count, i) => {
    const t = Math.floor(i / n), a = i % n;
    if (t !== a && count) found.push({ t, a, count });
  });
  return found.sort((x, y) => y.count - x.count || x.t - y.t).slice(0, most);
}

// A row a class: {c, support, precision, recall, f1, rival, rivalCount}; rival is the wrong
// answer given most, -1 for none.
export function perClass(counts, n) {
  const support = rowSums(counts, n);
  return Array.from({ length: n }, (_, c) => {
    let predicted = 0, rival = -1, rivalCount = 0;
    for (let i = 0; i < n; i++) {
      predicted += counts[i * n + c];
      if (i !== c && counts[c * n + i] > rivalCount) {
        rival = i;
        rivalCount = counts[c * n + i];
      }
    }
    const right = counts[c * n + c];
    const ratio = (a, b) => (b ? a / b : 0);
    return { c, support: support[c], precision: ratio(right, predicted), recall: ratio(right, support[c]),
      f1: ratio(2 * right, support[c] + predicted), rival, rivalCount };
  });
}
