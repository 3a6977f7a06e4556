// panels.js - the small panels under the tools, the help, and the line of notices.

// Buttons with aria-controls open their panel, one at a time.
export class Panels {
  constructor(buttons) {
    this.pairs = buttons.map((button) => ({
      button, panel: document.getElementById(button.getAttribute('aria-controls')),
    }));
    for (const pair of this.pairs) pair.button.addEventListener('click', () => this.toggle(pair));
    document.addEventListener('pointerdown', (event) => {
      const inside = this.open && (this.open.panel.contains(event.target) || this.open.button.contains(event.target));
      if (!inside) this.close();
    });
    document.addEventListener('focusin', (event) => {
      const { open } = this;
      if (open && !open.panel.contains(event.target) && event.target !== open.button) this.close();
    });
  }

  get open() {
    return this.pairs.find(({ panel }) => !panel.hidden);
  }

  toggle(pair) {
    const wasOpen = this.open === pair;
    this.close();
    if (wasOpen) return;
    pair.panel.hidden = false;
    pair.button.setAttribute('aria-expanded', 'true');
  }

  // True where there was one to close; the focus goes back to its button.
  close() {
    const { open } = this;
    if (!open) return false;
    const hadFocus = open.panel.contains(document.activeElement);
    open.panel.hidden = true;
    open.button.setAttribute('aria-expanded', 'false');
    if (hadFocus) open.button.focus();
    return true;
  }
}

// Where the window is small, the second row of tools takes the place of the first (style/low.css), until the reader
// goes on elsewhere.
export class Fold {
  // box: what both rows lie in; part: that of the second.
  constructor(button, box, part) {
    Object.assign(this, { button, box, part });
    button.addEventListener('click', () => this.set(!this.open));
    for (const type of ['pointerdown', 'focusin']) {
      document.addEventListener(type, ({ target }) => {
        if (!button.contains(target) && !part.contains(target)) this.set(false);
      });
    }
  }

  get open() {
    return this.box.classList.contains('unfolded');
  }

  set(open) {
    this.box.classList.toggle('unfolded', open);
    this.button.setAttribute('aria-expanded', String(open));
  }

  // True where it was open; the focus goes back to its button.
  close() {
    if (!this.open) return false;
    if (this.part.contains(document.activeElement)) this.button.focus();
    this.set(false);
    return true;
  }
}

const READ_MS = 8000, LETTER_MS = 90; // a notice that goes by itself stays at least, and for each of its letters

// A line of text at the foot of the window, with a button where something can be done.
export class Notice {
  // subject(): how far the reader has come with the drawing.
  constructor({ box, text, action, dismiss, subject }) {
    Object.assign(this, { box, text, action, subject });
    dismiss.addEventListener('click', () => this.hide());
    action.addEventListener('click', () => this.act());
    this.act = () => {};
    this.about = null;
    this.timer = 0;
  }

  // Stays until it is dismissed, another comes, or the reader changes what it is about; null: nothing on the pad.
  say(message, label = '', act = () => {}, about = this.subject()) {
    clearTimeout(this.timer);
    this.act = act;
    this.about = about;
    this.box.hidden = false;
    this.text.textContent = message;
    this.action.textContent = label;
    this.action.hidden = !label;
  }

  // What needs no answer goes by itself, though not while the reader is at it.
  mention(message, label, act) {
    this.say(message, label, act);
    this.fade(Math.max(READ_MS, LETTER_MS * message.length));
  }

  fade(after) {
    this.timer = setTimeout(() => {
      if (this.box.matches(':hover, :focus-within')) this.fade(after);
      else this.hide();
    }, after);
  }

  // Once a frame.
  check() {
    if (!this.box.hidden && this.about !== null && this.about !== this.subject()) this.hide();
  }

  hide() {
    clearTimeout(this.timer);
    this.box.hidden = true;
    this.text.textContent = '';
  }
}

// A <dialog>, shown without being modal where the browser does not know how.
export class Help {
  constructor(dialog, openers, closer) {
    this.dialog = dialog;
    for (const opener of openers) opener.addEventListener('click', () => this.show());
    closer.addEventListener('click', () => this.hide());
  }

  get open() {
    return this.dialog.hasAttribute('open');
  }

  show() {
    if (this.open) return;
    if (this.dialog.showModal) this.dialog.showModal();
    else this.dialog.setAttribute('open', '');
  }

  hide() {
    if (this.dialog.close) this.dialog.close();
    else this.dialog.removeAttribute('open');
  }
}
