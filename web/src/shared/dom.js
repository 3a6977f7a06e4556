// dom.js - elements in one line.
//
// web/src/shared/ is what several parts of the page use.

// Text that is there already is left alone: the browser would lay it out again.
export function say(e, text) {
  if (e.textContent !== text) e.textContent = text;
}

// Leads the reader to a heading: the focus, and it comes into view where it, or what it heads, is out of it.
export function leadTo(heading) {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  const { top } = heading.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) heading.scrollIntoView();
}

const SVG = 'http://www.w3.org/2000/svg';

function complete(e, [...content]) {
  if (content[0]?.constructor === Object) {
    for (const [name, value] of Object.entries(content.shift())) e.setAttribute(name, value);
  }
  e.append(...content.filter(Boolean));
  return e;
}

// make('p.note', { role: 'status' }, 'text', child, ...), as in hyperscript: a tag with classes,
// attributes if there are any, and what is in it; null, false and '' are left out.
export function make(what, ...content) {
  const [tag, ...classes] = what.split('.');
  const e = document.createElement(tag);
  if (classes.length) e.className = classes.join(' ');
  return complete(e, content);
}

// The same for SVG, where a class is an attribute.
export function draw(tag, ...content) {
  return complete(document.createElementNS(SVG, tag), content);
}

// One of several values by radio buttons: {element, legend, texts}, the texts in the values' order; chosen(value)
// is called when the reader takes another.
export function makeChoice(name, values, value, chosen) {
  const legend = make('legend');
  const options = values.map((each) => {
    const input = make('input', { type: 'radio', name, value: each }), text = make('span');
    input.checked = each === value;
    input.addEventListener('change', () => chosen(each));
    return { text, label: make('label', input, text) };
  });
  return { legend, texts: options.map(({ text }) => text),
    element: make('fieldset.choice', legend, make('div.segments', ...options.map(({ label }) => label))) };
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
