// about.js - what the build asks of a room: its place among the rooms.
export const order = 10;
// In 64 x 44, for the row of places under the pad.
export const picture = '<path class="soft" d="M4 10h24v24H4z"/><path d="M10 28l6-14 6 14m-10-5h8"/><path class="mark" d="M28 22h6m10-12h6v-2m-6 14h6m-6 12h6"/><path d="M34 4h10v10H34zm0 13h10v10H34zm0 13h10v10H34z"/><path class="soft" d="M52 6h8v32h-8z"/><path class="mark" d="M52 30h8"/>';
