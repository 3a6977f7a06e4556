// robust_en.js - the sentences of "How much it can take".
export const en = {
  lead: 'Each curve is the probability of the letter you drew while one thing changes and the others stay as set. ' +
    'Move a slider to change the drawing for all curves.',
  undone: 'Before the network sees a letter, the program centres it, scales it and gives it one pen. So place, size ' +
    'and width hardly matter; the dashed curve shows the network alone, without that help. Slant, rotation and ' +
    'trembling are not evened out: there the network itself must cope.',
  empty: 'Draw a letter first.',
  picture: 'These changes need strokes; a picture has none. Go back to the drawing.',
  whole: 'whole program',
  alone: 'network alone',
  given: 'Given',
  prepared: 'Prepared',
  unprepared: 'Not prepared',
  nothing: 'no letter found',
  reset: 'Back to the drawing',
  width: 'Pen width',
  widthNote: 'In per cent of the letter. Read from a picture, as strokes have no width.',
  size: 'Size',
  sizeNote: 'In per cent of the picture. Read from a picture; the size of strokes never matters.',
  shift: 'Shift',
  shiftNote: 'In per cent of the picture. Read from a picture, until the letter leaves it.',
  specks: 'Specks',
  specksNote: 'So much of the picture turns black. Specks are ink to the program.',
  rotation: 'Rotation',
  rotationNote: 'Read from strokes. M and W, or d and p, are each other turned.',
  slant: 'Slant',
  slantNote: 'Read from strokes.',
  tremble: 'Trembling hand',
  trembleNote: 'In per cent of the letter. Read from strokes.',
  curveLabel: '{name}: read as {letter} with {percent} or more for {share} of the range',
};
