// about.js - what the build asks of a room: its place among the rooms, and the strings that it shares.
export const order = 50;
export const shares = ['matrix'];
