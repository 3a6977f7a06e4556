// sum.js - from the sum of the products to the value, line by line.
import { make, say } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

// [what, number] a line; result: what cell.js's arithmetic gives.
export function sumLines({ model, words, fill, decimal }, layer, result, value) {
  const signed = (n) => (n < 0 ? grouped(n) : `+\u200a${grouped(n)}`);
  const lines = [[words.sumAll, grouped(result.sum)], [words.sumBias, signed(result.bias)]];
  if (result.residual) {
    lines.push([fill(words.sumResidual, { layer: model.layers[layer.residual].name,
      value: grouped(result.residual.value), factor: grouped(result.residual.factor) }), signed(result.residual.product)]);
  }
  if (layer.reluFirst) lines.push([words.sumRelu, grouped(result.raised)]);
  lines.push([fill(words.sumScale, { factor: decimal(result.factor, 6) }), grouped(result.scaled)]);
  if (result.offset) lines.push([words.sumOffset, signed(result.offset)]);
  if (!layer.last) lines.push([fill(words.sumClamp, { low: grouped(layer.low), high: grouped(layer.high) }), grouped(value)]);
  return lines;
}

export function showLines(list, lines) {
  const rows = list.children;
  while (rows.length > lines.length) rows[rows.length - 1].remove();
  while (rows.length < lines.length) list.append(make('div', make('dt'), make('dd')));
  lines.forEach(([what, number], i) => {
    say(rows[i].firstChild, what);
    say(rows[i].lastChild, number);
  });
}
