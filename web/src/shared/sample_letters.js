// sample_letters.js - the page's sample letters, drawn small.
import { draw } from './dom.js';

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
