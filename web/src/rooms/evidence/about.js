// about.js - what the build asks of a room: its place among the rooms, and the strings that it shares.
export const order = 40;
export const shares = ['matrix'];
// In 64 x 44, for the row of places under the pad.
export const picture = '<path class="soft" d="M14 4h36v36H14z"/><path class="fill" d="M14 4h7.2v7.2H14zm7.2 7.2h7.2v7.2h-7.2zm7.2 7.2h7.2v7.2h-7.2zm7.2 7.2h7.2v7.2h-7.2zm7.2 7.2H50V40h-7.2z"/><path class="against thick" d="M40 8.5h2"/>';
