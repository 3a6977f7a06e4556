// picture.js - a changed drawing as pixels, as a canvas or a photograph has them.
import { changeStrokes, hash01 } from './changes.js';
import { Shape } from './shape.js';

const SIDE = 192;
const SPECK = 2; // pixels

export class Picture {
  constructor() {
    this.canvas = document.createElement('canvas');
    this.canvas.width = this.canvas.height = SIDE;
    this.context = this.canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    this.context.lineCap = this.context.lineJoin = 'round';
  }

  // drawing: strokes, or a Shape.
  draw(drawing, values) {
    const { context } = this;
    const size = (SIDE * values.size) / 100;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, SIDE, SIDE);
    context.strokeStyle = context.fillStyle = '#000';
    context.save();
    context.translate(SIDE * (0.5 + values.shift / 100), SIDE / 2);
    if (drawing instanceof Shape) drawing.paint(context, size, values);
    else this.drawStrokes(drawing, size, values);
    context.restore();
    const across = SIDE / SPECK;
    for (let i = 0; values.specks && i < across * across; i++) {
      if (hash01(i) < values.specks / 100) {
        context.fillRect((i % across) * SPECK, Math.floor(i / across) * SPECK, SPECK, SPECK);
      }
    }
  }

  drawStrokes(strokes, size, values) {
    const { context } = this;
    context.lineWidth = (size * values.width) / 100;
    context.beginPath();
    for (const stroke of changeStrokes(strokes, values)) {
      const points = stroke.length > 1 ? stroke : [stroke[0], stroke[0]]; // a dot is a short line
      points.forEach((p, i) => context[i ? 'lineTo' : 'moveTo'](p.x * size, p.y * size));
    }
    context.stroke();
  }

  // What getImageData gives of the drawing.
  pixels(drawing, values) {
    this.draw(drawing, values);
    return this.context.getImageData(0, 0, SIDE, SIDE);
  }
}
