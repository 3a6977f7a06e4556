// tools.js - everything the reader can press beside the pad, and the keys for it.
import { strings, fill } from '../strings/strings.js';
import { samplesText } from './payload.js';
import { Session } from './session.js';
import { PEN } from '../pad/ink.js';
import { Fold, Panels, Notice, Help } from './panels.js';
import { Strip, onPad, unpackSamples } from '../pad/samples.js';
import { listenForFiles, pictureOfImage } from '../pad/pictures.js';
import { Opener } from '../pad/opening.js';
import { LINK, decodeStrokes, encodeStrokes, MAX_TEXT } from '../pad/codec.js';
import { download, toNdjson, toPng, toSvg } from '../pad/exporting.js';
import { say } from '../shared/dom.js';
import { classOf } from '../shared/labels.js';

const MAX_LINK = 16000; // characters; longer ones break in messengers
const FILE = 'letter';
const QUOTED = 24; // characters of pasted text that a notice repeats

const $ = (id) => document.getElementById(id);

export class Tools {
  // letter(): what the drawing is read as, '' for nothing; read(file): see opening.js; watch(): starts the camera.
  constructor({ sheet, settings, letter, read, watch }) {
    Object.assign(this, { sheet, settings, letter, watch });
    this.panels = new Panels(['picture', 'pen', 'save'].map($));
    this.fold = new Fold($('fold'), document.querySelector('.draw'), $('more'));
    this.help = new Help($('help'), [$('help-open')], $('help-close'));
    this.notice = new Notice({
      box: $('notice'), text: $('notice-text'), action: $('notice-action'), dismiss: $('notice-dismiss'),
      subject: () => sheet.drawing.steps,
    });
    this.session = new Session(sheet);
    this.samples = unpackSamples(samplesText());
    this.offered = this.samples; // those of the model's classes
    this.strip = null;
    this.opener = new Opener(sheet, this.notice, read);
    this.listenToButtons();
    this.listenToSettings();
    document.addEventListener('keydown', (event) => this.key(event));
  }

  // Once all is wired: the drawing before a reload, or one that came with the address.
  start() {
    if (!this.session.restore()) this.readLink();
    addEventListener('hashchange', () => this.readLink());
  }

  // Once the pad answers, or has said why it does not: the samples.
  layOut() {
    this.strip = new Strip($('strip'), (sample) => this.show(sample));
    this.offerSamples();
  }

  // Samples of these classes alone, from now on.
  offer(classes) {
    this.offered = this.samples.filter(({ letter }) => classOf(letter, classes) >= 0);
    this.offerSamples();
  }

  offerSamples() {
    const none = this.offered.length === 0;
    $('strip').hidden = $('samples-all').hidden = none;
    say($('samples-lead'), none ? strings.samplesNone : strings.samplesLead);
    $('example').setAttribute('aria-disabled', String(none));
    this.strip?.lay(this.offered);
  }

  listenToButtons() {
    const { sheet } = this;
    for (const what of ['undo', 'redo', 'clear']) $(what).addEventListener('click', () => this.edit(what));
    $('eraser').addEventListener('click', () => this.toggleEraser());
    $('example').addEventListener('click', () => this.drawOne());
    $('samples-all').addEventListener('click', () => this.unfoldSamples());
    $('picture-open').addEventListener('click', () => $('picture-file').click());
    $('picture-photo').addEventListener('click', () => $('picture-camera').click());
    $('picture-live').addEventListener('click', () => {
      this.panels.close();
      this.watch();
    });
    $('picture-back').addEventListener('click', () => { if (sheet.picture) this.edit('clear'); });
    listenForFiles({
      inputs: [$('picture-file'), $('picture-camera')],
      over: $('drop'),
      take: (file) => {
        this.panels.close();
        this.opener.take(file);
      },
      takeText: (text) => {
        this.panels.close();
        this.drawText(text);
      },
    });
    for (const kind of ['png', 'svg', 'ndjson', 'link', 'print']) {
      $(`save-${kind}`).addEventListener('click', () => this.save(kind));
    }
  }

  listenToSettings() {
    const { settings, sheet } = this;
    const isWidth = (v) => typeof v === 'number' && v >= 1 && v <= 9;
    const width = $('pen-width'), guides = $('guides-on');
    width.value = String(settings.get('width', 5, isWidth));
    guides.checked = settings.get('guides', false, (v) => typeof v === 'boolean');
    const apply = () => {
      sheet.ink.pen = (PEN * Number(width.value)) / 5;
      $('guides').hidden = !guides.checked;
      $('settings-lost').hidden = settings.kept;
      sheet.changed();
    };
    width.addEventListener('input', () => { settings.set('width', Number(width.value)); apply(); });
    guides.addEventListener('change', () => { settings.set('guides', guides.checked); apply(); });
    apply();
  }

  // After a change of language.
  named() {
    this.strip?.name();
    this.offerSamples();
    this.notice.hide();
  }

