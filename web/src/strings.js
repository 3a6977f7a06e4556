// strings.js - every sentence of the page, for the template and the scripts alike.
export const strings = {
  title: 'Handwritten letters',
  tagline: 'Draw a letter. A small neural network reads it, here on your device.',
  description: 'Draw a letter and a small neural network reads it, live, on your own device.',
  noScript: 'This page recognises letters with a script, and scripts are switched off. ' +
    'Allow JavaScript for this page, then reload it.',

  padHint: 'Draw one letter here',
  padEmpty: 'Drawing pad, empty',
  padDrawn: 'Drawing pad, read as',
  toolsLabel: 'Drawing tools',
  undo: 'Undo',
  redo: 'Redo',
  clear: 'Clear',
  undoKeys: 'Ctrl-Z or Command-Z',
  redoKeys: 'Ctrl-Y or Shift-Ctrl-Z',
  clearKeys: 'Esc',

  sourceLabel: 'Read from',
  sourceStrokes: 'Strokes',
  sourcePixels: 'Canvas pixels',
  sourceHint: 'What your pen did, or what the canvas shows.',

  answerLabel: 'Answer',
  nothingDrawn: 'Nothing drawn yet',
  nothingDrawnHint: 'Mouse, finger or pen: the answer follows as you draw.',
  loading: 'Getting ready',
  tooOld: 'If this stays so, the browser is too old for this page: update it, or try another.',
  loadingHint: 'You can draw already.',
  or: 'or',
  then: 'Then',
  thumbLabel: 'The 28 by 28 pixels the network sees',

  median: 'a prediction (median),',
  p99: 'at the 99th percentile',
  under: 'under',
  buildSimd: 'WebAssembly SIMD',
  buildScalar: 'WebAssembly, no SIMD',

  chartTitle: 'All 37 classes',
  chartOrder: 'Order',
  orderAlphabet: 'A to Z',
  orderSorted: 'Likeliest first',
  chartNote: 'Capitals above, small letters below. Where the two look alike, as with C and c, ' +
    'one class stands for both.',
  tableSummary: 'Exact percentages',
  tableCaption: 'Probability of each letter',
  tableLetter: 'Letter',
  tableCapital: 'Capital',
  tableSmall: 'Small',
  tableTogether: 'Together',
  tableMerged: 'same class',

  seenTitle: 'What the network sees',
  seenLead: 'Your drawing is prepared exactly as the training letters were (EMNIST, Cohen et al. 2017).',
  stepInk: 'Ink',
  stepInkText: 'Moved, scaled and drawn with one pen into 128\u00a0×\u00a0128 pixels.',
  stepBlur: 'Blur and crop',
  stepBlurText: 'Softened a little; only the part in the frame is kept.',
  stepImage: '28 × 28',
  stepImageText: 'Centred in a square with a border. This is all the network gets.',
  stepValue: 'row {row}, column {column}: {value} of 255',
  stepProbe: 'Point at a pixel to read its value.',

  aboutTitle: 'About the network',
  aboutLead: 'The drawing below is made from the model file inside this page. A block is what a layer ' +
    'hands on: as tall as its picture, as deep as its channels. Arcs are shortcuts that add an earlier result.',
  diagramLabel: 'Architecture of the network, layer by layer',
  layersSummary: 'Layers in figures',
  layerName: 'Layer',
  layerKind: 'Operation',
  layerOut: 'Output',
  layerWeights: 'Weights',
  layerMacs: 'Multiply-adds',
  factParameters: 'parameters',
  factMacs: 'multiply-adds a letter',
  factModelBytes: 'model file',
  factWasmBytes: 'WebAssembly',
  factClasses: 'classes, 26 letters',
  factBits: 'integer weights',

  footer: 'Nothing you draw leaves this device. The page makes no requests: its own security policy ' +
    'forbids them. No cookies, no counters. Save it, and it works offline.',

  settledLetter: '{letter}, {percent}',
  settledOr: ', or {letter}',
  failTitle: 'The letters cannot be read here',
  failDrawing: 'This drawing cannot be read',
  failPixels: 'The canvas does not hand out its pixels in this browser; switch back to strokes.',
};

// Fills {name} in a string.
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// 0.934 -> "93 %"; never 100 % or 0 % where it is not.
export function percent(p, digits = 0) {
  const least = 10 ** -digits;
  if (p > 0 && 100 * p < least / 2) return `<\u00a0${least}\u00a0%`;
  if (p < 1 && 100 * (1 - p) < least / 2) return `>\u00a0${(100 - least).toFixed(digits)}\u00a0%`;
  return `${(100 * p).toFixed(digits)}\u00a0%`;
}
