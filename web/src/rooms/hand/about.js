// about.js - what the build asks of a room: its place among the rooms.
export const order = 15;
// The library in it: its licence, and what it is.
export const uses = ['idb-keyval/LICENCE', 'idb-keyval (what was taught, kept in IndexedDB)'];
// In 64 x 44, for the row of places under the pad.
export const picture = '<path d="M8 34c6-18 12-26 15-24s-8 20-4 22 8-12 12-12-2 12 2 12 6-6 8-10"/><path class="mark" d="m44 30 2-6 10-10 4 4-10 10z"/>';
