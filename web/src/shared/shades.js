// shades.js - numbers as colours of the theme: from paper to ink for what is 0 or more, and
// blue against orange for what has a sign. Colours are 32-bit words, as ImageData holds
// them in its buffer, or CSS.

const STEPS = 256;

// The theme's variables as [r, g, b].
function read(element, names) {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.forcedColorAdjust = 'none'; // the theme's colours, not the one text is forced to
  element.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
  });
  probe.remove();
  return colours;
}

const word = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
const css = ([r, g, b]) => `rgb(${r},${g},${b})`;

function ramp(stops, step) {
  const at = (step / (STEPS - 1)) * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2), t = at - i;
  return stops[i].map((v, k) => Math.round(v + (stops[i + 1][k] - v) * t));
}

export class Shades {
  constructor(element) {
    this.element = element;
    this.refresh();
  }

  // After a change of the theme.
  refresh() {
    const [paper, accent, text, against, line] = read(this.element, ['--paper', '--accent', '--text', '--against', '--control']);
    this.colours = { paper, accent, text, against, line };
    const all = (stops) => Array.from({ length: STEPS }, (_, i) => ramp(stops, i));
    const up = all([paper, accent, text]), down = all([paper, against, text]);
    this.up = Uint32Array.from(up, word);
    this.down = Uint32Array.from(down, word);
    // Numbers are written on these: they stay light enough, or dark enough, for the text.
    this.softUp = all([paper, ramp([paper, accent], 110)]).map(css);
    this.softDown = all([paper, ramp([paper, against], 110)]).map(css);
  }

  // value / peak, peak > 0, as a word.
  word(value, peak) {
    const step = Math.min(Math.round((Math.abs(value) / peak) * (STEPS - 1)), STEPS - 1);
    return value < 0 ? this.down[step] : this.up[step];
  }

  soft(value, peak) {
    const step = Math.min(Math.round((Math.abs(value) / (peak || 1)) * (STEPS - 1)), STEPS - 1);
    return value < 0 ? this.softDown[step] : this.softUp[step];
  }
}
