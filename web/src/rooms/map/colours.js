// colours.js - a colour for each of many classes, for either theme: hues a golden angle apart, in three lightnesses.
const GOLDEN = 137.508, DEGREES = 360;

// Hue in degrees, saturation and lightness 0..1: [r, g, b].
function rgb(h, s, l) {
  const a = s * Math.min(l, 1 - l);
  return [0, 8, 4].map((n) => {
    const k = (n + h / 30) % 12;
    return Math.round(255 * (l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

export function classColours(n, dark) {
  const lightness = dark ? [0.68, 0.56, 0.8] : [0.42, 0.3, 0.52];
  return Array.from({ length: n }, (_, i) => rgb((210 + i * GOLDEN) % DEGREES, 0.7, lightness[i % 3]));
}

// As ImageData's buffer holds it.
export const word = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
export const css = ([r, g, b]) => `rgb(${r},${g},${b})`;
