// hosted.js - what a web server adds: the page can be installed, works offline from the
// second visit on, and says when a newer version is ready. From file:// nothing here runs,
// and a host that serves index.html alone loses only this.

function link(rel, href) {
  const e = document.createElement('link');
  e.rel = rel;
  e.setAttribute('href', href);
  document.head.append(e);
}

// Where the page's data lie beside it, what the reader can save is the file that has all of it.
export function offerFile(a) {
  a.setAttribute('href', 'letters.html');
  a.setAttribute('download', '');
  a.hidden = false;
}

// onUpdate(use) is called when a new version waits; use() puts it in charge.
export async function startHosted(onUpdate) {
  if (!/^https?:$/.test(location.protocol)) return;
  let workers, registration;
  try {
    workers = navigator.serviceWorker; // throws in a sandbox
    if (!workers) return;
    registration = await workers.register('sw.js');
  } catch {
    return; // no sw.js beside the page, or storage is denied
  }
  link('manifest', 'manifest.webmanifest');
  link('apple-touch-icon', 'icon-192.png');
  const offer = () => {
    const { waiting } = registration;
    if (waiting && workers.controller) onUpdate(() => waiting.postMessage('use'));
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing.addEventListener('statechange', offer);
  });
  let controlled = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    if (controlled) location.reload();
    controlled = true;
  });
}
