// sw.js - keeps the page for offline use. Written by publish.mjs: the version is a hash of every
// file it keeps, so a new build is a new cache. Caches belong to the whole origin, so that the
// worker's folder is in the name of its own.
const VERSION = '56f0b2cab2ff1ff5';
const FILES = {
  "./": "sha256-zvPnWXKPjA3qQFo9M663QOc8EfX3bPO1N5odYGnxsVM=",
  "index.html": "sha256-zvPnWXKPjA3qQFo9M663QOc8EfX3bPO1N5odYGnxsVM=",
  "workshop.html": "sha256-ok74wefMFCNZRODqxeKW6jPqQ1DcVAe5IUD7Z1Hwg+Y=",
  "manifest.webmanifest": "sha256-8yZWhY4ImL/7HUDbeHru2UmxTp1K76HUxPyMSYV2WhI=",
  "icon-192.png": "sha256-mxw9Nxhddu2yA0lmPxCZMzXiLcDrprSr+QvfWzUNucM=",
  "icon-512.png": "sha256-etLgGrv6rbsyucDM8hLW8LsneZ0hOI3u/0t1k5qG8q4="
}; // name: its hash, as in <script integrity>
const PREFIX = `handwritten-letters-${new URL(self.registration.scope).pathname} `;
const CACHE = PREFIX + VERSION;

// All files or none: where one is missing, or is not this version's, the version in charge stays.
async function install() {
  const cache = await caches.open(CACHE);
  // "reload": past the browser's own cache, which a host may have told to keep files; not so where a name has the hash
  // of its content, which the page has just brought.
  await cache.addAll(Object.entries(FILES).map(([file, integrity]) =>
    new Request(file, { cache: /\.[0-9a-f]{16}\./.test(file) ? 'default' : 'reload', integrity })));
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
