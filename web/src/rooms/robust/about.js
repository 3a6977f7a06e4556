// about.js - what the build asks of a room: its place among the rooms.
export const order = 30;
