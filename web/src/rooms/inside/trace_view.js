// trace_view.js - the trace, coloured by what each of its points does for the answer; and what both networks say,
// alone and together.
import { make, say } from '../../shared/dom.js';
import { FEATURES, POINTS, blankTrace, drawTrace, influence, peakOf } from '../../shared/trace.js';
import { watchSeen } from './seen.js';

const best = (values) => values.indexOf(Math.max(...values));

export class TraceView {
  constructor(model, api, shades) {
    Object.assign(this, { model, api, shades });
    this.head = make('header', make('h4'), make('b', `${POINTS} × ${FEATURES}`));
    this.text = make('p.note');
    this.canvas = make('canvas.inside-trace', { role: 'img' });
    this.verdict = make('p');
    this.element = make('section.inside-layer', this.head, this.text, this.canvas, this.verdict);
    this.look = null;
    this.seen = watchSeen(this.element, () => this.paint(this.look));
  }

  translate() {
    const { words } = this.api;
    say(this.head.children[0], words.traceName);
    say(this.text, words.traceText);
    this.canvas.setAttribute('aria-label', words.traceLabel);
  }

  // look: as the inspector's, or null where nothing is drawn.
  paint(look) {
    this.look = look;
    if (!this.seen.now) return;
    blankTrace(this.canvas);
    const { words, fill } = this.api;
    const { trace } = look?.answer ?? {};
    if (!trace) {
      say(this.verdict, look ? words.traceNone : '');
      return;
    }
    const { answer, activations } = look, { labels, pictureLayers, traceScale } = this.model;
    say(this.verdict, fill(words.traceVerdict, { picture: labels[best(activations[pictureLayers - 1])],
      trace: labels[best(activations[activations.length - 1])], both: answer.letter }));
    const [weights] = influence(this.api.recognizer, trace, traceScale, [answer.best]);
    drawTrace(this.canvas, trace, weights, peakOf(weights), this.shades.colours);
  }
}
