// robust_de.js - die Sätze von "Was es aushält".
export const de = {
  lead: 'Jede Kurve ist die Wahrscheinlichkeit des gezeichneten Buchstabens, während sich eines ändert und das übrige ' +
    'bleibt, wie es eingestellt ist. Ein Regler ändert die Zeichnung für alle Kurven.',
  undone: 'Bevor das Netz einen Buchstaben sieht, rückt ihn das Programm in die Mitte, bringt ihn auf eine Größe und ' +
    'gibt ihm einen Stift. Darum sind Ort, Größe und Breite fast gleichgültig; die gestrichelte Kurve zeigt das Netz ' +
    'allein, ohne diese Hilfe. Neigung, Drehung und Zittern werden nicht ausgeglichen: Damit muss das Netz selbst zurechtkommen.',
  empty: 'Zeichne zuerst einen Buchstaben.',
  picture: 'Diese Änderungen brauchen Striche; ein Bild hat keine. Geh zurück zur Zeichnung.',
  whole: 'ganzes Programm',
  alone: 'Netz allein',
  given: 'Gegeben',
  prepared: 'Vorbereitet',
  unprepared: 'Unvorbereitet',
  nothing: 'kein Buchstabe gefunden',
  reset: 'Zurück zur Zeichnung',
  width: 'Stiftbreite',
  widthNote: 'In Prozent des Buchstabens. Aus einem Bild gelesen, denn Striche haben keine Breite.',
  size: 'Größe',
  sizeNote: 'In Prozent des Bilds. Aus einem Bild gelesen; die Größe von Strichen ist immer gleichgültig.',
  shift: 'Verschiebung',
  shiftNote: 'In Prozent des Bilds. Aus einem Bild gelesen, bis der Buchstabe es verlässt.',
  specks: 'Flecken',
  specksNote: 'So viel des Bilds wird schwarz. Flecken sind für das Programm Tinte.',
  rotation: 'Drehung',
  rotationNote: 'Aus Strichen gelesen. M und W, d und p sind einander gedreht.',
  slant: 'Neigung',
  slantNote: 'Aus Strichen gelesen.',
  tremble: 'Zitternde Hand',
  trembleNote: 'In Prozent des Buchstabens. Aus Strichen gelesen.',
  curveLabel: '{name}: gelesen als {letter} mit {percent} oder mehr auf {share} des Bereichs',
};
