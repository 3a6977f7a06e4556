// trace_maps.js - which points of the pen's way speak for the letter and for the next best, by the second network alone.
import { make, say } from '../../shared/dom.js';
import { drawTrace, influence, peakOf } from '../../shared/trace.js';
import { traceScale } from '../../recognizer/model_file.js';

export class TraceMaps {
  constructor(api) {
    this.api = api;
    this.title = make('h4');
    this.lead = make('p.note');
    this.maps = [0, 1].map(() => {
      const name = make('h5'), canvas = make('canvas', { role: 'img' });
      return { name, canvas, element: make('div', name, canvas) };
    });
    this.pair = make('div.why-traces', ...this.maps.map((map) => map.element));
    this.root = make('section', this.title, this.lead, this.pair);
  }

  translate() {
    say(this.title, this.api.words.traceTitle);
  }

  // The answer's classes, the best two; own: the recogniser that is asked.
  update(own, answer, classes, colours) {
    const { api: { words, fill, recognizer, bytes, source }, maps } = this;
    const trace = answer && !answer.empty ? answer.trace : null;
    this.pair.hidden = !trace || !own;
    say(this.lead, !answer || answer.empty ? words.empty : trace ? words.traceLead
      : source === 'strokes' ? words.traceUnknown : words.traceNone);
    if (this.pair.hidden) return;
    const known = classes.filter((c) => c < recognizer.modelClasses); // a sign of the writer's own is none of the network's
    const weights = influence(own, trace, traceScale(bytes().modelBytes), known), peak = peakOf(weights.flatMap((w) => [...w]));
    maps.forEach(({ name, canvas, element }, k) => {
      const at = known.indexOf(classes[k]);
      element.hidden = at < 0;
      if (at < 0) return;
      const letter = recognizer.classes[classes[k]];
      say(name, fill(k ? words.secondTitle : words.answerTitle, { letter }));
      canvas.setAttribute('aria-label', fill(words.traceLabel, { letter }));
      drawTrace(canvas, trace, weights[at], peak, colours);
    });
  }
}
