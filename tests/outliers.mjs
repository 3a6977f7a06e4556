// outliers.mjs - drawings that are no single letter: shapes, two letters side by side, letters with diacritics; as Quick,
// Draw! ndjson. Made in other ways than those the outlier detector was trained with (core/train/data/shapes.c and outliers.c):
// shapes from drawn paths, and some that training has not at all.
//
//     node tests/outliers.mjs shapes|pairs|diacritics [COUNT] [SEED] [LETTERS.ndjson[.gz]] > outliers.ndjson
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { randomStream } from '../web/src/shared/random.js';
import { flatten } from './letters/make_letters.mjs';

// Strokes on a square of 100, about as people draw them. The last five families are not in training.
const O = 'M50 5 C75 5 95 25 95 50 C95 76 74 95 50 95 C25 95 5 75 5 50 C5 26 24 6 52 5';
const SHAPES = {
  smiley: [
    [O, 'M35 35 L35 36', 'M65 35 L66 36', 'M28 60 C35 82 66 82 73 59'],
    [O, 'M34 28 L34 42', 'M66 28 L65 42', 'M27 62 C38 78 62 79 74 61'],
    [O, 'M33 36 L34 36', 'M66 35 L67 35', 'M48 45 L45 58 L52 58', 'M30 70 L70 71'],
  ],
  heart: [
    ['M50 30 C45 8 8 8 10 38 C12 62 38 78 50 95 C62 78 90 62 91 36 C90 8 56 8 50 31'],
    ['M50 28 C40 4 5 12 8 40 C12 64 40 76 51 94', 'M50 29 C60 4 95 12 92 40 C88 64 62 76 50 95'],
    ['M51 95 C40 78 8 66 8 36 C10 10 44 8 50 32 C56 8 92 10 92 38 C90 64 64 76 50 94'],
  ],
  triangle: [['M50 8 L92 90 L8 91 L51 9'], ['M10 12 L90 14 L51 92 L11 13'], ['M50 8 L8 90', 'M50 9 L92 91', 'M9 91 L92 90'], ['M12 8 L90 50 L12 93 L13 9']],
  square: [['M10 12 L90 11 L91 90 L11 91 L10 13'], ['M10 10 L11 90 L90 91', 'M10 10 L90 11 L90 92'], ['M8 30 L92 29 L91 72 L9 73 L8 31']],
  rhombus: [['M50 5 L92 50 L51 95 L8 51 L49 6'], ['M50 5 L20 50 L50 96', 'M50 6 L80 50 L51 95']],
  house: [['M15 45 L16 93 L85 92 L84 44', 'M6 48 L50 8 L95 47', 'M42 92 L42 65 L60 65 L60 92'], ['M15 92 L15 45 L50 10 L86 45 L86 93 L15 93', 'M15 45 L86 46']],
  arrow: [['M8 50 L92 50', 'M65 28 L92 50 L66 74'], ['M10 90 L90 12', 'M60 14 L91 11 L88 42'], ['M50 92 L50 10 L28 35', 'M50 10 L74 36'],
    ['M6 40 L55 40 L55 20 L95 50 L55 80 L55 60 L6 60 L6 41']],
  star: [['M20 95 L50 5 L80 95 L5 38 L95 38 L21 94'], ['M50 5 L61 38 L95 38 L68 58 L78 93 L50 72 L22 93 L32 58 L5 38 L39 38 L50 6']],
  sun: [['M50 30 C62 30 70 38 70 50 C70 62 61 70 50 70 C38 70 30 62 30 50 C30 39 38 30 51 30', 'M50 22 L50 4', 'M50 78 L50 96', 'M22 50 L4 50', 'M78 50 L96 50', 'M30 30 L17 17', 'M70 30 L83 17', 'M30 70 L17 83', 'M70 70 L84 84']],
  flower: [['M50 38 C56 38 60 42 60 48 C60 54 56 58 50 58 C44 58 40 54 40 48 C40 42 44 38 50 38',
    'M50 38 C35 20 45 6 50 6 C56 6 65 20 51 38', 'M59 44 C72 26 88 30 88 37 C88 44 78 52 60 48', 'M56 57 C76 62 78 74 72 78 C66 82 54 74 52 58', 'M45 57 C36 76 24 76 22 70 C20 62 32 54 42 54', 'M40 46 C18 42 12 34 16 28 C20 22 34 30 44 40']],
  fish: [['M8 50 C30 22 62 26 90 72', 'M8 50 C30 78 62 74 90 28', 'M26 46 L27 46'], ['M70 50 C58 22 20 24 8 50 C20 76 58 78 70 50 L94 26 L93 75 L70 51']],
  cloud: [['M22 70 C2 70 4 46 22 46 C20 24 48 20 52 36 C62 20 84 30 78 48 C98 48 98 72 78 70 L22 70']],
  figure: [['M50 5 C60 5 64 12 64 18 C64 26 58 31 50 31 C42 31 37 25 37 18 C37 11 42 5 50 5', 'M50 31 L50 66', 'M24 44 L77 43', 'M50 66 L30 96', 'M50 66 L71 95']],
  crossed: [[O, 'M20 20 L80 80', 'M80 20 L20 80'], [O, 'M50 5 L50 95', 'M5 50 L95 50'], ['M10 12 L90 11 L91 90 L11 91 L10 13', 'M10 12 L90 90', 'M90 12 L11 90'], [O, 'M50 28 C62 28 72 38 72 50 C72 63 62 72 50 72 C38 72 28 62 28 50 C28 38 38 28 51 28']],
  infinity: [['M50 50 C38 28 8 26 8 50 C8 74 38 72 50 50 C62 28 92 26 92 50 C92 74 62 72 50 50']],
  cat: [[O, 'M14 26 L12 2 L34 9', 'M67 9 L88 2 L86 26', 'M35 42 L36 42', 'M64 42 L65 42', 'M44 62 C48 68 52 68 56 62', 'M40 56 L4 50', 'M60 56 L96 51']],
  tree: [['M50 4 L22 40 L36 40 L12 74 L88 74 L64 40 L78 40 L50 5', 'M42 74 L42 95 L58 95 L58 74']],
  boat: [['M8 62 L24 88 L76 88 L92 62 L8 63', 'M50 62 L50 8 L84 54 L50 54']],
  cup: [['M14 20 L20 90 L68 90 L74 20 L14 21', 'M73 34 C98 32 96 66 70 64']],
  umbrella: [['M6 50 C10 8 90 8 94 50', 'M6 50 C16 40 26 40 35 50 C44 40 56 40 65 50 C74 40 84 40 94 50', 'M50 46 L50 86 C50 98 34 98 34 86']],
  lamp: [['M50 5 C78 5 86 34 66 56 L64 72 L37 72 L35 56 C14 34 24 5 51 5', 'M38 82 L62 82', 'M42 92 L58 92']],
  key: [['M26 28 C40 28 46 38 46 50 C46 62 38 70 27 70 C14 70 6 62 6 50 C6 38 14 28 27 28', 'M46 50 L94 50', 'M80 50 L80 66', 'M92 50 L92 68']],
};

