// idl.js - runs idlharness.js over @webref/idl's text and leaves window.results: [name, message of the failure].
import { install } from '../node_modules/handwritten-letters/polyfill.js';

setup({ explicit_done: true, output: false });
add_completion_callback((tests) => {
  window.results = tests.map(({ name, status, PASS, message }) => [name, status === PASS ? null : String(message)]);
});

await install();
window.recognizer = await navigator.createHandwritingRecognizer({ languages: ['en'] });
// It fetches /interfaces/NAME.idl; its own setup is a subtest as well.
idl_test(['handwriting-recognition'], ['hr-time', 'html'], (idls) => idls.add_objects({
  Navigator: ['navigator'],
  HandwritingRecognizer: ['recognizer'],
  HandwritingDrawing: ['recognizer.startDrawing()'],
  HandwritingStroke: ['new HandwritingStroke()'],
}));
done();
