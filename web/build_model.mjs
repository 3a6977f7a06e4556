// build_model.mjs - what the page says about its model file, as an SVG diagram and as HTML.
// {{name}} is a string of the page's tables.
import { shapeOf } from './src/recognizer/model_file.js';
import { grouped } from './src/shared/numbers.js';

const kilobytes = (n) => `${(n / 1000).toFixed(1)} kB`;
const round = (x) => String(Math.round(x * 10) / 10);

function operation(layer) {
  const relu = layer.relu ? ', ReLU' : '';
  const stride = layer.stride > 1 ? `, {{layerStride}} ${layer.stride}` : '';
  const plus = layer.residual >= 0 ? ', {{layerResidual}}' : '';
  if (layer.dense) return `{{layerDense}}${relu}`;
  const name = layer.kind === 'depthwise' ? '{{layerDepthwise}} ' : '';
  return `${name}${layer.kernelRows} × ${layer.kernel}${stride}${plus}${relu}`;
}

// One block: a front as tall and wide as the maps, receding by their channels.
function block({ outRows, outSide, outChannels }) {
  const front = outSide === 1 ? 9 : 16 + outSide * (outRows === 1 ? 1.1 : 3.4);
  const depth = Math.min(outChannels === 1 ? 3 : 4 + outChannels * 0.32, 34);
  return { front, tall: outRows === 1 ? 9 : front, depth, width: front + depth * 0.7 };
}

function drawBlock({ front, tall, depth }, x, y) {
  const d = depth * 0.7;
  const top = `M${round(x)} ${round(y)}l${round(d)} ${round(-d)}h${round(front)}l${round(-d)} ${round(d)}z`;
  const side = `M${round(x + front)} ${round(y)}l${round(d)} ${round(-d)}v${round(tall)}l${round(-d)} ${round(d)}z`;
  return `<path class="side" d="${top}"/><path class="side" d="${side}"/>` +
    `<rect class="slab" x="${round(x)}" y="${round(y)}" width="${round(front)}" height="${round(tall)}"/>`;
}

// Blocks from left to right on one middle line, arcs for residual connections; input is drawn as the
// first, and residuals count from the layer `first`.
function drawNetwork(input, layers, first, middle, label) {
  const GAP = 26;
  const all = [{ residual: -1, ...input }, ...layers];
  let x = 10, out = '';
  const places = all.map((layer) => {
    const b = block(layer);
    const width = Math.max(b.width, 34);
    const place = { ...b, x: x + (width - b.width) / 2, y: middle - b.tall / 2, end: x + width };
    place.middle = place.x + b.front / 2;
    x += width + GAP;
    return place;
  });
  all.forEach((layer, i) => {
    const p = places[i];
    if (i > 0) {
      const from = places[i - 1].end + 3, to = p.x - 5;
      out += `<path class="flow" d="M${round(from)} ${middle}H${round(to)}"/>` +
        `<path class="arrow" d="M${round(to + 4)} ${middle}l-7-4v8z"/>`;
    }
    if (layer.residual >= 0) {
      const a = places[layer.residual - first + 1];
      const top = Math.min(a.y - a.depth, p.y - p.depth) - 10;
      const from = a.middle + a.depth * 0.35, to = p.middle + p.depth * 0.35, end = p.y - p.depth * 0.7;
      out += `<path class="flow" d="M${round(from)} ${round(a.y - a.depth * 0.7)}C${round(from)} ${round(top - 16)} ` +
        `${round(to)} ${round(top - 16)} ${round(to)} ${round(end - 6)}"/>` +
        `<path class="arrow" d="M${round(to)} ${round(end)}l-4-7h8z"/>`;
    }
    out += drawBlock(p, p.x, p.y);
    const text = (y, c, t) => `<text class="${c}" x="${round(p.x + p.width / 2)}" y="${y}">${t}</text>`;
    out += text(label, 'name', layer.name) + text(label + 15, 'dim', shapeOf(layer).replaceAll(' ', ''));
  });
  return { out, width: x - GAP + 10 };
}

// The network of pictures, and below it that of traces where the model has one.
export function diagram(model) {
  const n = model.pictureLayers, fused = n < model.layers.length;
  const picture = drawNetwork({ name: '{{diagramImage}}', outRows: 28, outSide: 28, outChannels: 1 },
    model.layers.slice(0, n), 0, 88, 166);
  const trace = fused && drawNetwork({ name: '{{diagramTrace}}', outRows: 1, outSide: 64, outChannels: 8 },
    model.layers.slice(n), n, 236, 266);
  const width = Math.max(picture.width, trace ? trace.width : 0), height = fused ? 290 : 190;
  const spoken = fused ? '{{diagramSpokenTwo}}' : '{{diagramSpoken}}';
  return `<div class="scroll" tabindex="0" role="group" aria-label="{{diagramLabel}}">` +
    `<svg class="diagram" viewBox="0 0 ${round(width)} ${height}" role="img" aria-label="${spoken}">` +
    `${picture.out}${trace ? trace.out : ''}</svg></div>`;
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
    `<td>${shapeOf(l)}</td><td>${grouped(l.weights)}</td><td>${grouped(l.macs)}</td></tr>`);
  return `<div class="scroll" tabindex="0" role="group" aria-label="{{layersLabel}}"><table class="layers"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
