// room.js - photographs on the pad: each letter that was found in its place with its answer, and the part of the
// picture that the reader chooses.
//
// web/src/paper/ finds letters on photographs; it is loaded when the first picture is opened.
import { make } from '../shared/dom.js';
import { otherCase } from '../shared/labels.js';
import { Crop } from './crop.js';
import { Reader } from './reader.js';
import { hasWords, readWord, textOf, wordsOf } from './reading.js';

const AT_ONCE = 6; // letters or words read between two paintings
const NOTHING = { data: new Uint8ClampedArray(4), width: 1, height: 1 }; // without ink

class Paper {
  constructor(mount, api) {
    Object.assign(this, { api, buttons: [], picture: null, told: null });
    this.wanted = api.settings.get('photoWords', true, (v) => typeof v === 'boolean'); // words, not letters alone
    this.coming = false; // the language is on its way
    this.reader = new Reader(api.workerText, api.moduleBytes);
    this.letters = make('div.found', { role: 'group', hidden: '' });
    this.start = make('button.crop-start', { type: 'button', hidden: '' });
    this.asWords = make('button.as-words', { type: 'button', hidden: '' });
    this.crop = new Crop({
      words: api.words,
      read: (part) => this.readPart(part),
      end: () => this.partChosen(),
    });
    this.start.addEventListener('click', () => this.choosePart());
    this.asWords.addEventListener('click', () => this.toggle());
    api.language.addEventListener('change', () => this.anew());
    this.letters.addEventListener('keydown', (event) => this.key(event));
    mount.append(this.letters, this.start, this.asWords, this.crop.element);
    new ResizeObserver(() => this.place()).observe(mount);
    this.translate();
  }

  // The picture that the pad is to show: of a photograph its first letter is read, of a clean drawing all of it.
  // whole: the picture that `crop` is a part of.
  async read(blob, crop = null, whole = null) {
    const picture = await this.reader.read(blob, crop);
    picture.whole = whole ?? picture;
    return this.shownOf(picture);
  }

  // The same of a frame of the camera; null where nothing can look for letters.
  async see(canvas, pixels) {
    return this.reader.worker && this.shownOf({ canvas, pixels, found: (await this.reader.ask({ pixels })).found });
  }

  shownOf(picture) {
    const { found, pixels } = picture;
    const letters = found && !found.drawn ? found.letters : [];
    if (letters.length) return { ...picture, letters, answers: [], read: [], at: 0, pixels: letters[0].pixels };
    const asIs = !found || found.drawn || found.even;
    return { ...picture, letters, pixels: asIs ? pixels : NOTHING, finding: found?.finding ?? null };
  }

  async readPart(part) {
    const { sheet } = this.api, before = sheet.picture;
    if (!before?.blob) return;
    const picture = await this.read(before.blob, part, before.whole);
    if (sheet.picture === before) sheet.show(picture);
  }

  choosePart() {
    const { sheet } = this.api, { picture } = sheet;
    if (!picture?.blob) return; // gone since the button was shown
    const { crop, whole, pixels } = picture;
    this.kept = crop ? { picture, whole: { ...whole, pixels } } : null;
    if (crop) sheet.show(this.kept.whole);
    this.crop.open(crop);
    this.place();
  }

  // The frame is gone; the part before comes back.
  partChosen() {
    const { sheet } = this.api;
    if (this.kept && sheet.picture === this.kept.whole) sheet.show(this.kept.picture);
    this.place();
    this.start.focus();
  }

  // After each prediction: answer belongs to what the pad shows.
  update(answer) {
    const { picture } = this.api.sheet;
    if (picture !== this.picture) this.shown(picture);
    const several = picture?.letters?.length > 1;
    if (!several || !answer) return;
    picture.answers[picture.at] = answer;
    const all = this.readSome(picture);
    picture.letters.forEach((_, i) => this.label(i));
    const seen = this.letters.getClientRects().length > 0;
    if (!all || !seen || this.coming || this.told === picture.answers) return;
    this.told = picture.answers;
    this.tell(picture);
  }

  // Another picture, or none, than before.
  shown(picture) {
    const same = picture?.answers !== undefined && picture.answers === this.picture?.answers;
    this.picture = picture;
    this.start.hidden = !picture?.blob;
    if (!picture?.blob) this.crop.close();
    if (!same) this.lay(picture);
    this.place();
  }

  lay(picture) {
    const several = picture?.letters?.length > 1;
    this.buttons = several ? picture.letters.map((_, i) => {
      const button = make('button', { type: 'button' }, make('span'));
      button.addEventListener('click', () => this.choose(i));
      return button;
    }) : [];
    this.letters.replaceChildren(...this.buttons);
    if (several && hasWords(picture.letters)) this.bringLanguage();
  }

  // Until it is there, and where it does not come, the letters are told by themselves.
  async bringLanguage() {
    const { language } = this.api;
    if (language.ready) return;
    this.coming = true;
    await language.load().catch(() => {});
    this.coming = false;
    this.anew();
  }