  // Once a frame. Not "disabled": a button that has the focus would lose it.
  update() {
    const { drawing, picture, blank } = this.sheet;
    const enable = (id, able) => $(id).setAttribute('aria-disabled', String(!able));
    enable('undo', drawing.canUndo);
    enable('redo', drawing.canRedo);
    enable('clear', !blank);
    $('pad-hint').hidden = !blank;
    $('picture-back').hidden = picture === null;
    this.notice.check();
    $('source-note').textContent = picture ? strings.sourcePicture : strings.sourceHint;
  }

  // The button that leads back from a picture goes with it.
  edit(what) {
    const hadFocus = document.activeElement === $('picture-back');
    this.sheet.edit(what);
    if (hadFocus) $('pad').focus();
  }

  toggleEraser() {
    const { pad } = this.sheet;
    pad.erasing = !pad.erasing;
    $('eraser').setAttribute('aria-pressed', String(pad.erasing));
    $('pad').classList.toggle('erasing', pad.erasing);
  }

  key(event) {
    if (this.help.open || event.defaultPrevented) return;
    if (event.target.closest?.('input[type=text], textarea, select, [contenteditable]')) return;
    const act = this.actionOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  actionOf(event) {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.altKey) return null;
    if (command && key === 'z') return () => this.edit(event.shiftKey ? 'redo' : 'undo');
    if (command && key === 'y') return () => this.edit('redo');
    if (command) return null;
    if (key === 'escape') return () => this.escape();
    if (key === '?') return () => this.help.show();
    // Single letters only where the pad has the focus, out of the way of speech input.
    if (event.target !== $('pad')) return null;
    return { e: () => this.toggleEraser(), d: () => this.drawOne() }[key] ?? null;
  }

  escape() {
    if (this.panels.close() || this.fold.close()) return;
    this.edit('clear');
  }

  // ---- Samples ----

  show(sample) {
    this.sheet.play(onPad(sample.strokes));
    // On a phone the strip lies below the pad's fold.
    if ($('pad').getBoundingClientRect().bottom < 80) $('pad').scrollIntoView({ block: 'start' });
  }

  // What a room has found: strokes, or the network's 28 x 28 image. The reader may stay where they are.
  put({ strokes, image, name }) {
    if (strokes) this.sheet.replace(onPad(strokes));
    else this.sheet.show(pictureOfImage(image));
    this.notice.mention(fill(strings.putOnPad, { name }), strings.putShow, () => {
      this.notice.hide();
      $('pad').scrollIntoView({ block: 'start' });
      $('pad').focus({ preventScroll: true });
    });
  }

  // A letter that was pasted or dropped as text.
  drawText(text) {
    const sample = this.offered.find(({ letter }) => letter === text);
    if (sample) return this.show(sample);
    if (!this.offered.length) return this.notice.say(strings.samplesNone);
    const quoted = text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
    return this.notice.say(text ? fill(strings.pastedText, { text: quoted }) : strings.pictureNothing);
  }

  // One row of them, or all.
  unfoldSamples() {
    const all = $('strip').classList.toggle('all');
    $('samples-all').setAttribute('aria-expanded', String(all));
  }

  drawOne() {
    const { offered } = this;
    if (!offered.length) return this.notice.say(strings.samplesNone);
    return this.show(offered[Math.floor(Math.random() * offered.length)]);
  }

  // ---- Saving and links ----

  save(kind) {
    const { sheet } = this;
    this.panels.close();
    if (kind === 'print') return print();
    sheet.finish();
    const { strokes, ink: { pen } } = sheet;
    if (!strokes.length) return this.notice.mention(strings.saveNothing);
    if (kind === 'link') return this.copyLink();
    if (kind === 'svg') return download(new Blob([toSvg(strokes, pen)], { type: 'image/svg+xml' }), `${FILE}.svg`);
    if (kind === 'png') return toPng(strokes, pen).then((blob) => download(blob, `${FILE}.png`));
    const text = toNdjson(strokes, this.letter());
    return download(new Blob([text], { type: 'application/x-ndjson' }), `${FILE}.ndjson`);
  }

  async copyLink() {
    const code = encodeStrokes(this.sheet.strokes);
    if (!code || code.length > MAX_LINK) return this.notice.say(strings.saveLinkLong);
    this.writeAddress(LINK + code);
    try {
      await navigator.clipboard.writeText(location.href);
      return this.notice.mention(strings.saveLinkCopied);
    } catch {
      return this.notice.mention(strings.saveLinkShown);
    }
  }

  writeAddress(fragment) {
    this.written = fragment;
    location.hash = fragment;
  }

  readLink() {
    const { hash } = location;
    if (!hash.startsWith(LINK) || hash === this.written) return;
    const code = hash.slice(LINK.length);
    const strokes = decodeStrokes(code);
    if (!strokes || !strokes.length) {
      this.notice.say(code.length > MAX_TEXT ? strings.linkLong : strings.linkBroken);
      return;
    }
    this.sheet.drawing.change(strokes);
    this.sheet.edited();
    this.notice.mention(strings.linkLoaded);
  }

  // A newer version waits, whatever is drawn meanwhile; it is a reload away.
  offerVersion(use) {
    this.notice.say(strings.versionNew, strings.versionReload, use, null);
  }

  offerReload() {
    this.notice.say(strings.partMissing, strings.reload, () => location.reload(), null);
  }
}
