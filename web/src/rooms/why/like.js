// like.js - the sample letters that the network finds most like the drawing, and the images of the reader's EMNIST
// where there are any: nearest by cosine among the features that its last layers read, of both networks where both answer.
import { make, paintImage } from '../../shared/dom.js';
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

// 1 where all features are the same, to the six digits that they have; of the networks that both drawings have.
export function similarity(a, b) {
  const n = Math.min(a.length, b.length);
  let sum = 0;
  for (let k = 0; k < n; k++) for (let i = 0; i < a[k].length; i++) sum += a[k][i] * b[k][i];
  return Math.round(1e6 * sum / n) / 1e6;
}

// {title, list, root} of a heading and what is nearest, in that order.
function shelf(...notes) {
  const title = make('h4'), list = make('ol.why-like');
  return { title, list, root: make('section', title, ...notes, list) };
}

export class Like {
  constructor(api) {
    this.api = api;
    this.known = null; // {sample, features} of every sample, by the model in use
    this.knownLent = []; // the same of the lent images, as far as they have been looked at
    this.lead = make('p.note');
    this.samples = shelf(this.lead);
    this.lent = shelf();
    this.root = make('div', this.samples.root, this.lent.root);
  }

  translate() {
    const { words } = this.api;
    this.samples.title.textContent = words.likeTitle;
    this.lead.textContent = words.likeLead;
    this.lent.title.textContent = words.likeLent;
    this.lent.root.hidden = !this.api.lent.length;
  }

  // Of another model.
  forget() {
    this.known = null;
    this.forgetLent();
    this.clear();
  }

  forgetLent() {
    this.knownLent = [];
    this.lent.root.hidden = !this.api.lent.length;
    this.lent.list.replaceChildren();
  }

  clear() {
    this.samples.list.replaceChildren();
    this.lent.list.replaceChildren();
  }

  // A generator: a sample or an image a step. own: a recogniser to ask; strokes or image: what the pad's answer is of.
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
    this.show(this.samples, this.known, drawn, (sample, said) => sampleTile(this.api, sample, said));
    const { api: { lent }, knownLent } = this;
    while (knownLent.length < lent.length) {
      const sample = lent[knownLent.length];
      own.recognizeImage(sample.image);
      knownLent.push({ sample, features: features(own) });
      yield;
    }
    this.show(this.lent, knownLent, drawn, (sample, said) => this.imageTile(sample, said));
  }

  show({ list }, known, drawn, tile) {
    const near = known.map(({ sample, features: f }) => ({ sample, like: similarity(drawn, f) })).sort((a, b) => b.like - a.like);
    list.replaceChildren(...near.slice(0, SHOWN).map(({ sample, like }) => tile(sample, withShare(sample.letter, this.api.percent(like)))));
  }

  imageTile({ image, name }, said) {
    const { put, strings } = this.api, canvas = make('canvas.sketch', { width: '28', height: '28', 'aria-hidden': 'true' });
    const button = make('button.sample-tile', { type: 'button', 'aria-label': `${said}. ${name()}. ${strings.putHint}` }, canvas, make('span', said));
    button.addEventListener('click', () => put({ image, name: name() }));
    requestAnimationFrame(() => paintImage(canvas, image)); // in the colour of its place
    return make('li', button);
  }
}
