// why_en.js - the sentences of "Why this letter".
export const en = {
  lead: 'Cover a bit of the ink with paper and ask again: where the answer suffers most, the network looked. ' +
    'This is measured, not guessed: each place is one more run of the network that answers.',
  empty: 'Draw a letter first.',
  answerTitle: 'What speaks for {letter}',
  secondTitle: 'What speaks for {letter}, the next best',
  legendFor: 'without it {letter} loses',
  legendAgainst: 'without it {letter} gains',
  patch: 'Pixels covered at a time',
  mapLabel: 'What speaks for {letter}: arrow keys cover a place',
  mapRole: 'map of the ink',
  coveredAt: 'row {row}, column {column}: {first} {before} → {after}',
  coveredNow: 'then read as {letter}',
  coveredPoint: 'Point at a place, or use the arrow keys, to cover it and see what is read.',
  coveredPicture: 'The image with the place covered',
  strokesTitle: 'Which stroke mattered',
  strokesLead: 'Each stroke is left out in turn. The rest is prepared and read like any drawing, ' +
    'so it is centred and scaled anew.',
  partsLead: 'There is one stroke only, so each third of it is left out in turn. The rest is prepared and ' +
    'read like any drawing, so it is centred and scaled anew.',
  strokesNone: 'A picture has no strokes to leave out. Read from strokes to see them.',
  strokesOne: 'There is a single dot, and nothing is left without it.',
  stroke: 'Stroke {n}',
  part: 'Third {n}',
  without: 'without it',
  alone: 'alone',
  nothing: 'nothing left',
  mattered: 'matters most',
};
