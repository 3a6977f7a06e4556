// dropzone.js - files dropped while a room is open, before the page takes them for pictures:
// all that land on its zone, and those it knows by their names anywhere.

// ours(names): whether files of these names are the room's; take(files) receives them.
export function takeDrops(mount, zone, ours, take) {
  const details = mount.closest('details');
  const mine = (event) => {
    event.preventDefault();
    event.stopPropagation();
    document.getElementById('drop').hidden = true;
  };
  document.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    const wanted = details.open && files.length && (zone.contains(event.target) || ours(files.map(({ name }) => name)));
    zone.classList.remove('over');
    if (!wanted || event.defaultPrevented) return;
    mine(event);
    take(files);
  }, { capture: true });
  zone.addEventListener('dragover', (event) => {
    mine(event);
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
}
