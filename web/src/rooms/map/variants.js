// variants.js - the sample letters, each in several slightly changed ways.
import { changeStrokes } from '../robust/changes.js';
import { randomStream } from '../../shared/random.js';

const SLANT = 16, TURN = 12, TREMBLE = 3; // most, in degrees and % of the letter

// samples: [{letter, strokes}]; the same, `times` as many, the unchanged ones first.
export function variants(samples, times, seed = 1) {
  const random = randomStream(seed), within = (most) => (2 * random() - 1) * most;
  const changed = Array.from({ length: times - 1 }, () => samples.map(({ letter, strokes }) =>
    ({ letter, strokes: changeStrokes(strokes, { slant: within(SLANT), rotation: within(TURN), tremble: random() * TREMBLE }) })));
  return [samples, ...changed].flat();
}
