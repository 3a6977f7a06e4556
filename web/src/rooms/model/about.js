// about.js - what the build asks of a room: its place among the rooms.
export const order = 60;
// In 64 x 44, for the row of places under the pad.
export const picture = '<path d="M16 4h16l8 8v28H16zM32 4v8h8"/><path class="mark" d="M22 20h12M22 26h12M22 32h7"/><path d="M60 22H46m5-5l-5 5 5 5"/>';
