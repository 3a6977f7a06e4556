// tools.js - the buttons under the wide pad.
import { draw, make } from '../shared/dom.js';

// Each an icon in 20 x 20.
const ICONS = {
  undo: 'M8 4 4 8l4 4M4 8h8a4 4 0 0 1 0 8H8',
  redo: 'm12 4 4 4-4 4M16 8H8a4 4 0 0 0 0 8h4',
  eraser: 'm8 17-5-5 8-8 6 6-7 7zM7 8l6 6M8 17h9',
  clear: 'm5 5 10 10M15 5 5 15',
  backspace: 'M7 5h10v10H7l-4-5zM10 8l4 4M14 8l-4 4',
  space: 'M3 10v4h14v-4',
  newline: 'M16 4v6H5M8 7l-3 3 3 3',
};

export class ToolBar {
  // acts: a function for each of them.
  constructor(acts) {
    this.buttons = Object.fromEntries(Object.entries(ICONS).map(([name, d]) => {
      const icon = draw('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' }, draw('path', { d }));
      const label = make('span'), button = make('button', { type: 'button' }, icon, label);
      button.addEventListener('click', acts[name]);
      return [name, { button, label }];
    }));
    this.element = make('div.tools.words-tools', { role: 'group' }, ...Object.values(this.buttons).map(({ button }) => button));
    this.press('eraser', false);
  }

  translate({ words, strings }) {
    const said = {
      undo: [strings.undo, strings.undoKeys], redo: [strings.redo, strings.redoKeys], eraser: [strings.eraser, strings.eraserKeys],
      clear: [strings.clear, strings.clearKeys], backspace: [words.backspace, words.backspaceTitle],
      space: [words.space, words.spaceTitle], newline: [words.newline, words.newlineTitle],
    };
    for (const [name, { label, button }] of Object.entries(this.buttons)) [label.textContent, button.title] = said[name];
    this.element.setAttribute('aria-label', strings.toolsLabel);
  }

  // Not "disabled": a button that has the focus would lose it.
  enable(name, able) {
    this.buttons[name].button.setAttribute('aria-disabled', String(!able));
  }

  press(name, pressed) {
    this.buttons[name].button.setAttribute('aria-pressed', String(pressed));
  }
}
