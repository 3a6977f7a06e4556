// slides_charts.mjs - the charts of slides.mjs, as SVG.
export const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const svg = (width, height, label, body) => `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(label)}">${body}</svg>`;
const label = (x, y, text, more = '') => `<text x="${x}" y="${y}" ${more}>${escape(String(text))}</text>`;

// A drawing in a square.
export function ink(drawing) {
  const xs = drawing.flatMap(([x]) => x), ys = drawing.flatMap(([, y]) => y);
  const size = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const place = (v, all) => (150 + ((v - (Math.max(...all) + Math.min(...all)) / 2) * 200) / size).toFixed(0);
  const way = drawing.map((stroke) => `M${stroke[0].map((x, i) => `${place(x, xs)} ${place(stroke[1][i], ys)}`).join('L')}`).join('');
  return svg(300, 300, 'a drawn letter', `<rect x="1" y="1" width="298" height="298" rx="14" fill="#f7f9fc" stroke="#d6dde7"/><path d="${way}" fill="none" stroke="#1b2430" stroke-width="13" stroke-linecap="round" stroke-linejoin="round"/>`);
}

// 28 x 28, 255 = ink.
export function pixels(image) {
  const cells = [...image].map((v, i) => (v ? `<rect x="${(i % 28) * 10}" y="${Math.floor(i / 28) * 10}" width="10.2" height="10.2" fill="rgb(${255 - v} ${255 - v} ${255 - v})"/>` : ''));
  return svg(282, 282, 'the same letter in pixels', `<rect x="0" y="0" width="281" height="281" fill="#fff" stroke="#d6dde7"/>${cells.join('')}`);
}

// rows: {name, value, shown, low?, high?, quiet?}; the axis goes from low to high over so many pixels, behind names as wide.
export function bars(rows, { low = 0, high, name: left, length = 400 }) {
  const step = 46, width = left + length + 160;
  const x = (v) => left + (length * (v - low)) / (high - low);
  const body = rows.map((r, i) => {
    const y = i * step, end = x(r.value);
    const whisker = r.low === undefined ? '' : `<path d="M${x(r.low).toFixed(1)} ${y + 19}H${x(r.high).toFixed(1)}M${x(r.low).toFixed(1)} ${y + 12}v14M${x(r.high).toFixed(1)} ${y + 12}v14" stroke="#1b2430" stroke-width="2"/>`;
    return `${label(left - 12, y + 26, r.name, 'text-anchor="end" font-size="20"')}<rect x="${left}" y="${y + 6}" width="${Math.max(end - left, 2).toFixed(1)}" height="26" rx="4" fill="${r.quiet ? '#b9c4d2' : i === 0 || r.low !== undefined || rows.some((one) => one.quiet) ? '#0072b2' : '#8fb6d3'}"/>${whisker}` +
      label((Math.max(end, r.high === undefined ? 0 : x(r.high)) + 12).toFixed(1), y + 26, r.shown, 'font-size="20"');
  });
  return svg(width, rows.length * step, rows.map((r) => `${r.name} ${r.shown}`).join(', '), body.join(''));
}

// One box after the other.
export function blocks(names) {
  const width = 1136 / names.length, box = width - 34;
  const body = names.map((name, i) => `<rect x="${i * width}" y="20" width="${box}" height="80" rx="10" fill="#e8f1f8" stroke="#0072b2"/>${label(i * width + box / 2, 67, name, 'text-anchor="middle" font-size="20"')}` +
    (i + 1 < names.length ? `<path d="M${i * width + box + 6} 60h18m-7 -7l7 7l-7 7" fill="none" stroke="#1b2430" stroke-width="2.5"/>` : ''));
  return svg(1136, 120, names.join(', then '), body.join(''));
}

// lines: {label, colour, dashed, values}, a value an epoch.
export function curves(lines, title) {
  const all = lines.flatMap(({ values }) => values), low = Math.floor(Math.min(...all)), high = Math.ceil(Math.max(...all));
  const epochs = lines[0].values.length, x = (i) => 70 + (760 * i) / (epochs - 1), y = (v) => 360 - (320 * (v - low)) / (high - low);
  const grid = Array.from({ length: high - low + 1 }, (_, i) => low + i).map((v) => `<path d="M70 ${y(v).toFixed(1)}H830" stroke="#e3e8ef"/>${label(58, (y(v) + 6).toFixed(1), v, 'text-anchor="end" font-size="17"')}`);
  const drawn = lines.map(({ colour, dashed, values }) => `<polyline fill="none" stroke="${colour}" stroke-width="4"${dashed ? ' stroke-dasharray="10 7"' : ''} points="${values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join(' ')}"/>`);
  const names = lines.map((line, i) => `<path d="M860 ${90 + 44 * i}h40" stroke="${line.colour}" stroke-width="4"${line.dashed ? ' stroke-dasharray="10 7"' : ''}/>${label(910, 96 + 44 * i, line.label, 'font-size="18"')}`);
  return svg(1136, 410, `${title} over ${epochs} epochs`, [...grid, ...drawn, ...names, label(70, 20, title, 'font-size="18"'), label(450, 398, `${epochs} epochs`, 'text-anchor="middle" font-size="18"')].join(''));
}

// rows: {name, value, ours?}, best first, each a dot on one axis.
export function dots(rows) {
  const values = rows.map(({ value }) => value), low = Math.floor(2 * Math.min(...values)) / 2, high = Math.ceil(2 * Math.max(...values)) / 2;
  const x = (v) => 460 + (560 * (v - low)) / (high - low);
  const body = rows.map(({ name, value, ours }, i) => {
    const y = 24 + 38 * i, colour = ours ? '#d55e00' : '#0072b2';
    return `<path d="M460 ${y}H1020" stroke="#e3e8ef"/>${label(446, y + 6, name, `text-anchor="end" font-size="18"${ours ? ' font-weight="bold"' : ''}`)}<circle cx="${x(value).toFixed(1)}" cy="${y}" r="8" fill="${colour}"/>${label((x(value) + 16).toFixed(1), y + 6, value.toFixed(2), 'font-size="18"')}`;
  });
  return svg(1136, 38 * rows.length + 12, rows.map(({ name, value }) => `${name} ${value.toFixed(2)}`).join(', '), body.join(''));
}

// {classes, rows: {true letter: {answer: count}}}: the wrong answers, the darker the more.
export function heat({ classes, rows }) {
  const names = [...classes], cell = 17, most = Math.max(...names.flatMap((t) => names.map((a) => (a === t ? 0 : rows[t][a] ?? 0))));
  const cells = names.flatMap((t, i) => names.map((a, k) => {
    const count = rows[t][a] ?? 0;
    const fill = t === a ? '#cfe3f1' : count ? `rgb(213 94 0 / ${(0.12 + 0.88 * Math.sqrt(count / most)).toFixed(2)})` : '#f4f6f9';
    return `<rect x="${24 + k * cell}" y="${24 + i * cell}" width="${cell - 1}" height="${cell - 1}" fill="${fill}"/>`;
  }));
  const heads = names.map((c, i) => label(24 + i * cell + cell / 2, 18, c, 'text-anchor="middle" font-size="13"') + label(12, 24 + i * cell + 13, c, 'text-anchor="middle" font-size="13"'));
  return svg(28 + names.length * cell, 28 + names.length * cell, 'wrong answers by true letter (rows) and answer (columns)', cells.join('') + heads.join(''));
}
