// sample_letters.js - the page's sample letters: which class they belong to, and drawn small.
import { draw } from './dom.js';

// Does a sample belong to a class's letter? A small letter without a class of its own is
// its capital's; folded, each is its capital's.
export function belongs(sample, letter, classes) {
  const own = classes.includes(sample.letter) ? sample.letter : sample.letter.toUpperCase();
  return own === letter;
}

export function sketch(strokes) {
  const all = strokes.flat();
  const range = (axis) => {
    const values = all.map((p) => p[axis]);
    return [Math.min(...values), Math.max(...values)];
  };
  const [[left, right], [top, bottom]] = [range('x'), range('y')];
  const scale = 76 / Math.max(right - left, bottom - top, 0.01);
  const at = ({ x, y }) => `${(50 + (x - (left + right) / 2) * scale).toFixed(1)} ${(50 + (y - (top + bottom) / 2) * scale).toFixed(1)}`;
  return draw('svg', { viewBox: '0 0 100 100', 'aria-hidden': 'true', class: 'sketch' },
    ...strokes.map((s) => draw('path', { d: `M${(s.length > 1 ? s : [s[0], s[0]]).map(at).join('L')}` })));
}