const normal = (random) => Array.from({ length: 12 }, random).reduce((sum, x) => sum + x, -6);

// Turned, slanted, stretched, every corner a little elsewhere, the strokes not always in order.
function byHand(strokes, random) {
  const angle = 0.13 * normal(random), slant = 0.12 * normal(random), wide = Math.exp(0.15 * normal(random));
  const wave = Array.from({ length: 4 }, () => 6.28 * random()), high = 0.04 * random();
  const drawn = strokes.map((points) => {
    const [dx, dy] = [0.015 * normal(random), 0.015 * normal(random)];
    const placed = points.map(([px, py]) => {
      const u = px / 100 - 0.5, v = py / 100 - 0.5;
      const x = wide * (u + slant * v) + high * Math.sin(7 * v + wave[0]) + dx, y = v + high * Math.sin(7 * u + wave[1]) + dy;
      return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
    });
    return random() < 0.15 ? placed.reverse() : placed;
  });
  return random() < 0.15 ? drawn.reverse() : drawn;
}

const asDrawing = (strokes) => strokes.map((points) => [0, 1].map((d) => points.map((p) => Math.round(1000 * p[d]))));

// A path has 64 points a piece: as many as a pen gives are left, the ends among them.
const thin = (points) => points.filter((_, i) => i % 6 === 0 || i === points.length - 1);

