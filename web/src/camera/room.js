// room.js - the camera, live over the pad: the answer follows its picture, a frame at a time, until one is taken.
//
// web/src/camera/ lies in workshop.html and is loaded when the camera is first asked for. Frames are neither kept nor sent.
import { make } from '../shared/dom.js';

const WANTED = { audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 960 } } };
const SIDE = 640; // of the frames that are read while it is live, at most
const EVERY_MS = 100; // frames are not read more often
const MOST = 24; // letters of a frame that are named
const QUALITY = 0.95; // of the JPEG that is taken
// Why there is no camera: the names of the exceptions of getUserMedia, and what is said.
const WHY = {
  NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'missing', OverconstrainedError: 'missing',
  NotReadableError: 'busy', AbortError: 'busy',
};

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

class Camera {
  // api: words, sheet, notice, recognizer; see(canvas, pixels) and take(file) of photographs.
  constructor(mount, api) {
    Object.assign(this, { mount, api, stream: null, live: null, asking: false });
    this.video = make('video', { playsinline: '', 'aria-hidden': 'true' });
    this.video.muted = true;
    this.labels = make('div', { 'aria-hidden': 'true' });
    this.view = make('div.camera-view', this.video, this.labels);
    this.taker = make('button', { type: 'button' });
    this.element = make('div.camera', { role: 'group', hidden: '' }, this.view, this.taker);
    this.taker.addEventListener('click', () => this.take());
    mount.append(this.element);
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.close(); });
    addEventListener('pagehide', () => this.close());
    new ResizeObserver(() => this.place()).observe(mount);
    this.translate();
  }

  // Asks for the camera: only where the reader has pressed for it.
  async start() {
    if (this.stream || this.asking) return;
    const { words, notice } = this.api;
    this.asking = true;
    notice.say(words.asking);
    try {
      if (!navigator.mediaDevices?.getUserMedia) throw Object.assign(new Error(), { why: 'unsafe' });
      await this.show(await navigator.mediaDevices.getUserMedia(WANTED));
    } catch ({ name, why }) {
      this.fail(why ?? WHY[name] ?? 'busy');
    }
    this.asking = false;
  }

  fail(why) {
    const { words, notice } = this.api;
    this.close();
    notice.say(words[why]);
  }

  // Whether the reader still sees the pad.
  get seen() {
    return !document.hidden && this.mount.getClientRects().length > 0;
  }

  async show(stream) {
    const { notice, sheet } = this.api;
    this.stream = stream;
    notice.hide();
    if (!this.seen) return this.close();
    stream.getVideoTracks()[0].addEventListener('ended', () => {
      if (this.stream === stream) this.fail('ended');
    });
    this.video.srcObject = stream;
    await this.video.play();
    if (this.stream !== stream) return undefined; // closed meanwhile
    this.live = { canvas: this.frame(SIDE), pixels: new ImageData(1, 1) };
    sheet.show(this.live);
    this.element.hidden = false;
    this.place();
    this.taker.focus({ preventScroll: true });
    this.follow(stream).catch(() => {
      if (this.stream === stream) this.fail('busy');
    });
    return undefined;
  }

  // What the camera sees now, its longer side brought down to `side`.
  frame(side) {
    const { video, video: { videoWidth, videoHeight } } = this;
    const scale = Math.min(1, side / Math.max(videoWidth, videoHeight));
    const canvas = Object.assign(make('canvas'), { width: Math.round(videoWidth * scale), height: Math.round(videoHeight * scale) });
    canvas.getContext('2d', { willReadFrequently: true }).drawImage(video, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  // One frame after the other: the next when the last was answered.
  async follow(stream) {
    const { sheet, see } = this.api;
    for (;;) {
      const canvas = this.frame(SIDE);
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const [found] = await Promise.all([see(canvas, pixels), wait(EVERY_MS)]);
      this.update();
      if (this.stream !== stream || !found) return; // a picture can be taken all the same
      this.live = { canvas, pixels: found.pixels, finding: found.finding };
      sheet.show(this.live);
      this.label(found.letters, canvas);
      this.place();
    }
  }

  label(letters, { width, height }) {
    const { recognizer } = this.api;
    const percent = (v, all) => `${(100 * v) / all}%`;
    this.labels.replaceChildren(...letters.slice(0, MOST).map(({ box: [left, top, right, bottom], pixels }) => {
      const { empty, letter, isLetter } = recognizer.recognizePixels(pixels);
      const e = make(isLetter ? 'i' : 'i.unsure', make('span', empty ? '?' : letter));
      Object.assign(e.style, {
        left: percent(left, width), top: percent(top, height),
        width: percent(right - left, width), height: percent(bottom - top, height),
      });
      return e;
    }));
  }

  // Where the pad shows a picture of this size.
  place() {
    if (!this.stream) return;
    if (!this.seen) {
      this.close();
      return;
    }
    const { ink } = this.api.sheet, { videoWidth, videoHeight } = this.video, { width, height } = ink.canvas;
    const { left, top, scale } = ink.placeOf({ width: videoWidth, height: videoHeight });
    const where = { left: left / width, top: top / height, width: (videoWidth * scale) / width, height: (videoHeight * scale) / height };
    for (const [side, value] of Object.entries(where)) this.view.style[side] = `${100 * value}%`;
  }

  // After each prediction: it is over once the pad shows something else.
  update() {
    if (this.live && this.api.sheet.picture !== this.live) this.close();
  }

  // This moment, at full size, becomes a photograph like one that was opened.
  async take() {
    const { sheet, take } = this.api;
    const canvas = this.frame(Infinity);
    const still = { ...this.live, canvas }; // until it is read
    this.stop();
    sheet.show(still);
    sheet.ink.canvas.focus({ preventScroll: true });
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', QUALITY); });
    take(new File([blob], 'camera.jpg'));
  }

  // The camera is given back.
  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = this.video.srcObject = this.live = null;
    this.element.hidden = true;
    this.labels.replaceChildren();
  }

  // The drawing again, where the pad still shows the camera's picture.
  close() {
    const { sheet } = this.api, { live } = this;
    const hadFocus = this.element.contains(document.activeElement);
    this.stop();
    if (live && sheet.picture === live) sheet.edit('clear');
    if (hadFocus) sheet.ink.canvas.focus({ preventScroll: true });
  }

  translate() {
    const { words } = this.api;
    this.element.setAttribute('aria-label', words.label);
    this.taker.textContent = words.take;
  }
}

export const open = (mount, api) => new Camera(mount, api);
