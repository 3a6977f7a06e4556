// about.js - what the build asks of a room: its place among the rooms, the strings that it shares, and that
// its code lies in workshop.html.
export const order = 52;
export const shares = ['idx'];
export const beside = true;
// In 64 x 44, for the row of places under the pad.
export const picture = '<path class="soft" d="M4 12a10 8 0 1 0 20 0 10 8 0 1 0-20 0M36 30a12 9 0 1 0 24 0 12 9 0 1 0-24 0"/><path d="M9 11h.1M14 15h.1M18 10h.1M13 8h.1M21 33h.1M27 37h.1M24 29h.1M31 34h.1" stroke-width="4"/><path class="mark" d="M43 30h.1M49 26h.1M54 31h.1M48 34h.1" stroke-width="4"/><path class="against" d="M41 11h.1M47 6h.1M46 14h.1M52 10h.1" stroke-width="4"/>';