function shape(random, i) {
  const names = Object.keys(SHAPES), family = names[i % names.length];
  const variants = SHAPES[family];
  const paths = variants[Math.floor(random() * variants.length)];
  return { family, drawing: asDrawing(byHand(paths.map((path) => thin(flatten(path))), random)) };
}

// A letter's points, 1 high or wide, and how wide it is.
function placed({ drawing }) {
  const xs = drawing.flatMap(([x]) => x), ys = drawing.flatMap(([, y]) => y);
  const left = Math.min(...xs), bottom = Math.max(...ys), top = Math.min(...ys);
  const size = Math.max(Math.max(...xs) - left, bottom - top, 1);
  return { strokes: drawing.map(([x, y]) => x.map((v, i) => [(v - left) / size, (y[i] - bottom) / size])),
    width: (Math.max(...xs) - left) / size, top: (top - bottom) / size };
}

// Two letters of one writer, side by side.
function pair(random, letters) {
  const one = letters[Math.floor(random() * letters.length)];
  const others = letters.filter((l) => l.writer === one.writer && l !== one);
  const other = others[Math.floor(random() * others.length)] ?? one;
  const [a, b] = [one, other].map(placed), scale = Math.exp(0.12 * normal(random)), gap = 0.1 + 0.25 * random();
  const moved = b.strokes.map((s) => s.map(([x, y]) => [scale * x + a.width + gap, scale * y + 0.05 * normal(random)]));
  return { family: 'pair', word: one.word + other.word, drawing: asDrawing([...a.strokes, ...moved]) };
}

const MARKS = {
  diaeresis: (r) => [[[-r, 0], [-r + 0.01, 0.01]], [[r, 0], [r + 0.01, 0.01]]],
  strokes: (r) => [[[-r, -0.05], [-r, 0.05]], [[r, -0.05], [r, 0.05]]],
  acute: (r) => [[[0.9 * r, -r], [0, 0], [-0.2 * r, 0.4 * r]]],
  grave: (r) => [[[-0.9 * r, -r], [0, 0], [0.2 * r, 0.4 * r]]],
  circumflex: (r) => [[[-1.2 * r, 0.5 * r], [0, -r], [1.2 * r, 0.5 * r]]],
  caron: (r) => [[[-1.2 * r, -0.8 * r], [0, 0.6 * r], [1.2 * r, -0.8 * r]]],
  tilde: (r) => [[[-1.5 * r, 0.2 * r], [-0.8 * r, -0.4 * r], [0, 0], [0.8 * r, 0.4 * r], [1.5 * r, -0.2 * r]]],
  ring: (r) => [Array.from({ length: 13 }, (_, i) => [0.7 * r * Math.cos(i / 2), 0.7 * r * Math.sin(i / 2)])],
};

// Not on what has a dot, or would be another letter with one.
function marked(random, letters, i) {
  const bare = letters.filter((l) => !'iIjJlL'.includes(l.word));
  const letter = bare[Math.floor(random() * bare.length)], { strokes, width, top } = placed(letter);
  const family = Object.keys(MARKS)[i % Object.keys(MARKS).length];
  const x = width / 2 + 0.04 * normal(random), y = top - 0.12 - 0.2 * random();
  const mark = MARKS[family](0.1 + 0.1 * random()).map((s) => s.map(([u, v]) => [x + u, y + v]));
  return { family, word: letter.word, drawing: asDrawing([...strokes, ...mark]) };
}

const KINDS = { shapes: shape, pairs: pair, diacritics: marked };

// count drawings: {family, word, drawing}, word: the letters that are in it. letters: {word, writer, drawing} to make them of.
export function outliers(kind, count, letters, seed = 1) {
  const random = randomStream(seed);
  return Array.from({ length: count }, (_, i) => (kind === 'shapes' ? shape(random, i) : KINDS[kind](random, letters, i)));
}

// The letters of a file of strokes.
export function readLetters(file) {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n').map((line) => JSON.parse(line));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind = 'shapes', count = 1000, seed = 1, file = fileURLToPath(new URL('letters/letters.ndjson', import.meta.url))] = process.argv.slice(2);
  process.stdout.write(outliers(kind, Number(count), readLetters(file), Number(seed)).map((s) => `${JSON.stringify(s)}\n`).join(''));
}
