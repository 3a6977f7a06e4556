// matrix_de.js - what two rooms share: the confusion matrix, in German.
export const de = {
  thousands: '.',
  matrixName: 'Verwechslungsmatrix, {n} mal {n}',
  matrixRole: 'Tabelle der Buchstaben',
  matrixHelp: 'Jede Zeile ist ein wahrer Buchstabe, jede Spalte eine Antwort. Zeig auf ein Feld und klick es an, oder geh mit den Pfeiltasten.',
  matrixTrue: 'wahrer Buchstabe',
  matrixAnswer: 'Antwort',
  matrixCell: '{t} als {a} gelesen: {count} von {total} ({percent})',
  matrixRight: '{t} richtig gelesen: {count} von {total} ({percent})',
  matrixLegendRight: 'richtig',
  matrixLegendWrong: 'falsch, % der Zeile:',
  matrixWorst: 'Häufigste Verwechslungen',
  matrixAs: 'gelesen als',
};
