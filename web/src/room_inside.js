globalThis.lettersRooms.inside = {
  tables: { en: {}, de: {} },
  open: (mount) => ({ update(answer) { mount.textContent = answer ? answer.letter : ''; } }),
};
