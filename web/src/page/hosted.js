// hosted.js - what a web server adds: the page can be installed, works offline from the
// second visit on, and says when a newer version is ready. From file:// nothing here runs,
// and a host that serves index.html alone loses only this.

function link(rel, href) {
  const e = document.createElement('link');
  e.rel = rel;
  e.setAttribute('href', href);
  document.head.append(e);
}

// onUpdate(use) is called when a new version waits; use() puts it in charge.
export async function startHosted(onUpdate) {
  if (!/^https?:$/.test(location.protocol) || !navigator.serviceWorker) return;
  let registration;
  try {
    registration = await navigator.serviceWorker.register('sw.js');
  } catch {
    return; // no sw.js beside the page, or storage is denied
  }
  link('manifest', 'manifest.webmanifest');
  link('apple-touch-icon', 'icon-192.png');
  const offer = () => {
    const { waiting } = registration;
    if (waiting && navigator.serviceWorker.controller) onUpdate(() => waiting.postMessage('use'));
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing.addEventListener('statechange', offer);
  });
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (controlled) location.reload();
    controlled = true;
  });
}
