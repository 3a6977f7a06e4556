// dom.js - elements in one line, for rooms.

// node('p.note', 'text', child, ...): a tag with classes, and what is in it.
export function node(what, ...content) {
  const [tag, ...classes] = what.split('.');
  const e = document.createElement(tag);
  if (classes.length) e.className = classes.join(' ');
  e.append(...content);
  return e;
}

// Text that is there already is left alone: the browser would lay it out again.
export function say(e, text) {
  if (e.textContent !== text) e.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';

function complete(e, { text, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  if (text !== undefined) e.textContent = text;
  e.append(...children.filter(Boolean));
  return e;
}

// make('p', { class: 'note', text: '...' }, child, ...); null children are left out.
export function make(tag, attributes = {}, ...children) {
  return complete(document.createElement(tag), attributes, children);
}

// The same for SVG.
export function draw(tag, attributes = {}, ...children) {
  return complete(document.createElementNS(SVG, tag), attributes, children);
}

// 28 x 28 bytes, 255 = ink, in the colour of the canvas's text. ink(i) may give another
// [r, g, b, alpha].
export function paintImage(canvas, image, ink = null) {
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(28, 28);
  const colour = ink ? null : colourOf(canvas);
  image.forEach((value, i) => pixels.data.set(ink ? ink(i) : [...colour, value], 4 * i));
  context.putImageData(pixels, 0, 0);
}

// [r, g, b] of an element's text.
export function colourOf(e) {
  return getComputedStyle(e).color.match(/[\d.]+/g).slice(0, 3).map(Number);
}
