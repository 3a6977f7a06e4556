// sw.js - keeps the page for offline use. Written by build.mjs: the version is a hash
// of every file it keeps, so a new build is a new cache.
const VERSION = 'c3b5ae49711eaba9';
const FILES = ["./","index.html","manifest.webmanifest","icon-192.png","icon-512.png"];
const PREFIX = 'handwritten-letters-';
const CACHE = PREFIX + VERSION;

async function install() {
  const cache = await caches.open(CACHE);
  // "reload": past the browser's own cache, which a host may have told to keep files.
  await cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })));
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function respond(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  return kept ?? fetch(request);
}

// The version a visitor has stays in charge until it is told to give way.
self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'use') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(respond(request));
});
