import { createRecognizer } from 'handwritten-letters';
import { createRecognizer as createInline } from 'handwritten-letters/inline';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from 'vue';
import ReactLetter from './ReactLetter.jsx';
import VueLetter from './VueLetter.vue';
import { A } from './strokes.js';

const say = (id, text) => { document.getElementById(id).textContent = text; };

createRoot(document.getElementById('react')).render(createElement(ReactLetter, { strokes: A }));
createApp(VueLetter, { strokes: A }).mount('#vue');
say('here', (await createRecognizer()).recognize(A).letter);
say('inline', (await createInline()).recognize(A).letter);

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => say('worker', data);
worker.postMessage(A);
