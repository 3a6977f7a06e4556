// matrix_en.js - what two rooms share: the confusion matrix, in English.
export const en = {
  thousands: ',',
  matrixName: 'Confusion matrix, {n} by {n}',
  matrixRole: 'table of letters',
  matrixHelp: 'Each row is a true letter, each column an answer. Point at a cell and click it, or move with the arrow keys.',
  matrixTrue: 'true letter',
  matrixAnswer: 'answer',
  matrixCell: '{t} read as {a}: {count} of {total} ({percent})',
  matrixRight: '{t} read right: {count} of {total} ({percent})',
  matrixLegendRight: 'right',
  matrixLegendWrong: 'wrong, % of the row:',
  matrixWorst: 'Commonest mistakes',
  matrixAs: 'read as',
};
