// why_de.js - die Sätze von "Warum dieser Buchstabe".
export const de = {
  lead: 'Deckt man ein Stück der Tinte mit Papier zu und fragt noch einmal, so leidet die Antwort dort am meisten, ' +
    'wo das Netz hingesehen hat. Das ist gemessen, nicht geraten: Jede Stelle ist ein weiterer Lauf des Netzes, das antwortet.',
  empty: 'Zeichne zuerst einen Buchstaben.',
  answerTitle: 'Was für {letter} spricht',
  secondTitle: 'Was für {letter} spricht, das Nächstbeste',
  legendFor: 'ohne das verliert {letter}',
  legendAgainst: 'ohne das gewinnt {letter}',
  patch: 'Auf einmal zugedeckte Pixel',
  mapLabel: 'Was für {letter} spricht: Pfeiltasten decken eine Stelle zu',
  mapRole: 'Karte der Tinte',
  coveredAt: 'Zeile {row}, Spalte {column}: {first} {before} → {after}',
  coveredNow: 'dann gelesen als {letter}',
  coveredPoint: 'Zeige auf eine Stelle oder nimm die Pfeiltasten, um sie zuzudecken und zu sehen, was gelesen wird.',
  coveredPicture: 'Das Bild mit der zugedeckten Stelle',
  strokesTitle: 'Auf welchen Strich es ankam',
  strokesLead: 'Jeder Strich wird einmal weggelassen. Der Rest wird vorbereitet und gelesen wie jede Zeichnung, ' +
    'also neu zentriert und vergrößert.',
  partsLead: 'Es gibt nur einen Strich, darum wird jedes Drittel einmal weggelassen. Der Rest wird vorbereitet und ' +
    'gelesen wie jede Zeichnung, also neu zentriert und vergrößert.',
  strokesNone: 'Ein Bild hat keine Striche, die man weglassen könnte. Lies aus Strichen, um sie zu sehen.',
  strokesOne: 'Es ist ein einzelner Punkt, ohne ihn bleibt nichts.',
  stroke: 'Strich {n}',
  part: 'Drittel {n}',
  without: 'ohne ihn',
  alone: 'allein',
  nothing: 'nichts übrig',
  mattered: 'wiegt am meisten',
};
