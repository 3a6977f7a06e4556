// about.js - what the build asks of a room: its place among the rooms, and the strings that it shares.
export const order = 50;
export const shares = ['matrix', 'idx'];
// In 64 x 44, for the row of places under the pad.
export const picture = '<path class="soft" d="M6 4h16v16H6zm18 0h16v16H24zm18 0h16v16H42zM6 22h16v16H6zm18 0h16v16H24zm18 0h16v16H42z"/><path d="M10 16l4-9 4 9m-6-3h4M29 7v10m0-5q6-2 6 2t-6 3M54 9q-7-3-7 3t7 4M11 25v10q7-1 7-5t-7-5M36 25h-7v10h7m-7-5h5"/><path class="mark" d="M47 35V25h7m-7 5h5"/>';
