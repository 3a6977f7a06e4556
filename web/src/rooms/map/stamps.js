// stamps.js - thousands of points written straight into an image's 32-bit words, which a canvas takes at once: 20,000
// take a few milliseconds, where as many shapes would take a frame's time several times over.

// Offsets [dx, dy] inside a disc of this radius, or with an inner radius of a ring.
function offsets(radius, inner = -1) {
  const out = [], reach = Math.ceil(radius);
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const d = Math.hypot(x, y);
      if (d <= radius + 0.25 && d > inner) out.push([x, y]);
    }
  }
  return out;
}

export class Stamps {
  constructor() {
    this.radius = 0;
  }

  // Points of this radius, in pixels.
  size(radius) {
    if (radius === this.radius) return;
    this.radius = radius;
    this.disc = offsets(radius);
    this.ring = offsets(radius * 1.6 + 1, radius * 0.8);
  }

  // A point at x, y of raster (width, height).
  put(raster, width, height, x, y, colour, ring) {
    const reach = this.radius * 2 + 2;
    if (x < -reach || y < -reach || x > width + reach || y > height + reach) return;
    const cx = Math.round(x), cy = Math.round(y);
    for (const [dx, dy] of ring ? this.ring : this.disc) {
      const px = cx + dx, py = cy + dy;
      if (px >= 0 && py >= 0 && px < width && py < height) raster[py * width + px] = colour;
    }
  }
}
