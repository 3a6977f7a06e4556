// texts.js - what a pad says, in the language of the page around it.

const texts = {
  en: {
    pad: 'Drawing pad', role: 'drawing pad', empty: 'empty', read: 'read as {value}', unknown: 'not recognized', clear: 'Clear',
    tooMuch: 'too much is drawn', broken: 'letters cannot be read here', missing: 'Please draw a letter.', missingWord: 'Please write a word.',
  },
  de: {
    pad: 'Zeichenfläche', role: 'Zeichenfläche', empty: 'leer', read: 'gelesen als {value}', unknown: 'nicht erkannt', clear: 'Leeren',
    tooMuch: 'zu viel gezeichnet', broken: 'hier können keine Buchstaben gelesen werden', missing: 'Bitte zeichne einen Buchstaben.',
    missingWord: 'Bitte schreibe ein Wort.',
  },
};

// Of the closest element with a language, else the browser's.
export function textsFor(element) {
  let host = element;
  while (host && !host.closest('[lang]')) host = host.getRootNode().host;
  const code = (host?.closest('[lang]').lang || navigator.language).slice(0, 2).toLowerCase();
  return texts[code] ?? texts.en;
}
