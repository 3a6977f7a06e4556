// room.js - the model card as a page: made, at build time, of the measurements in
// weights/ and of nothing typed by hand.
import evaluation from '../../../../weights/evaluation.json';
import confusion from '../../../../weights/confusion.json';
import training from '../../../../weights/training.json';
import published from '../../../../weights/published.json';
import logText from '../../../../weights/letters.log.jsonl';
import { make } from '../../shared/dom.js';
import { dense, mistakes, perClass } from '../../shared/confusion.js';
import { Curves } from './curves.js';
import { Matrix } from '../../shared/matrix.js';
import { Pair } from './pair.js';
import { SCALE, publishedTable, testTable } from './tables.js';
import { SortedTable } from './sorted_table.js';

const log = logText.trim().split('\n').map((line) => JSON.parse(line));
const CHOSEN = log.reduce((best, entry, i) => (entry.score > (log[best].score ?? -1) ? i : best), 0) + 1;
const NAMED = 3; // of the commonest mistakes, in the summary
const TEST_NAMES = { 'merge37-test': 'evidenceMergeTest', 'letters-test': 'evidenceEmnistTest', 'unipen-test': 'evidencePenTest' };

const SIZES = { classes: confusion['merge37-test'].classes.length, groups: confusion['letters-test'].classes.length };

