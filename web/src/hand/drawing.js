// drawing.js - an example's drawing, small.
import { draw } from '../shared/dom.js';

const SIDE = 255;

const pathOf = (points) => `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}${points.length === 1 ? 'h0' : ''}`;

// strokes of {x, y} in 0..255, or null for an example taught by a picture.
export function miniature(strokes) {
  return draw('svg', { viewBox: `-16 -16 ${SIDE + 32} ${SIDE + 32}`, 'aria-hidden': 'true', class: 'miniature' },
    ...(strokes ?? []).map((points) => draw('path', { d: pathOf(points) })));
}
