// build_model.mjs - what the page says about its model file, as an SVG diagram and as HTML.
// {{name}} is a string of the page's tables.
import { grouped } from './src/shared/numbers.js';

const kilobytes = (n) => `${(n / 1000).toFixed(1)} kB`;
const round = (x) => String(Math.round(x * 10) / 10);

function operation(layer) {
  const relu = layer.relu ? ', ReLU' : '';
  const stride = layer.stride > 1 ? `, {{layerStride}} ${layer.stride}` : '';
  const plus = layer.residual >= 0 ? ', {{layerResidual}}' : '';
  if (layer.dense) return `{{layerDense}}${relu}`;
  const name = layer.kind === 'depthwise' ? '{{layerDepthwise}} ' : '';
  return `${name}${layer.kernel} × ${layer.kernel}${stride}${plus}${relu}`;
}

const shape = (side, channels) => (side === 1 ? String(channels) : `${side} × ${side} × ${channels}`);

// One block: a square front as tall as the picture, receding by its channels.
function block(side, channels) {
  const front = side === 1 ? 9 : 16 + side * 3.4;
  const depth = channels === 1 ? 3 : 4 + channels * 0.32;
  return { front, depth: Math.min(depth, 34), width: front + Math.min(depth, 34) * 0.7 };
}

function drawBlock({ front, depth }, x, y) {
  const d = depth * 0.7;
  const top = `M${round(x)} ${round(y)}l${round(d)} ${round(-d)}h${round(front)}l${round(-d)} ${round(d)}z`;
  const side = `M${round(x + front)} ${round(y)}l${round(d)} ${round(-d)}v${round(front)}l${round(-d)} ${round(d)}z`;
  return `<path class="side" d="${top}"/><path class="side" d="${side}"/>` +
    `<rect class="slab" x="${round(x)}" y="${round(y)}" width="${round(front)}" height="${round(front)}"/>`;
}

// Blocks from left to right on one middle line, arcs for residual connections.
export function diagram(model) {
  const MIDDLE = 88, GAP = 26, LABEL = 166, HEIGHT = 190;
  const all = [{ name: '{{diagramImage}}', outSide: 28, outChannels: 1, residual: -1 }, ...model.layers];
  let x = 10, out = '';
  const places = all.map((layer) => {
    const b = block(layer.outSide, layer.outChannels);
    const width = Math.max(b.width, 34);
    const place = { ...b, x: x + (width - b.width) / 2, y: MIDDLE - b.front / 2, end: x + width };
    place.middle = place.x + b.front / 2;
    x += width + GAP;
    return place;
  });
  all.forEach((layer, i) => {
    const p = places[i];
    if (i > 0) {
      const from = places[i - 1].end + 3, to = p.x - 5;
      out += `<path class="flow" d="M${round(from)} ${MIDDLE}H${round(to)}"/>` +
        `<path class="arrow" d="M${round(to + 4)} ${MIDDLE}l-7-4v8z"/>`;
    }
    if (layer.residual >= 0) {
      const a = places[layer.residual + 1];
      const top = Math.min(a.y - a.depth, p.y - p.depth) - 10;
      const from = a.middle + a.depth * 0.35, to = p.middle + p.depth * 0.35, end = p.y - p.depth * 0.7;
      out += `<path class="flow" d="M${round(from)} ${round(a.y - a.depth * 0.7)}C${round(from)} ${round(top - 16)} ` +
        `${round(to)} ${round(top - 16)} ${round(to)} ${round(end - 6)}"/>` +
        `<path class="arrow" d="M${round(to)} ${round(end)}l-4-7h8z"/>`;
    }
    out += drawBlock(p, p.x, p.y);
    const label = (y, c, t) => `<text class="${c}" x="${round(p.x + p.width / 2)}" y="${y}">${t}</text>`;
    out += label(LABEL, 'name', layer.name) + label(LABEL + 15, 'dim', shape(layer.outSide, layer.outChannels).replaceAll(' ', ''));
  });
  return `<div class="scroll" tabindex="0" role="group" aria-label="{{diagramLabel}}">` +
    `<svg class="diagram" viewBox="0 0 ${round(x - GAP + 10)} ${HEIGHT}" role="img" aria-label="{{diagramSpoken}}">${out}</svg></div>`;
}

// wasmBytes: of the SIMD module.
export function facts(model, wasmBytes) {
  const rows = [
    [grouped(model.parameters), '{{factParameters}}'],
    [`${(model.macs / 1e6).toFixed(2)} M`, '{{factMacs}}'],
    [kilobytes(model.bytes), '{{factModelBytes}}'],
    [kilobytes(wasmBytes), '{{factWasmBytes}}'],
    [model.labels.length, '{{factClasses}}'],
    ['{{factBitsValue}}', '{{factBits}}'],
  ];
  // A decimal point is put into the page's language there.
  const number = (value) => (/\d\.\d/.test(value) ? ` data-number="${value}">${value}` : `>${value}`);
  return `<dl class="facts">${rows.map(([value, name]) => `<div><dt>${name}</dt><dd${number(value)}</dd></div>`).join('')}</dl>`;
}

export function layerTable(model) {
  const head = ['layerName', 'layerKind', 'layerOut', 'layerWeights', 'layerMacs']
    .map((name) => `<th scope="col">{{${name}}}</th>`).join('');
  const rows = model.layers.map((l) => `<tr><th scope="row">${l.name}</th><td>${operation(l)}</td>` +
    `<td>${shape(l.outSide, l.outChannels)}</td><td>${grouped(l.weights)}</td><td>${grouped(l.macs)}</td></tr>`);
  return `<div class="scroll" tabindex="0" role="group" aria-label="{{layersLabel}}"><table class="layers"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
