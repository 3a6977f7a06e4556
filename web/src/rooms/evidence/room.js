// room.js - the model card as a page: made, at build time, of the measurements in
// weights/ and of nothing typed by hand.
import evaluation from '../../../../weights/evaluation.json';
import confusion from '../../../../weights/confusion.json';
import training from '../../../../weights/training.json';
import published from '../../../../weights/published.json';
import logText from '../../../../weights/letters.log.jsonl';
import { make } from '../../shared/dom.js';
import { dense, perClass } from '../../shared/confusion.js';
import { Curves } from './curves.js';
import { Matrix } from '../../shared/matrix.js';
import { Pair } from './pair.js';
import { SCALE, publishedTable, testTable } from './tables.js';
import { SortedTable } from './sorted_table.js';

const log = logText.trim().split('\n').map((line) => JSON.parse(line));
const CHOSEN = log.reduce((best, entry, i) => (entry.score > (log[best].score ?? -1) ? i : best), 0) + 1;
const TEST_NAMES = { 'merge37-test': 'evidenceMergeTest', 'letters-test': 'evidenceEmnistTest', 'unipen-test': 'evidencePenTest' };

const SIZES = { classes: confusion['merge37-test'].classes.length, groups: confusion['letters-test'].classes.length };

class EvidenceRoom {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.test = Object.keys(TEST_NAMES)[0];
    this.epoch = CHOSEN;
    this.matrix = new Matrix(api, (cell) => this.pair.show(this.data, cell));
    this.pair = new Pair(api);
    this.body = make('div');
    this.mount.append(this.body);
    this.translate();
  }

  get data() {
    return dense(confusion[this.test]);
  }

  // A heading and what is under it.
  section(title, ...content) {
    return make('section.evidence-section', make('h4', title), ...content);
  }

  note(text) {
    return make('p.note', text);
  }

  // Everything is made anew in another language: there is no state but what the tests show.
  translate() {
    const { words } = this.api;
    this.matrix.translate();
    this.body.replaceChildren(
      make('p.room-lead', words.evidenceLead),
      this.accuracy(),
      this.comparison(),
      this.confusions(),
      this.trained(),
    );
    this.choose(this.test);
  }

  // A wide table may scroll, and then the keyboard must reach it.
  scrolling(title, table) {
    return make('div.evidence-scroll', { tabindex: '0', role: 'group', 'aria-label': this.api.fill(this.api.words.evidenceScrollTable, { title }) }, table);
  }

  accuracy() {
    const { words, fill, decimal } = this.api;
    return this.section(words.evidenceTests,
      this.scrolling(words.evidenceTests, testTable(this.api, evaluation, published, SIZES)), this.note(words.evidenceTestsNote), this.note(words.evidenceTail),
      this.note(fill(words.evidenceCalibration, { ece: decimal(100 * evaluation.integer['merge37-test'].ece, 1) })));
  }

  comparison() {
    const { words, fill, decimal } = this.api;
    const scale = { low: decimal(SCALE.low, 1), high: decimal(SCALE.high, 1) };
    return this.section(words.evidencePublished, this.note(fill(words.evidencePublishedNote, scale)),
      this.scrolling(words.evidencePublished, publishedTable(this.api, evaluation, published)));
  }

  confusions() {
    const { words } = this.api;
    this.pick = make('select', { id: 'evidence-test' });
    this.pick.append(...Object.entries(TEST_NAMES).map(([name, key]) => make('option', { value: name }, `${words[key]} (${name})`)));
    this.pick.addEventListener('change', () => this.choose(this.pick.value));
    this.classTable = new SortedTable(this.api, words.evidencePerClass);
    return make('div',
      this.section(words.evidenceConfusion,
        make('p.evidence-pick', make('label', { for: 'evidence-test' }, words.evidencePick), this.pick),
        make('div.evidence-columns', this.matrix.root, this.pair.root)),
      this.section(words.evidencePerClass, this.note(words.evidencePerClassNote), this.scrolling(words.evidencePerClass, this.classTable.root)));
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

  // The model card's own sentences are in English.
  trained() {
    const { words, fill, decimal } = this.api;
    const hours = log.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0) / 3600;
    const list = (lines) => make('ul', { lang: 'en' }, ...lines.map((line) => make('li', line)));
    const commands = [...training.commands, 'HWR_DATA=... node tools/report/model_card.mjs', 'node web/build.mjs'].join('\n\n');
    return this.section(words.evidenceTraining, this.curves(),
      make('h5', words.evidenceRecipe), make('p', { lang: 'en' }, training.description),
      this.note(fill(words.evidenceRecipeFacts, { seed: training.seed, n: log.length, hours: decimal(hours, 1), validation: training.validation })),
      make('h5', words.evidenceData), list(training.data),
      make('h5', words.evidenceLimits), list(training.limits),
      make('h5', words.evidenceRepeat), this.note(words.evidenceRepeatNote),
      make('pre.evidence-commands', { tabindex: '0' }, commands));
  }
}

export function open(mount, api) {
  const room = new EvidenceRoom(mount, api);
  return { translate: () => room.translate() };
}
