// finder.js - the letters on a photograph, by paper.wasm (core/paper/).
const decoder = new TextDecoder();

export class Finder {
  // bytes: paper.wasm.
  constructor(bytes) {
    this.core = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
    this.side = this.core.hwr_wasm_paper_side(); // of a photograph at most
  }

  bytes(at, length) {
    return new Uint8Array(this.core.memory.buffer, at, length);
  }

  text(at) {
    const all = this.bytes(at, 32);
    return decoder.decode(all.subarray(0, all.indexOf(0)));
  }

  // pixels: {data, width, height} as getImageData gives them. {finding, even, drawn, letters}: a letter is
  // {box: [left, top, right, bottom], line, word, pixels}, in reading order; pixels are of it alone. finding is the second
  // column of HWR_PAPER_FINDING_LIST.
  find({ data, width, height }) {
    const { core } = this;
    this.bytes(core.hwr_wasm_paper_photo(), data.length).set(data);
    if (core.hwr_wasm_paper_read(width, height) !== 0) throw new RangeError(`${width} x ${height}`);
    return {
      finding: this.text(core.hwr_wasm_paper_finding()),
      even: core.hwr_wasm_paper_even() === 1, // the border is of one colour
      drawn: core.hwr_wasm_paper_drawn() === 1, // a clean drawing of at most one letter
      letters: Array.from({ length: core.hwr_wasm_paper_letters() }, (_, i) => this.letter(i)),
    };
  }

  letter(i) {
    const { core } = this;
    const at = core.hwr_wasm_paper_raster(i);
    const width = core.hwr_wasm_paper_raster_width(), height = core.hwr_wasm_paper_raster_height();
    return {
      box: [...new Float32Array(core.memory.buffer, core.hwr_wasm_paper_box(i), 4)],
      line: core.hwr_wasm_paper_line(i),
      word: core.hwr_wasm_paper_word(i),
      pixels: { data: new Uint8ClampedArray(this.bytes(at, 4 * width * height)), width, height },
    };
  }
}
