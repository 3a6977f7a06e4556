// first_paint.js - in the head: a page opened from disk is there at once, so a browser that can wait
// (HTML, "render-blocking elements") paints it first when its script has run and it is whole, not
// in pieces before. From a server the pad is worth showing while the rest still comes.
import { LINK } from '../pad/codec.js';
import { askEarly } from './parts.js';

if (location.protocol === 'file:') {
  document.head.append(Object.assign(document.createElement('link'), { rel: 'expect', href: '#script', blocking: 'render' }));
}
askEarly('first', location.hash.startsWith(LINK));
