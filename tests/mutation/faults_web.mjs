// faults_web.mjs - faults in the page's scripts.
export default {
  'web/src/pad/history.js': { suites: 'node/page/pad.test.mjs', faults: [
    ['redo after a new stroke', '    this.future = [];\n    this.strokes = strokes;', '    this.strokes = strokes;'],
    ['a reach of twice as far', '<= reach * reach)', '<= 4 * reach * reach)'],
    ['the distance to the line, not the segment', 'const t = Math.max(0, Math.min(1, along));', 'const t = along;'],
    ['segments from the first point', 'stroke[Math.max(i - 1, 0)], p)', 'stroke[0], p)'],
    ['an eraser that never misses', 'if (left.length === this.strokes.length) return false;', ''],
    ['clearing that cannot be undone', 'if (this.strokes.length) this.change([]);', 'this.strokes = [];'],
    ['a discarded stroke that stays in the past', 'this.strokes = this.past.pop();\n  }\n\n  // Takes away', 'this.strokes = this.strokes.slice(0, -1);\n  }\n\n  // Takes away'],
    ['redo forgets the way back', 'this.past.push(this.strokes);\n    this.strokes = this.future.pop();', 'this.strokes = this.future.pop();'],
  ] },
  'web/src/rooms/map/pca.js': { suites: 'node/page/map.test.mjs', faults: [
    ['a covariance of the rows as they are', 'centred[a] = rows[i * d + a] - mean[a];', 'centred[a] = rows[i * d + a];'],
    ['one sweep', 'SWEEPS = 30,', 'SWEEPS = 1,'],
    ['the smallest directions', 'sort((a, b) => values[b] - values[a])', 'sort((a, b) => values[a] - values[b])'],
    ['rows not centred', '(rows[i * d + a] - mean[a]) * vectors', 'rows[i * d + a] * vectors'],
  ] },
  'web/src/rooms/map/neighbours.js': { suites: 'node/page/map.test.mjs', faults: [
    ['one direction', 'if (value < distance[j * k + k - 1]) insert(index, distance, j * k, k, i, value);', ''],
    ['far ones first', 'distance[place - 1] > value)', 'distance[place - 1] < value)'],
    ['squares for distances', 'distance[i] = Math.sqrt(distance[i]);', ';'],
  ] },
  'web/src/rooms/map/umap.js': { suites: 'node/page/map.test.mjs', faults: [
    ['widths not fitted', 'if (sum > target) high = sigma;', 'if (sum > target) low = sigma;'],
    ['edges of one direction', 'before + w - before * w', 'w'],
    ['no push', 'k < negative; k++', 'k < 0; k++'],
    ['no pull', 'const pull = (-2 * A)', 'const pull = (-0 * A)'],
    ['random numbers of the browser', 'const random = randomStream(seed);', 'const random = Math.random;'],
  ] },
  'web/src/rooms/map/mapping.js': { suites: 'node/page/map.test.mjs', faults: [
    ['pixels of one row', 'image[at] + image[at + 1] + image[at + SIDE] + image[at + SIDE + 1]', '2 * (image[at] + image[at + 1])'],
    ['centres of another model', 'if (modelKey(modelBytes) !== CENTRES.model) return null;', ''],
    ['company with itself as rival', '(other !== c && n >', '(n >'],
  ] },
  'web/src/pad/pad.js': { suites: 'node/page/pad.test.mjs', faults: [
    ['a palm draws', ' || event.width > PALM_WIDTH) return false;', ') return false;'],
    ['fingers right after a pen', 'event.timeStamp - this.penSeen < PALM_MS ||', ''],
    ['any pointer cancels', 'if (event.pointerId === this.active?.id) this.finish();', 'this.finish();'],
    ['any pointer ends', '  up(event) {\n    if (event.pointerId !== this.active?.id) return;', '  up(event) {\n    if (!this.active) return;'],
    ['any pointer draws', 'this.notePen(event);\n    if (event.pointerId !== this.active?.id) return;', 'this.notePen(event);\n    if (!this.active) return;'],
    ['a dot that trembles', 'if (stroke && this.isTap(stroke)) stroke.length = 1;', ''],
    ['the eraser end draws', ' || (event.buttons & ERASER_BUTTONS) !== 0;', ';'],
    ['a reach of the mouse for fingers', 'touch: 22 };', 'touch: 12 };'],
    ['points without end', ' && !this.full()) stroke.push(point);', ') stroke.push(point);'],
    ['two fingers at once', "return !type || type === 'keys' ||", "return !type || type === 'keys' || type === 'touch' ||"],
    ['a pen that does not take over', 'if (this.active.stroke) this.drawing.discard(this.active.stroke);', ''],
  ] },
  'web/src/pad/codec.js': { suites: 'node/page/codec.test.mjs', faults: [
    ['text of any length', 'text.length > MAX_TEXT || ', ''],
    ['a tail', 'return broken || at !== bytes.length ? null : strokes;', 'return broken ? null : strokes;'],
    ['coordinates of any size', 'if (Math.abs(last.x) > limit || Math.abs(last.y) > limit) return null;', ''],
    ['more points than it reads', 'if (total > MAX_POINTS || strokes.length > MAX_STROKES) return', 'if (strokes.length > MAX_STROKES) return'],
    ['foreign characters', 'if (value < 0) return null;', '',
      { survives: 'they become three bytes of ones, a number past every limit, which is refused' }],
  ] },
  'web/src/pad/importing.js': { suites: 'node/page/importing.test.mjs', faults: [
    ['unequal lists', ' || xs.length !== ys.length) return null;', ') return null;'],
    ['any number', "typeof v === 'number' && Math.abs(v) < MAX_COORDINATE", "typeof v === 'number'"],
    ['the aspect lost', 'y: (y - top) / size })', 'y: (y - top) / (bottom - top || 1) })'],
    ['strokes without end', ' || drawn.length > MAX_STROKES) throw', ') throw'],
  ] },
  'web/src/pad/opening.js': { suites: 'node/page/opening.test.mjs', faults: [
    ['an older file shown last', 'return order === this.order ? found() : undefined;', 'return found();'],
    ['large files read', 'if (file.size > MAX_BYTES) return', 'if (false) return'],
  ] },
  'web/src/recognizer/recognizer.js': { suites: 'node/recognizer/wrong_vectors.test.mjs', faults: [
    ['an outlier score that is not tested', "if (got.outlierScore !== outlierScore) return differs('outlier score');", ''],
    ['a softmax that is not tested', "if (hashProbabilities(got) !== probabilitiesHash) return differs('probabilities');", ''],
    ['pictures that are not tested', 'return !pictureHash ||', 'return true ||'],
  ] },
  'web/build_golden.mjs': { suites: 'node/recognizer/wrong_vectors.test.mjs', faults: [
    ['letters that notice less', "['p', 'E', 'i', 'F', 'c']", "['B', 'g', 'i', 'W', 'c']"],
  ] },
  'web/src/rooms/emnist/idx.js': { suites: 'node/page/idx.test.mjs', faults: [
    ['more than the header says', "throw new IdxError('idxTooLong'", "if (0) throw new IdxError('idxTooLong'"],
    ['cut short', 'if (blocks.at < blocks.total) {', 'if (false) {'],
  ] },
};
