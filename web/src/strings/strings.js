// strings.js - the page's sentences in the language of the moment.
//
// web/src/strings/ is every sentence of the page, a file a language.
//
// Each other file of this folder is a language. The build hands the page's tables over, writes the
// English one into the template and marks every place with its key (data-t, data-t-<attribute>),
// which is where translatePage() puts another language.
export const tables = {}; // {en: {key: sentence}, ...}
export const strings = {}; // of the language of the moment

export function setTables(all) {
  Object.assign(tables, all);
  setLanguage('en');
}

// The first of the reader's languages (navigator.languages) that there is a table for.
export function preferredLanguage(languages) {
  const codes = (languages ?? []).map((tag) => String(tag).slice(0, 2).toLowerCase());
  return codes.find((code) => code in tables) ?? 'en';
}

export function setLanguage(code) {
  Object.assign(strings, tables[code], { languageCode: code });
}

const ATTRIBUTES = ['aria-label', 'aria-roledescription', 'content', 'title'];

// The string of an element, with the numbers of the build in it.
function text({ t, values }) {
  return values ? fill(strings[t], JSON.parse(values.replaceAll('.', strings.decimalPoint))) : strings[t];
}

export function translatePage() {
  document.documentElement.lang = strings.languageCode;
  for (const e of document.querySelectorAll('[data-t]')) e.textContent = text(e.dataset);
  for (const e of document.querySelectorAll('[data-number]')) {
    e.textContent = e.dataset.number.replace('.', strings.decimalPoint);
  }
  for (const name of ATTRIBUTES) {
    for (const e of document.querySelectorAll(`[data-t-${name}]`)) {
      e.setAttribute(name, strings[e.getAttribute(`data-t-${name}`)]);
    }
  }
}

// Fills {name} in a string.
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function decimal(number, digits) {
  return number.toFixed(digits).replace('.', strings.decimalPoint);
}

// 0.934 -> "93 %"; never 100 % or 0 % where it is not.
export function percent(p, digits = 0) {
  const least = 10 ** -digits;
  if (p > 0 && 100 * p < least / 2) return `<\u00a0${decimal(least, digits)}\u00a0%`;
  if (p < 1 && 100 * (1 - p) < least / 2) return `>\u00a0${decimal(100 - least, digits)}\u00a0%`;
  return `${decimal(100 * p, digits)}\u00a0%`;
}
