// about.js - what the build asks of a room: its place among the rooms, the strings that it shares, and that
// its code lies in workshop.html, with the module that it needs.
export const order = 55;
export const shares = ['idx'];
export const beside = true;
export const modules = ['train'];
// In 64 x 44, for the row of places under the pad.
export const picture = '<path d="M8 4v34h50"/><path class="mark" d="M10 34c8-2 10-18 20-22s16-4 26-4"/><path class="against" d="M10 36c10-3 12-12 22-16s16-5 24-6" stroke-dasharray="3 3"/>';
