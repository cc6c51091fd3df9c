/* Ask the service worker to keep this module; say in the footer when it is kept; list what is kept on `offline.html`. */
"use strict";
(() => {
  const root = new URL("../../", document.currentScript.src).href;
  const workers = navigator.serviceWorker;
  if (!workers) return; // only over https and on this machine

  const moduleRoot = () => {
    const block = document.getElementById("cb-module");
    return block && new URL(JSON.parse(block.textContent).root, location.href).href;
  };

  const ask = async () => {
    const folder = moduleRoot();
    if (!folder || navigator.connection?.saveData) return;
    const { active } = await workers.ready;
    active.postMessage({ keep: folder });
  };

  const tell = (event) => {
    if (!event.data?.kept || event.data.kept !== moduleRoot()) return;
    let line = document.querySelector(".cb-kept");
    if (!line) {
      line = document.createElement("p");
      line.className = "cb-kept";
      document.querySelector(".cb-footer__inner")?.append(line);
    }
    line.textContent = globalThis.chapbook.t("offline.kept");
  };

  /** The modules that can be read now: their lists lie in the caches. */
  const list = async (target) => {
    const again = document.querySelector(".cb-away__again a");
    const wanted = decodeURIComponent(location.hash.slice(1));
    again.href = wanted.startsWith(root) ? wanted : root;
    const rows = [];
    for (const name of await caches.keys()) {
      const start = `chapbook ${root} module `;
      if (!name.startsWith(start)) continue;
      const folder = name.slice(start.length).split(" ")[0];
      const found = await (await caches.open(name)).match(new URL("offline.json", folder));
      if (!found) continue;
      const { title, start: page } = await found.json();
      const link = document.createElement("a");
      link.href = new URL(page, folder).href;
      link.textContent = title;
      link.dir = "auto";
      const row = document.createElement("li");
      row.append(link);
      rows.push(row);
    }
    target.replaceChildren(...rows);
    target.previousElementSibling.hidden = target.hidden = !rows.length;
  };

  workers.register(`${root}sw.js`, { scope: root, updateViaCache: "none" }).catch(() => {});
  workers.addEventListener("message", tell);
  const start = () => {
    ask();
    const target = document.querySelector(".cb-away__list");
    if (target) list(target);
  };
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
})();
