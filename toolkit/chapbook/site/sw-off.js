/* Takes an earlier service worker of this site away, and what it kept. */
"use strict";
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const clear = async () => {
    const own = (await caches.keys()).filter((name) => name.startsWith(`chapbook ${registration.scope} `));
    await Promise.all(own.map((name) => caches.delete(name)));
    await registration.unregister();
  };
  event.waitUntil(clear());
});