  toggle() {
    this.wanted = !this.wanted;
    this.api.settings.set('photoWords', this.wanted);
    this.anew();
  }

  // All words are read once more, and told.
  anew() {
    this.told = null;
    this.place();
    if (!this.buttons.length) return;
    this.picture.read.length = 0;
    this.api.sheet.changed();
  }

  get readsWords() {
    return this.wanted && this.api.language.ready;
  }

  // Everything that lies over the picture, by the picture's place on the pad.
  place() {
    const { sheet: { ink, picture } } = this.api;
    this.letters.hidden = !this.buttons.length || this.crop.isOpen;
    this.start.hidden = !picture?.blob || this.crop.isOpen;
    this.asWords.hidden = this.letters.hidden || !this.api.language.ready || !hasWords(picture.letters);
    this.asWords.setAttribute('aria-pressed', String(this.wanted));
    if (!picture) return;
    const { left, top, scale } = ink.placeOf(picture.canvas), { width, height } = ink.canvas;
    const percent = (v, all) => `${(100 * v) / all}%`;
    this.buttons.forEach(({ style }, i) => {
      const [x0, y0, x1, y1] = picture.letters[i].box.map((v) => v * scale);
      style.left = percent(left + x0, width);
      style.top = percent(top + y0, height);
      style.width = percent(x1 - x0, width);
      style.height = percent(y1 - y0, height);
    });
    this.crop.place({
      left: left / width, top: top / height,
      width: (picture.canvas.width * scale) / width, height: (picture.canvas.height * scale) / height,
    });
  }

  // Letters that have no answer yet, then words, a few at a time. True once there are no more.
  readSome({ letters, answers, read, pixels: chosen }) {
    const { sheet, recognizer } = this.api;
    let n = 0;
    letters.forEach(({ pixels }, i) => {
      if (answers[i] || n === AT_ONCE) return;
      answers[i] = recognizer.recognizePixels(pixels);
      n++;
    });
    if (n && n < AT_ONCE) recognizer.recognizePixels(chosen); // the steps that are shown are its
    for (const word of this.readsWords ? wordsOf(letters) : []) {
      if (n === AT_ONCE) break;
      if (read[word[0]] !== undefined) continue;
      const texts = readWord(recognizer, word.map((i) => letters[i]), word.map((i) => answers[i]));
      word.forEach((i, k) => { read[i] = texts?.[k] ?? ''; });
      n++;
    }
    if (n === AT_ONCE) sheet.changed();
    return n < AT_ONCE;
  }

  // What letter i is: in its word where words are read, else by itself; and whether it is another one there.
  textOf(i) {
    const { answers, read } = this.picture, answer = answers[i];
    const own = answer && !answer.empty ? answer.letter : '?', text = (this.readsWords && read[i]) || own;
    return { text, own, differs: text !== own && text !== otherCase(own) };
  }

  label(i) {
    const { words, fill, percent } = this.api;
    const { letters, answers, at } = this.picture;
    const answer = answers[i], button = this.buttons[i];
    if (!answer && button.firstChild.textContent) return; // it is being read once more
    const { text: letter, own, differs } = this.textOf(i);
    button.firstChild.textContent = letter;
    button.classList.toggle('unsure', Boolean(answer && !answer.isLetter));
    button.classList.toggle('by-word', differs);
    button.setAttribute('aria-pressed', String(i === at));
    button.setAttribute('aria-label', fill(differs ? words.foundInWord : words.foundOne, {
      letter, own, number: i + 1, total: letters.length, percent: percent(answer?.confidence ?? 0),
    }));
    button.tabIndex = i === at ? 0 : -1;
  }

  tell({ letters }) {
    const { words, fill, notice } = this.api;
    const text = textOf(letters, letters.map((_, i) => this.textOf(i).text));
    notice.mention(fill(words.foundMany, { total: letters.length, text }));
  }

  choose(i) {
    const { sheet } = this.api, { picture } = sheet;
    sheet.show({ ...picture, at: i, pixels: picture.letters[i].pixels });
  }

  key(event) {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const n = this.buttons.length, next = (this.picture.at + by + n) % n;
    this.choose(next);
    this.buttons[next].focus();
  }

  translate() {
    const { words } = this.api;
    this.letters.setAttribute('aria-label', words.foundLabel);
    this.start.textContent = words.cropStart;
    this.asWords.textContent = words.asWords;
    this.asWords.title = words.asWordsTitle;
    this.crop.translate();
    if (this.buttons.length) this.buttons.forEach((_, i) => this.label(i));
  }

  // Another model is in use: its answers are others.
  modelChanged() {
    this.told = null;
    this.reread();
  }

  reread() {
    if (this.picture?.answers) this.picture.answers.length = this.picture.read.length = 0;
  }
}

export const open = (mount, api) => new Paper(mount, api);
