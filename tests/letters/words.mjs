// words.mjs - words of the drawn sample letters, put side by side as in handwriting.
import { readFileSync } from 'node:fs';

const designs = readFileSync(new URL('letters.ndjson', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

// How a letter stands on its line, in x-heights: height and what is below.
const TALL = /[A-Zbdfhklt]/, BELOW = /[gjpqy]/, DOTTED = /[ijt]/;

// The first drawing of each letter, scaled as in handwriting; with late, the dots of i and j and the bars of t come last.
export function write(word, { late = false } = {}) {
  const strokes = [], after = [];
  let x = 0;
  [...word].forEach((letter, place) => {
    const { drawing } = designs.find((d) => d.word === letter);
    const ys = drawing.flatMap((s) => s[1]), xs = drawing.flatMap((s) => s[0]);
    const height = (TALL.test(letter) || letter === 'i' ? 1.8 : 1) + (BELOW.test(letter) && letter !== 'j' ? 0.9 : 0);
    const scale = (height * 100) / (Math.max(...ys) - Math.min(...ys));
    const top = BELOW.test(letter) ? 90 : 180 - height * 100 + 10, left = Math.min(...xs), low = Math.min(...ys);
    drawing.forEach((s, i) => {
      const stroke = [s[0].map((v) => (v - left) * scale + x), s[1].map((v) => (v - low) * scale + top)];
      (late && i > 0 && DOTTED.test(letter) ? after : strokes).push({ place, stroke });
    });
    x += (Math.max(...xs) - left) * scale + 40;
  });
  const all = [...strokes, ...after];
  return { word, letters: all.map((s) => s.place), drawing: all.map((s) => s.stroke) };
}
