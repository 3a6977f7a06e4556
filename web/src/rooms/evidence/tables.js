// tables.js - the accuracy on each test, and the published results with ours in
// its place among them.
import { draw, make } from '../../shared/dom.js';
import { interval } from '../../shared/confusion.js';
import { grouped } from '../../shared/numbers.js';

// [test, measure, key of evaluation.json, key of published.json]
const FIGURES = [
  ['letters-test', 'evidenceFolded', 'accuracy_folded', 'letters26'],
  ['merge37-test', 'evidenceClasses', 'accuracy', 'merge37'],
  ['merge37-test', 'evidenceFolded', 'accuracy_folded', 'merge37_folded'],
  ['merge37-test', 'evidenceTop2', 'top2', 'merge37_top2'],
  ['unipen-test', 'evidenceFolded', 'accuracy_folded', 'unipen'],
];
const TITLES = { 'letters-test': 'evidenceEmnistTest', 'merge37-test': 'evidenceMergeTest', 'unipen-test': 'evidencePenTest' };
const LETTERS_TEST_IMAGES = 20800; // of the official file, for the intervals of others
export const SCALE = { low: 94.5, high: 96.5, width: 220, height: 22 };

// On a narrow screen a row becomes a block, and each cell says what it is (data-name).
const cell = (name, ...content) => make('td', { 'data-name': name }, ...content);
const headings = (names) => make('thead', make('tr', ...names.map((text) => make('th', { scope: 'col' }, text))));

// sizes: {classes, groups} of the model.
export function testTable(api, { integer, float }, { results }, sizes) {
  const { words, decimal, fill } = api;
  const demo = results.find(({ unipen }) => unipen);
  const rows = FIGURES.map(([test, measure, key, theirs]) => {
    const { n } = integer[test], share = integer[test][key];
    const [low, high] = interval(share, n).map((v) => decimal(100 * v, 2));
    return make('tr', make('th', { scope: 'row' }, make('span', words[TITLES[test]]), make('small', test)),
      cell(words.evidenceLetters, grouped(n, api.strings.thousands)), make('td.words', fill(words[measure], sizes)),
      cell(`${words.evidenceModel}, %`, make('b', decimal(100 * share, 2))), cell(words.evidenceInterval, `${low}–${high}`),
      cell(`${words.evidenceFloat}, %`, float[test] ? decimal(100 * float[test][key], 2) : '–'), cell(`${words.evidenceDemo}, %`, decimal(demo[theirs], 2)));
  });
  return make('table.evidence-table.measured', make('caption.unseen', words.evidenceTests),
    headings([words.evidenceTest, words.evidenceLetters, words.evidenceMeasure, `${words.evidenceModel}, %`, words.evidenceInterval, `${words.evidenceFloat}, %`, `${words.evidenceDemo}, %`]),
    make('tbody', ...rows));
}

// A dot with its interval, on one scale for all rows.
function dot(api, accuracy, ours) {
  const { words, fill, decimal } = api;
  const x = (v) => 6 + ((v - SCALE.low) / (SCALE.high - SCALE.low)) * (SCALE.width - 12);
  const [low, high] = interval(accuracy / 100, LETTERS_TEST_IMAGES).map((v) => 100 * v);
  const middle = SCALE.height / 2;
  const grid = [];
  for (let v = SCALE.low; v <= SCALE.high; v += 0.5) grid.push(draw('line', { class: 'dot-grid', x1: x(v), x2: x(v), y1: 0, y2: SCALE.height }));
  const label = fill(words.evidenceChartSpoken, { accuracy: decimal(accuracy, 2), low: decimal(low, 2), high: decimal(high, 2) });
  const mark = high < SCALE.low
    ? [draw('text', { class: 'dot-off', x: 4, y: middle + 4 }, `◂ ${words.evidenceOffScale}`)]
    : [draw('line', { class: 'dot-bar', x1: x(Math.max(low, SCALE.low)), x2: x(Math.min(high, SCALE.high)), y1: middle, y2: middle }),
      ours ? draw('rect', { class: 'dot-ours', x: x(accuracy) - 5, y: middle - 5, width: 10, height: 10, transform: `rotate(45 ${x(accuracy)} ${middle})` })
        : draw('circle', { class: 'dot', cx: x(accuracy), cy: middle, r: 4 })];
  return draw('svg', { viewBox: `0 0 ${SCALE.width} ${SCALE.height}`, class: ours ? 'dots ours' : 'dots', role: 'img', 'aria-label': label }, ...grid, ...mark);
}

export function publishedTable(api, { integer, model }, { results }) {
  const { words, decimal, strings } = api;
  const ours = { name: words.evidenceOurs, letters26: 100 * integer['letters-test'].accuracy_folded, parameters: model?.parameters, source: words.evidenceOursSource, ours: true };
  const remark = ({ picked, seen, other_split: split }) =>
    [picked && words.evidencePicked, seen && words.evidenceSeen, split && words.evidenceOtherSplit].filter(Boolean).join('; ');
  const rows = [ours, ...results].sort((x, y) => y.letters26 - x.letters26).map((r) => ({ ...r, ...r[strings.languageCode] })).map((r) => make('tr', r.ours ? { class: 'ours' } : {},
    make('th', { scope: 'row' }, r.name), make('td', make('b', decimal(r.letters26, 2))),
    make('td.dot-cell', dot(api, r.letters26, r.ours)), cell(words.evidenceParameters, r.parameters ? grouped(r.parameters, api.strings.thousands) : '–'),
    make('td.words', make('span', r.source), make('small', remark(r)))));
  const scale = `${decimal(SCALE.low, 1)} – ${decimal(SCALE.high, 1)} %`;
  return make('table.evidence-table.published', make('caption.unseen', words.evidencePublished),
    headings([words.evidenceNetwork, `${words.evidenceAccuracy}, %`, scale, words.evidenceParameters, words.evidenceSource]), make('tbody', ...rows));
}
