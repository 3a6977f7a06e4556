// sample_letters.js - the page's sample letters, drawn small.
import { draw, make } from './dom.js';

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

// A list's item with a sample, what is said of it, and a press that puts it on the pad. api: of a room.
export function sampleTile({ fill, strings, put }, { letter, strokes }, said) {
  const name = fill(strings.sampleOf, { letter });
  const button = make('button.sample-tile', { type: 'button', 'aria-label': `${said}. ${name}. ${strings.putHint}` }, sketch(strokes), make('span', said));
  button.addEventListener('click', () => put({ strokes, name }));
  return make('li', button);
}
