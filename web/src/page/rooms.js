// rooms.js - the parts of the page that are loaded only when the reader opens them.
//
// A room is a <details id="room-NAME">, and #NAME its address. Its code and style lie in the page as text,
// code-NAME and style-NAME, and become elements when it is first opened; the page's
// policy lists the hash of each. web/src/rooms/NAME/room.js is its code and exports
//
//     open(mount, api) { return room; }
//
// which the build registers with the room's strings, lettersRooms.NAME = { open, tables: { en, de } };
// room may have update(answer), called after each prediction, in its frame and
// only while the room is open; answered(answer), called after each, open or not; translate();
// modelChanged(); lentChanged(); shown() and hidden().
// What api offers is listed at makeApi(). The text of a room with data-beside lies in workshop.html (workshop.js).
import { strings, fill, decimal, percent } from '../strings/strings.js';
import { openRecognizer } from '../recognizer/recognizer.js';
import { download } from '../pad/exporting.js';
import { MiniPad } from '../pad/minipad.js';
import { make } from '../shared/dom.js';
import { whole, wholePage } from './parts.js';
import { payload } from './payload.js';
import { loadWorkshop } from './workshop.js';

const SMALL = matchMedia('(max-width: 719px), (max-height: 539px)');

const nameOf = (e) => e.id.slice('room-'.length);
const leadsTo = (hash, e) => hash === `#${e.id}` || hash === `#${nameOf(e)}`;

const $ = (id) => document.getElementById(id);

// The text of a data block as an element that the browser runs or applies.
export function realise(id, tag) {
  const e = document.createElement(tag);
  e.textContent = $(id).textContent;
  document.head.append(e);
}

export class Rooms {
  // current(): {recognizer, answer, source}, each null where there is none yet; source says what the
  // answer is made from. samples: what unpackSamples() gives. clear() and example() are the buttons of
  // the small pads, put() lays what a room shows on the pad. modelChanged() is called once another model is in use, or
  // its classes are others. read() recognises what is on the pad once more; reread() has everything drawn answered anew.
  constructor({ sheet, samples, current, clear, example, put, modelChanged, read, reread, notice, settings }) {
    Object.assign(this, { sheet, samples, current, clear, example, put, modelChanged, read, reread, notice, settings });
    this.lent = []; // see makeApi()
    this.model = null; // a .hwr file, where another than the page's own is in use
    this.files = []; // EMNIST's, as last chosen in any room
    this.entered = new Map(); // name -> what the room's open() returned
    this.spoken = new Map(); // name -> {words, tables, minis}
    globalThis.lettersRooms = {};
    this.all = [...document.querySelectorAll('.room')];
    for (const e of this.all) {
      e.addEventListener('toggle', () => this.toggled(e));
      e.querySelector('summary').addEventListener('click', () => this.name(e));
    }
    addEventListener('hashchange', () => requestAnimationFrame(() => this.follow())); // a mode may have to change before
    this.layOut(document.querySelector('.places'));
  }

  // The ways to the rooms: in a small window they come right after the answer.
  layOut(places) {
    const place = () => document.querySelector(SMALL.matches ? '.source' : '.samples').before(places);
    SMALL.addEventListener('change', place);
    place();
    // A way to where the address leads already is followed again.
    places.addEventListener('click', (event) => {
      const { hash } = event.target.closest('a') ?? {};
      if (!hash || hash !== location.hash) return;
      event.preventDefault();
      this.follow();
    });
  }

  // Rooms need the recogniser, and their own text, which is the last of the page.
  get possible() {
    return this.current().recognizer !== null && whole();
  }

  // With each of the two: rooms that the reader has opened meanwhile can start.
  start() {
    if (!this.possible) return;
    this.follow();
    for (const e of this.all) if (e.open) this.toggled(e);
  }

  // A room that is opened by hand gives the page its address, for a link to it; not in the place of a drawing's.
  name(e) {
    const { hash } = location;
    if (hash !== '' && !this.all.some((room) => leadsTo(hash, room))) return;
    try {
      history.replaceState(null, '', e.open ? location.href.split('#')[0] : `#${nameOf(e)}`);
    } catch {
      // A sandbox may keep its address.
    }
  }

  // #NAME in the address opens the room, and so does #room-NAME.
  follow() {
    const e = this.all.find((room) => leadsTo(location.hash, room));
    if (!e) return;
    const arrive = () => {
      e.scrollIntoView();
      e.querySelector('summary').focus({ preventScroll: true });
    };
    // Before a closed room is laid out, there may be too little under it to bring it to the top.
    if (!e.open) e.addEventListener('toggle', arrive, { once: true });
    e.open = true;
    arrive();
  }

  toggled(e) {
    if (!this.current().recognizer) return;
    const name = nameOf(e);
    if (!e.open) {
      this.entered.get(name)?.hidden?.();
      return;
    }
    if (!this.entered.has(name) && !(whole() && $(`code-${name}`))) {
      this.bring(name, e);
      return;
    }
    if (!this.entered.has(name)) this.enter(name, e);
    this.entered.get(name).shown?.();
    this.show(name, this.current().answer);
  }

