// unipen.mjs - reads UNIPEN 1.0 (I. Guyon, L. Schomaker and others, ICPR 1994), as train_r01_v07 uses it: files under
// data/CATEGORY/ that include others under include/ and label spans of their pen strokes,
//
//     .INCLUDE apb/data/apb02/app0237.dat
//     .SEGMENT CHARACTER 0-1 ? "4"
//
// whose coordinates stand, y upwards, between .PEN_DOWN and the next keyword. Components are the pen's strokes on the
// paper, from 0; what it did in the air (.PEN_UP with coordinates) is neither counted nor kept.

const MAX_DEPTH = 8; // of files that include each other

// "0-1", "3", "0-1,5", and with points "2:10-3:4" -> [{from, to, first, last}], last point included; null: not one.
function delineation(text) {
  const spans = text.split(',').map((part) => {
    const found = part.match(/^(\d+)(?::(\d+))?(?:-(\d+)(?::(\d+))?)?$/);
    if (!found) return null;
    const [, from, first, to = from, last = to === from && found[3] === undefined ? first : undefined] = found;
    return { from: Number(from), to: Number(to), first: Number(first ?? 0), last: last === undefined ? Infinity : Number(last) };
  });
  return spans.includes(null) ? null : spans;
}

// text: a file's; include(path): the text of one that it includes, null where it is missing.
// -> {strokes: [[[x, ...], [y, ...]], ...], segments: [{level, spans, label}], missing: [path, ...]}
export function parseUnipen(text, include = () => null) {
  const out = { strokes: [], segments: [], missing: [] };
  let columns = [0, 1]; // of x and y, by .COORD
  let stroke = null;
  const keyword = (name, rest, depth) => {
    stroke = null;
    if (name === 'INCLUDE') {
      const inside = depth < MAX_DEPTH ? include(rest) : null;
      if (inside === null) out.missing.push(rest);
      else read(inside, depth + 1);
    } else if (name === 'COORD') {
      const names = rest.toUpperCase().split(/\s+/);
      if (names.includes('X') && names.includes('Y')) columns = [names.indexOf('X'), names.indexOf('Y')];
    } else if (name === 'PEN_DOWN') {
      out.strokes.push(stroke = [[], []]);
    } else if (name === 'SEGMENT') {
      const [, level, where, label] = rest.match(/^(\S+)\s+([\d:,-]+)\s+(?:[^\s"]+\s*)?"(.*)"/) ?? [];
      const spans = where && delineation(where);
      if (spans) out.segments.push({ level, spans, label: label.replace(/\\(.)/g, '$1') });
    }
  };
  const read = (lines, depth) => {
    for (const line of lines.split(/\r?\n|\r/)) {
      const found = line.match(/^\.(\w+)\s*(.*?)\s*$/);
      if (found) {
        keyword(found[1], found[2], depth);
      } else if (stroke) {
        const numbers = line.trim().split(/\s+/);
        const [x, y] = columns.map((c) => Number(numbers[c] || NaN));
        if (Number.isFinite(x) && Number.isFinite(y)) {
          stroke[0].push(x);
          stroke[1].push(-y);
        }
      }
    }
    stroke = null;
  };
  read(text, 0);
  return out;
}

// The strokes of a segment, without empty ones; null where it names one that is not there.
export function strokesOf(strokes, spans) {
  const drawing = [];
  for (const { from, to, first, last } of spans) {
    if (to >= strokes.length || from > to) return null;
    for (let i = from; i <= to; i++) {
      const cut = (list) => list.slice(i === from ? first : 0, i === to && last !== Infinity ? last + 1 : undefined);
      const stroke = strokes[i].map(cut);
      if (stroke[0].length > 0) drawing.push(stroke);
    }
  }
  return drawing;
}

// Moved to the origin and scaled: the longer side, or of a word the height, is 1000. null: no ink.
export function normalized(drawing, byHeight = false) {
  const range = (k) => drawing.reduce(([low, high], stroke) => stroke[k].reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [low, high]), [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [range(0), range(1)];
  const size = byHeight ? bottom - top : Math.max(right - left, bottom - top);
  if (!(size > 0)) return null;
  const place = (low) => (v) => Math.round(((v - low) * 1000) / size);
  return drawing.map(([xs, ys]) => [xs.map(place(left)), ys.map(place(top))]);
}

// A text's words, each letter of which has a segment of its own: letters are {label, spans} in the order of their
// first stroke -> [{word, letters: [[component, ...], ...]}], those alone that letters spell whole, without the marks
// around them.
export function wordsOf(texts, letters) {
  const out = [];
  const components = (spans) => spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  for (const { label, spans } of texts) {
    const inside = new Set(components(spans));
    let rest = letters.filter((l) => components(l.spans).every((i) => inside.has(i)));
    for (const written of label.split(/\s+/)) {
      const word = written.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, ''); // "Ct." is Ct
      if (!/^[A-Za-z]{2,}$/.test(word)) continue;
      const start = rest.findIndex((_, i) => [...word].every((c, k) => rest[i + k]?.label === c));
      if (start < 0) continue;
      out.push({ word, letters: rest.slice(start, start + word.length).map((l) => components(l.spans)) });
      rest = rest.slice(start + word.length);
    }
  }
  return out;
}
