// galleries.js - of all points, or of one class: the most typical, the oddest, and those whose label the network doubts.
import { make, paintImage } from '../../shared/dom.js';

const SHOWN = 12, SURE = 0.9; // images of a gallery; how sure a wrong answer is that casts doubt on the label

// {typical, odd, doubted}: points of class only, of all for -1.
export function galleries({ n, targets, answers, confidences, typical }, only) {
  const own = Array.from({ length: n }, (_, i) => i).filter((i) => only < 0 || targets[i] === only);
  const by = (value) => own.slice().sort((a, b) => value(b) - value(a));
  return { typical: by((i) => typical[i]).slice(0, SHOWN), odd: by((i) => -typical[i]).slice(0, SHOWN),
    doubted: by((i) => confidences[i]).filter((i) => targets[i] !== answers[i] && confidences[i] >= SURE).slice(0, SHOWN) };
}

export class Galleries {
  // card says what a point is (card.js); choose(i) is called for one that is pressed.
  constructor(api, card, choose) {
    Object.assign(this, { api, card, choose });
    this.titles = [make('h4'), make('h4'), make('h4')];
    this.lists = this.titles.map(() => make('ul.map-tiles'));
    this.summary = make('summary');
    this.root = make('details.map-galleries', this.summary, ...this.titles.flatMap((title, i) => [title, this.lists[i]]));
    this.root.addEventListener('toggle', () => this.paint());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
  }

  show(points, only) {
    Object.assign(this, { points, only });
    this.paint();
  }

  paint() {
    if (!this.points || !this.root.open) return;
    const { typical, odd, doubted } = galleries(this.points, this.only);
    [typical, odd, doubted].forEach((all, k) => {
      this.lists[k].replaceChildren(...(all.length ? all.map((i) => this.tile(i)) : [make('li', this.api.words.mapNone)]));
      [...this.lists[k].querySelectorAll('canvas')].forEach((canvas, at) => paintImage(canvas, this.card.imageOf(all[at])));
    });
  }

  tile(i) {
    const { classes, targets, answers } = this.points, text = this.card.textOf(i);
    const caption = targets[i] === answers[i] ? classes[targets[i]] : `${classes[targets[i]]} → ${classes[answers[i]]}`;
    const button = make('button', { type: 'button', title: text, 'aria-label': text }, make('canvas', { width: 28, height: 28 }), make('span', caption));
    button.addEventListener('click', () => this.choose(i));
    return make('li', button);
  }

  translate() {
    const { words } = this.api;
    this.summary.textContent = words.mapGalleries;
    [words.mapTypical, words.mapOdd, words.mapDoubted].forEach((text, i) => { this.titles[i].textContent = text; });
    this.paint();
  }
}
