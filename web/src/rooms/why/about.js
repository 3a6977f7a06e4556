// about.js - what the build asks of a room: its place among the rooms.
export const order = 20;
// In 64 x 44, for the row of places under the pad.
export const picture = '<path class="mark thick" d="M22 38V6h12q9 0 9 8t-9 8H22"/><path class="against thick" d="M33 22l11 16"/>';