class EvidenceRoom {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.test = Object.keys(TEST_NAMES)[0];
    this.epoch = CHOSEN;
    this.unfolded = new Set(); // keys of the parts that are open
    this.matrix = new Matrix(api, (cell, walked) => this.pair.show(this.data, cell, !walked));
    this.pair = new Pair(api);
    this.body = make('div');
    this.mount.append(this.body);
    this.translate();
  }

  get data() {
    return dense(confusion[this.test]);
  }

  // A part that is unfolded on request; key: of its heading.
  fold(key, ...content) {
    const part = make('details.evidence-section', { 'data-part': key }, make('summary', make('h4', this.api.words[key])), ...content);
    part.open = this.unfolded.has(key);
    part.addEventListener('toggle', () => this.unfolded[part.open ? 'add' : 'delete'](key));
    return part;
  }

  note(text) {
    return make('p.note', text);
  }

  // Everything is made anew in another language: there is no state but the test that is chosen and the open parts.
  translate() {
    const { words } = this.api;
    this.matrix.translate();
    this.body.replaceChildren(
      make('p.room-lead', words.evidenceLead),
      this.summary(),
      ...this.confusions(),
      this.accuracy(),
      this.comparison(),
      ...this.trained(),
    );
    this.choose(this.test);
  }

  // A wide table may scroll, and then the keyboard must reach it.
  scrolling(title, table) {
    return make('div.evidence-scroll', { tabindex: '0', role: 'group', 'aria-label': this.api.fill(this.api.words.evidenceScrollTable, { title }) }, table);
  }

  // What most readers come for.
  summary() {
    const { words, fill, percent } = this.api;
    const { integer: { 'letters-test': scanned, 'merge37-test': told, 'unipen-test': pen }, drawing, model } = evaluation;
    const figures = [[scanned.accuracy_folded, words.evidenceSumScanned], [pen.accuracy_folded, words.evidenceSumPen],
      [told.accuracy, words.evidenceSumTold], [drawing.scribbles.reject_rate, words.evidenceSumScribbles]];
    const { classes, counts } = dense(confusion['merge37-test']);
    const worst = mistakes(counts, classes.length, NAMED).map(({ t, a }) => fill(words.evidenceSumAs, { t: classes[t], a: classes[a] }));
    const best = published.results.reduce((most, one) => (one.letters26 > most.letters26 ? one : most));
    return make('div.evidence-summary',
      make('dl.facts', ...figures.map(([share, what]) => make('div', make('dt', what), make('dd', percent(share, 1))))),
      make('p', fill(words.evidenceSumWorst, { worst: worst.join(', ') })),
      make('p', fill(words.evidenceSumBest, { name: best.name, best: percent(best.letters26 / 100, 1), times: Math.round(best.parameters / model.parameters) })));
  }

  accuracy() {
    const { words, fill, decimal } = this.api;
    return this.fold('evidenceTests',
      this.scrolling(words.evidenceTests, testTable(this.api, evaluation, published, SIZES)), this.note(words.evidenceTestsNote), this.note(words.evidenceTail),
      this.note(fill(words.evidenceCalibration, { ece: decimal(100 * evaluation.integer['merge37-test'].ece, 1) })));
  }

  comparison() {
    const { words, fill, decimal } = this.api;
    const scale = { low: decimal(SCALE.low, 1), high: decimal(SCALE.high, 1) };
    return this.fold('evidencePublished', this.note(fill(words.evidencePublishedNote, scale)),
      this.scrolling(words.evidencePublished, publishedTable(this.api, evaluation, published)));
  }

  confusions() {
    const { words } = this.api;
    this.pick = make('select', { id: 'evidence-test' });
    this.pick.append(...Object.entries(TEST_NAMES).map(([name, key]) => make('option', { value: name }, `${words[key]} (${name})`)));
    this.pick.addEventListener('change', () => this.choose(this.pick.value));
    this.classTable = new SortedTable(this.api, words.evidencePerClass);
    return [
      this.fold('evidenceConfusion',
        make('p.evidence-pick', make('label', { for: 'evidence-test' }, words.evidencePick), this.pick),
        make('div.evidence-columns', this.matrix.root, this.pair.root)),
      this.fold('evidencePerClass', this.note(words.evidencePerClassNote), this.scrolling(words.evidencePerClass, this.classTable.root)),
    ];
  }

  choose(test) {
    this.test = test;
    this.pick.value = test;
    const { classes, counts } = this.data;
    this.matrix.show(classes, counts);
    this.pair.show(this.data, this.matrix.cell);
    this.showClasses(classes, counts);
  }

  showClasses(classes, counts) {
    const { words, decimal } = this.api;
    const share = (v) => ({ value: v, text: decimal(100 * v, 2) });
    const columns = [words.evidenceClass, words.evidenceLetters, words.evidencePrecision, words.evidenceRecall, words.evidenceF1, words.evidenceRival];
    this.classTable.show(columns, perClass(counts, classes.length).map((row) => [
      { value: row.c, text: classes[row.c] }, { value: row.support, text: String(row.support) }, share(row.precision), share(row.recall), share(row.f1),
      { value: row.rivalCount, text: row.rival < 0 ? '' : `${classes[row.rival]} (${row.rivalCount})` }]));
  }

  curves() {
    const { words, decimal, fill } = this.api;
    const of = (key) => log.map((entry) => entry[key]);
    const accuracy = (v, axis) => decimal(100 * v, axis ? 0 : 2);
    const loss = (v, axis) => decimal(v, axis ? 2 : 3);
    const figures = [
      new Curves({ title: words.evidenceCurveAccuracy, read: accuracy, series: [
        { name: words.evidenceCurveImages, values: of('val_folded') }, { name: words.evidenceCurveStrokes, values: of('val_strokes_folded') },
        { name: words.evidenceCurveTrain, values: of('folded') }] }),
      new Curves({ title: words.evidenceCurveLoss, read: loss, series: [
        { name: words.evidenceCurveImages, values: of('val_loss') }, { name: words.evidenceCurveStrokes, values: of('val_strokes_loss') },
        { name: words.evidenceCurveTrain, values: of('loss') }] }),
    ];
    const slider = make('input', { type: 'range', id: 'evidence-epoch', min: '1', max: String(log.length), value: String(this.epoch) });
    const label = make('label', { for: 'evidence-epoch' });
    const mark = () => {
      this.epoch = Number(slider.value);
      const chosen = this.epoch === CHOSEN ? '' : ` (${fill(words.evidenceChosen, { epoch: CHOSEN })})`;
      label.textContent = fill(words.evidenceEpochSays, { epoch: this.epoch, n: log.length }) + chosen;
      slider.setAttribute('aria-valuetext', `${words.evidenceEpoch} ${this.epoch}`);
      for (const figure of figures) figure.mark(this.epoch);
    };
    slider.addEventListener('input', mark);
    mark();
    return make('div', make('div.evidence-slider', label, slider),
      make('div.evidence-columns', ...figures.map((figure) => figure.root)), this.note(words.evidenceCurveNote));
  }

  trained() {
    const { words, fill, decimal, strings } = this.api;
    const { description, validation, data, limits } = training.texts[strings.languageCode];
    const hours = log.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0) / 3600;
    const list = (lines) => make('ul', ...lines.map((line) => make('li', line)));
    const commands = [...training.commands, 'HWR_DATA=... node tools/report/model_card.mjs', 'node web/build.mjs'].join('\n\n');
    return [
      this.fold('evidenceLimits', list(limits)),
      this.fold('evidenceTraining', this.curves(),
        make('h5', words.evidenceRecipe), make('p', description),
        this.note(fill(words.evidenceRecipeFacts, { seed: training.seed, n: log.length, hours: decimal(hours, 1), validation })),
        make('h5', words.evidenceRepeat), this.note(words.evidenceRepeatNote),
        make('pre.evidence-commands', { tabindex: '0' }, commands)),
      this.fold('evidenceData', list(data)),
    ];
  }
}

export function open(mount, api) {
  const room = new EvidenceRoom(mount, api);
  return { translate: () => room.translate() };
}
