// hand_speed.mjs - what a full hand costs in Node: answers with and without 200 examples, in turns, and teaching.
//
//     node tests/bench/hand_speed.mjs [--examples 200] [--rounds 31]
//
// One JSON object on stdout: times in microseconds, ratio: the median over rounds, and its least and most.
import { parseArgs } from 'node:util';
import { openRecognizer, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { makeLetters } from '../letters/make_letters.mjs';
import { letters, modelBytes, simdBytes } from '../node/artifacts.mjs';
import { alternate, ratio, summarize } from './stats.mjs';

const { values } = parseArgs({ options: { examples: { type: 'string', default: '200' }, rounds: { type: 'string', default: '31' } } });
const open = () => openRecognizer({ build: 'simd', wasmBytes: simdBytes, modelBytes });
const [plain, taught] = await Promise.all([open(), open()]);
const wanted = Number(values.examples), teaching = [];
taught.hand.start();
for (let seed = 1; taught.hand.examples().length < wanted; seed++) {
  for (const { drawing } of makeLetters(seed)) {
    if (taught.hand.examples().length >= wanted) break;
    const { second } = taught.recognizeStrokes(strokesFromDrawing(drawing));
    const start = performance.now();
    taught.hand.teach(second, 0);
    teaching.push(performance.now() - start);
  }
}
const drawn = letters.map(({ drawing }) => strokesFromDrawing(drawing));
const answering = (name, recognizer) => ({ name, run: (i) => recognizer.recognizeStrokes(drawn[i % drawn.length]) });
const times = await alternate([answering('plain', plain), answering('taught', taught)], { rounds: Number(values.rounds), block: 200, warm: 20 });
const us = (all) => summarize(all.map((ms) => 1000 * ms));
console.log(JSON.stringify({
  examples: taught.hand.examples().length, bytes: taught.hand.save().length, teaching: us(teaching),
  plain: us(times.plain.flat()), taught: us(times.taught.flat()), ratio: ratio(times.taught, times.plain),
}, null, 2));