  // The texts of a room that are not in the page, and then into it; or why not.
  async bring(name, e) {
    const mount = e.querySelector('.room-mount');
    mount.replaceChildren(make('p.note', { role: 'status' }, strings.loading));
    try {
      await wholePage();
      if ('beside' in e.dataset) await loadWorkshop();
      if (this.entered.has(name)) return; // asked for twice, by the start and by the address
      this.enter(name, e);
      this.toggled(e);
    } catch ({ status }) {
      const why = status === 'PART_MISSING' ? strings.partMissing : strings.workshopMissing;
      mount.replaceChildren(make('p.failure', { role: 'alert' }, why));
    }
  }

  show(name, answer) {
    const { classes } = this.current().recognizer;
    for (const mini of this.spoken.get(name).minis) mini.update(answer, classes);
    this.entered.get(name).update?.(answer);
  }

  // A room as its open() returned it, entered if need be, without opening it. null: not yet possible.
  reach(name) {
    if (!this.possible) return null;
    if (!this.entered.has(name)) this.enter(name, $(`room-${name}`));
    return this.entered.get(name);
  }

  enter(name, e) {
    realise(`style-${name}`, 'style');
    realise(`code-${name}`, 'script');
    const { tables, open } = globalThis.lettersRooms[name];
    const words = { ...tables[strings.languageCode] };
    this.spoken.set(name, { words, tables, minis: [] });
    const mount = e.querySelector('.room-mount');
    mount.replaceChildren();
    this.entered.set(name, open(mount, this.makeApi(name)));
    this.entered.get(name).answered?.(this.current().answer);
  }

  makeApi(name) {
    const { sheet, samples, current, clear, example, read, reread, notice, settings } = this;
    const { words, minis } = this.spoken.get(name);
    const rooms = this;
    return {
      // The room's own strings and the page's, both in the language of the moment.
      words, strings, fill, decimal, percent,
      // The pad's recogniser, its latest answer (or null) and what it was given.
      get recognizer() { return current().recognizer; },
      get answer() { return current().answer; },
      get strokes() { return sheet.strokes; },
      get source() { return current().source; },
      // A small pad with the drawing and its answer, kept up to date: an element.
      miniPad() {
        minis.push(new MiniPad({ sheet, clear, example }));
        return minis[minis.length - 1].element;
      },
      // Lays { strokes } or { image }, 28 x 28, with a { name } to call it by, on the pad for every room to show.
      put: this.put,
      // The sample letters, [{letter, strokes}]; a Blob as a file of a name.
      samples,
      download,
      // Images of the reader's own files, [{image, letter, name()}] with 28 x 28 bytes each: a room lends them to the
      // others, whose lentChanged() is called.
      get lent() { return rooms.lent; },
      lend: (images) => rooms.lend(images),
      // A recogniser with an instance and memory of its own, for work of which the pad
      // must notice nothing; without a model it takes the one in use.
      second: (modelBytes) => rooms.second(modelBytes),
      // The same with the page's own model, whatever is in use.
      secondOwn: () => rooms.second(payload().modelBytes),
      // For a worker: {build, wasmBytes, modelBytes} of what is in use, as openRecognizer() takes it.
      bytes: () => rooms.bytes(),
      // Puts another .hwr file to use, or with null the page's own again. Rejects with a
      // RecognizerError, and leaves all as it is, where the core refuses the file.
      loadModel: (bytes) => rooms.loadModel(bytes),
      get shipped() { return rooms.model === null; },
      // Another room, as its open() returned it.
      room: (other) => rooms.reach(other),
      // The files of EMNIST that were last chosen, in whichever room.
      get files() { return rooms.files; },
      set files(files) { rooms.files = files; },
      // The pad: what is on it, as a value that is another after each change; read and answered
      // anew; cleared. read() only leaves the recogniser with it.
      subject: () => sheet.picture ?? sheet.drawing.steps,
      reread,
      read,
      clear,
      // The recogniser's classes are others: the page and its rooms are told.
      relabel: () => rooms.relabel(name),
      // The line at the foot of the window, and what the page remembers where the browser lets it.
      notice,
      setting: (key, value) => settings.set(key, value),
      settingsKept: () => settings.kept,
    };
  }

  lend(images) {
    this.lent = images;
    for (const room of this.entered.values()) room.lentChanged?.();
  }

  bytes() {
    const { build } = this.current().recognizer;
    const inside = payload();
    return { build, wasmBytes: inside[`${build}Bytes`], modelBytes: this.model ?? inside.modelBytes };
  }

  second(modelBytes) {
    const inUse = this.bytes();
    return openRecognizer({ ...inUse, modelBytes: modelBytes ?? inUse.modelBytes });
  }

  async loadModel(bytes) {
    const wanted = bytes ?? payload().modelBytes;
    await this.second(wanted); // a model that is refused must not leave the pad without one
    this.current().recognizer.load(wanted);
    this.model = bytes;
    this.modelChanged();
    for (const room of this.entered.values()) room.modelChanged?.();
    this.sheet.changed();
  }

  relabel(by) {
    this.modelChanged();
    for (const [name, room] of this.entered) if (name !== by) room.modelChanged?.();
    this.sheet.changed();
  }

  update(answer) {
    for (const room of this.entered.values()) room.answered?.(answer);
    for (const name of this.entered.keys()) if ($(`room-${name}`).open) this.show(name, answer);
  }

  translate() {
    for (const [name, room] of this.entered) {
      const { words, tables, minis } = this.spoken.get(name);
      Object.assign(words, tables[strings.languageCode]);
      for (const mini of minis) mini.translate();
      room.translate?.();
    }
  }
}
