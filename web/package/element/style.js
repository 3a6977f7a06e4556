// style.js - how a pad looks: the colours of a form's field, unless custom properties say otherwise.

export const style = `
:host { display: inline-block; inline-size: 12rem; max-inline-size: 100%; position: relative; vertical-align: bottom; }
:host([mode=word]) { inline-size: 26rem; }
:host([hidden]) { display: none; }
canvas {
  display: block; inline-size: 100%; aspect-ratio: 1; box-sizing: border-box; cursor: crosshair; touch-action: none;
  background-color: var(--letter-pad-paper, Field); color: var(--letter-pad-ink, FieldText);
  accent-color: var(--letter-pad-accent, LinkText);
  border-radius: var(--letter-pad-radius, 8px); box-shadow: 0 0 0 1px var(--letter-pad-line, GrayText);
  user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; -webkit-tap-highlight-color: transparent;
}
:host([mode=word]) canvas { aspect-ratio: 3; }
canvas:focus-visible { outline: 2px solid var(--letter-pad-accent, LinkText); outline-offset: 2px; }
canvas[part~=by-pointer] { outline: none; }
[part~=cursor] {
  position: absolute; inline-size: 18px; block-size: 18px; margin: -9px 0 0 -9px; box-sizing: border-box; pointer-events: none;
  border: 2px solid var(--letter-pad-accent, LinkText); border-radius: 50%;
}
[part~=down] { border-width: 6px; }
button[hidden] { display: none; }
button {
  position: absolute; inset-block-start: 4px; inset-inline-end: 4px; inline-size: 32px; block-size: 32px; padding: 0;
  display: grid; place-items: center; border: 0; border-radius: 50%; background: none; cursor: pointer;
  color: var(--letter-pad-ink, FieldText); opacity: .7;
}
button:hover, button:focus-visible { opacity: 1; }
button:focus-visible { outline: 2px solid var(--letter-pad-accent, LinkText); }
svg { inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.disabled { opacity: .5; pointer-events: none; }
@media (forced-colors: active) { canvas { border: 1px solid CanvasText; } }
`;
