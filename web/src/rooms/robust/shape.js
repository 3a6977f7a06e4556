// shape.js - a picture's letter, for a drawing that has no strokes: a square of ink that can be turned, slanted,
// made smaller and moved.

// ink: side x side bytes, 255 = ink.
export class Shape {
  constructor(ink, side) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    const context = canvas.getContext('2d');
    const pixels = context.createImageData(side, side);
    const box = { left: side, top: side, right: 0, bottom: 0 };
    ink.forEach((level, i) => {
      pixels.data[4 * i + 3] = level;
      if (level < 128) return;
      const x = i % side, y = Math.floor(i / side);
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x + 1);
      box.bottom = Math.max(box.bottom, y + 1);
    });
    context.putImageData(pixels, 0, 0);
    this.canvas = canvas;
    this.x = (box.left + box.right) / 2;
    this.y = (box.top + box.bottom) / 2;
    this.size = Math.max(box.right - box.left, box.bottom - box.top, 1);
  }

  // Its longer side of this many pixels, in the middle of where the context's origin is.
  paint(context, size, { slant, rotation }) {
    const lean = Math.tan((slant * Math.PI) / 180), turn = (rotation * Math.PI) / 180, scale = size / this.size;
    context.rotate(turn);
    context.transform(scale, 0, -lean * scale, scale, 0, 0);
    context.drawImage(this.canvas, -this.x, -this.y);
  }
}

// Of what is on the pad, {pixels} or {image} (pad/pictures.js).
export function shapeOf({ pixels, image }, recognizer) {
  if (image) return new Shape(image, Math.sqrt(image.length));
  recognizer.recognizePixels(pixels);
  const { ink, side } = recognizer.steps();
  return new Shape(ink, side);
}
