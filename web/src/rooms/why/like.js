// like.js - the sample letters that the network finds most like the drawing: nearest by cosine among the features
// that its last layers read, of both networks where both answer.
import { make } from '../../shared/dom.js';
import { withShare } from '../../shared/labels.js';
import { sampleTile } from '../../shared/sample_letters.js';

const SHOWN = 8;

const scaled = (values) => {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (v) => v / length);
};

// What each network's last layer reads, scaled to length 1: of the last answer, [picture's, trace's].
export function features(recognizer) {
  const maps = recognizer.activations();
  return maps.flatMap((map, i) => (map instanceof Int32Array ? [scaled(maps[i - 1])] : [])); // logits follow their features
}

// 1 where all features are the same; of the networks that both drawings have.
export function similarity(a, b) {
  const n = Math.min(a.length, b.length);
  let sum = 0;
  for (let k = 0; k < n; k++) for (let i = 0; i < a[k].length; i++) sum += a[k][i] * b[k][i];
  return sum / n;
}

export class Like {
  constructor(api) {
    this.api = api;
    this.known = null; // {sample, features} of every sample, by the model in use
    this.title = make('h4');
    this.lead = make('p.note');
    this.list = make('ol.why-like');
    this.root = make('section', this.title, this.lead, this.list);
  }

  translate() {
    this.title.textContent = this.api.words.likeTitle;
    this.lead.textContent = this.api.words.likeLead;
  }

  forget() {
    this.known = null;
    this.list.replaceChildren();
  }

  // A generator: a sample a step. own: a recogniser to ask; answer: the pad's, not empty; strokes or image: what it is of.
  * find(own, { strokes, image }) {
    if (!this.known) {
      const known = [];
      for (const sample of this.api.samples) {
        if (!own.recognizeStrokes(sample.strokes).empty) known.push({ sample, features: features(own) });
        yield;
      }
      this.known = known;
    }
    if (strokes) own.recognizeStrokes(strokes);
    else own.recognizeImage(image);
    const drawn = features(own);
    const near = this.known.map(({ sample, features: f }) => ({ sample, like: similarity(drawn, f) })).sort((a, b) => b.like - a.like);
    this.list.replaceChildren(...near.slice(0, SHOWN).map((found) => this.tile(found)));
  }

  tile({ sample, like }) {
    return sampleTile(this.api, sample, withShare(sample.letter, this.api.percent(like)));
  }
}
