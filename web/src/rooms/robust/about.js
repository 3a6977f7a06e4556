// about.js - what the build asks of a room: its place among the rooms.
export const order = 30;
// In 64 x 44, for the row of places under the pad.
export const picture = '<path d="M4 38L12 14l8 24M7 30h10"/><path class="mark" d="M27 36L40 14l3 26M31 28h10"/><path d="M47 40q10-1 13-14M57 30l3-5 3 5"/>';
