/* Reading without a network. Made by `chapbook build`; the first lines of data change with every change of the site.

   The network comes first, always: what is kept is shown only when the host does not answer. Three kinds of caches:
   SHELL holds what every page needs; one cache a module holds its pages, its search index and its files. A module is
   kept when one of its pages was opened, whole or not at all, and again when its list has another version. WORDS holds
   those shards of the search over all modules that somebody's search fetched, until the site changes. */
"use strict";
const SITE = /*SITE*/ {};
const ROOT = self.registration.scope;
const SHELL = `chapbook ${ROOT} site ${SITE.version}`;
const MODULE = `chapbook ${ROOT} module `;
const WORDS = `chapbook ${ROOT} words`;
const SHARDS = new URL("search/words/", ROOT).href;
const AWAY = new URL(SITE.away, ROOT).href;
const running = new Map();

/** One name for an address: without query and anchor, without `index.html`. */
const plain = (url) => {
  const { origin, pathname } = new URL(url, ROOT);
  return origin + pathname.replace(/\/index\.html$/u, "/");
};

/** Fetch for keeping: ask the host whether what the browser has is still right. Hosts that redirect are followed. */
const fetched = async (url) => {
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
};

/** Fill a new cache; a few at a time, so that the page in front is not kept waiting. Nothing stays of a failure. */
const fill = async (name, urls) => {
  const cache = await caches.open(name);
  const left = [...urls];
  const work = async () => {
    while (left.length) {
      const url = left.shift();
      await cache.put(plain(url), await fetched(url));
    }
  };
  try {
    await Promise.all([work(), work(), work(), work()]);
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
};

const names = async (start) => (await caches.keys()).filter((name) => name.startsWith(start));

/** Keep the module in this folder: read its list, and if it is another than the kept one, all it names. */
const keep = async (folder) => {
  const response = await fetch(new URL("offline.json", folder), { cache: "no-cache" });
  const old = await names(`${MODULE}${folder} `);
  if (response.status === 404 || response.status === 410) return void (await Promise.all(old.map((name) => caches.delete(name))));
  if (!response.ok) return;
  const list = await response.json();
  const name = `${MODULE}${folder} ${list.version}`;
  if (old.includes(name)) return;
  await fill(name, ["offline.json", ...list.files].map((file) => new URL(file, folder).href));
  await Promise.all(old.map((each) => caches.delete(each)));
};

const keepOnce = (folder) => {
  if (!running.has(folder)) running.set(folder, keep(folder).catch(() => {}).finally(() => running.delete(folder)));
  return running.get(folder);
};

/** Players of sound and film ask for parts. */
const part = async (response, range) => {
  const found = /^bytes=(\d+)-(\d*)$/u.exec(range);
  if (!found) return response;
  const whole = await response.blob();
  const start = Number(found[1]);
  const end = Math.min(found[2] ? Number(found[2]) : Infinity, whole.size - 1);
  if (start > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  const headers = { "Content-Type": whole.type, "Content-Range": `bytes ${start}-${end}/${whole.size}`, "Content-Length": `${end - start + 1}` };
  return new Response(whole.slice(start, end + 1, whole.type), { status: 206, headers });
};

const kept = async (request) => {
  const url = plain(request.url);
  const own = [SHELL, ...(await names(MODULE)), WORDS];
  for (const address of [url, `${url}/`])
    for (const name of own) {
      const found = await (await caches.open(name)).match(address, { ignoreVary: true });
      if (found) return request.headers.has("range") ? part(found, request.headers.get("range")) : found;
    }
  return undefined;
};

/** Pages are always asked for anew, since hosts often do not say how long one is good; all else as the host says. */
const asked = (request) => {
  if (request.mode !== "navigate" && !/(?:\/|\.html)$/u.test(new URL(request.url).pathname)) return fetch(request);
  const { url, headers, redirect } = request;
  return fetch(url, { headers, redirect, cache: "no-cache", credentials: "same-origin" });
};

const keepWords = async (url, response) => (await caches.open(WORDS)).put(plain(url), response);

/** The host's answer; without one, or when the host is broken, what was kept; else the page that says so. */
const answer = async (request) => {
  let response;
  try {
    response = await asked(request);
    if (response.ok && request.url.startsWith(SHARDS)) keepWords(request.url, response.clone()).catch(() => {});
    if (response.status < 500) return response;
  } catch {
    /* no network */
  }
  const found = await kept(request);
  if (found) return found;
  if (response) return response;
  return request.mode === "navigate" ? Response.redirect(`${AWAY}#${encodeURIComponent(request.url)}`) : Response.error();
};

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(fill(SHELL, SITE.files.map((file) => new URL(file, ROOT).href)));
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await names(`chapbook ${ROOT} site `)).filter((name) => name !== SHELL);
    await Promise.all([...old, WORDS].map((name) => caches.delete(name)));
    await clients.claim();
    const folders = new Set((await names(MODULE)).map((name) => name.slice(MODULE.length).split(" ")[0]));
    for (const folder of folders) await keepOnce(folder);
  };
  event.waitUntil(tidy());
});

addEventListener("message", (event) => {
  const folder = event.data?.keep;
  if (typeof folder !== "string" || !folder.startsWith(ROOT)) return;
  const tell = async () => {
    await keepOnce(folder);
    if ((await names(`${MODULE}${folder} `)).length) event.source?.postMessage({ kept: folder });
  };
  event.waitUntil(tell());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(ROOT)) event.respondWith(answer(request));
});
