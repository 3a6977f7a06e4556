// room.js - the reader's own hand: what was learned from corrections, own signs, and all of it as a file.
// The room is entered unseen when an answer is first corrected (Rooms.reach()).
import { make } from '../../shared/dom.js';
import { Correction } from '../../hand/correction.js';
import { Examples } from '../../hand/examples.js';
import { Files } from '../../hand/files.js';
import { Memory } from '../../hand/memory.js';
import { Practice } from '../../hand/practice.js';
import { Signs } from '../../hand/signs.js';

class HandRoom {
  constructor(mount, api) {
    this.api = api;
    const memory = new Memory({ api, changed: (labels) => this.changed(labels) });
    const parts = { api, memory, dateOf: (seconds) => this.dateOf(seconds) };
    this.memory = memory;
    this.lead = make('p.room-lead');
    this.correction = new Correction(parts);
    this.examples = new Examples(parts);
    this.signs = new Signs(parts);
    this.files = new Files(parts);
    this.practice = new Practice(parts);
    mount.append(this.lead, make('div.hand-pad', api.miniPad()), this.practice.element, this.examples.element, this.signs.element, this.files.element);
    this.visible = false;
    this.translate();
    memory.begin();
  }

  dateOf(seconds) {
    return new Intl.DateTimeFormat(this.api.strings.languageCode, { day: 'numeric', month: 'long' }).format(new Date(1000 * seconds));
  }

  changed(labels) {
    if (labels) this.api.relabel();
    else this.api.reread();
    this.show();
  }

  // The lists are made only where they are seen.
  show() {
    this.files.update();
    if (!this.visible) return;
    this.examples.update();
    this.signs.update();
  }

  // "Not this?" was pressed.
  async correct() {
    await this.memory.ready;
    this.correction.toggle();
  }

  // A letter of a word was corrected, in Word mode: undone() is called where that is taken back.
  async learn(strokes, text, undone) {
    await this.memory.ready;
    this.correction.learn(strokes, text, undone);
  }

  answered(answer) {
    this.correction.answered(answer);
  }

  shown() {
    this.visible = true;
    this.show();
  }

  hidden() {
    this.visible = false;
  }

  // Another model: what was taught to the one before waits for it.
  modelChanged() {
    this.memory.begin();
  }

  translate() {
    this.lead.textContent = this.api.words.handLead;
    this.correction.translate();
    this.practice.update();
    this.show();
  }
}

export const open = (mount, api) => new HandRoom(mount, api);
