// dom.js - elements in one line, for rooms.

// node('p.note', 'text', child, ...): a tag with classes, and what is in it.
export function node(what, ...content) {
  const [tag, ...classes] = what.split('.');
  const e = document.createElement(tag);
  if (classes.length) e.className = classes.join(' ');
  e.append(...content);
  return e;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svgNode(tag, attributes = {}) {
  const e = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  return e;
}

// 12345 -> "12 345", with a minus sign as wide as a plus.
export function whole(n) {
  return String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, '\u202f').replace(/^/, n < 0 ? '\u2212' : '');
}
