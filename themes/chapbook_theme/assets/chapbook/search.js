/* The search box: a combobox over the words of this module, then of all others. Nothing is loaded before it is used.
   Data are classic scripts that hand it over, so that it works from files too: `chapbook.searchIndex` takes the pages of a
   module, or the titles of all; `chapbook.searchWords` takes a shard, which tells in which modules a word stands. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const script = document.currentScript.src;
  const root = new URL("../../", script);
  const box = document.querySelector(".cb-search");
  if (!box) return;
  const [opener, input, closer] = ["open", "input", "close"].map((name) => box.querySelector(`.cb-search__${name}`));
  const [panel, note, list, status] = ["panel", "note", "hits", "status"].map((name) => box.querySelector(`.cb-search__${name}`));
  const loads = new Map();
  const given = new Map();
  let active = -1;
  let asked = 0;

  chapbook.searchIndex = chapbook.searchWords = (data) => given.set(document.currentScript.src, data);

  /** Run a script once; gives what it handed over. One that does not come is asked for anew the next time. */
  const load = (url) => {
    if (!loads.has(url)) {
      const loading = new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = url;
        element.onload = () => resolve(given.get(element.src));
        element.onerror = reject;
        document.head.append(element);
      });
      loads.set(url, loading);
      loading.catch(() => loads.delete(url));
    }
    return loads.get(url);
  };

  /** The folder of the page's module, or null; read anew, since instant navigation keeps the header. */
  const moduleRoot = () => {
    const block = document.getElementById("cb-module");
    return block && new URL(JSON.parse(block.textContent).root, location.href);
  };

  const options = () => list.querySelectorAll("[role=option]");

  const choose = (at) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = at;
    const chosen = all[at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const open = (visible) => {
    panel.hidden = !visible;
    list.hidden = !options().length;
    input.setAttribute("aria-expanded", String(visible && !list.hidden));
    if (visible) return;
    asked++; // what is still on its way would open it again
    choose(-1);
  };

  /** Say it to everybody; while there is more to come, only to those who see. */
  const say = (text, done = true) => {
    note.textContent = text;
    if (done) status.textContent = text;
  };

  /** What looks and lists; its files come with the first use. */
  const results = async () => {
    await Promise.all(["search-core.js", "search-words.js", "search-results.js"].map((name) => load(new URL(name, script).href)));
    return (chapbook.results ??= chapbook.resultsOf({ root, list, load, choose, again: show }));
  };

  const warm = async () => {
    const { entries, titles } = await results();
    await (moduleRoot() ? entries(moduleRoot()) : titles());
  };

  const show = async () => {
    const query = input.value.trimStart();
    const turn = ++asked;
    if (!query.trim()) {
      say("");
      return open(false);
    }
    const inside = moduleRoot();
    const search = { query, inside, isNow: () => turn === asked };
    const failed = (key) => () => chapbook.t(key);
    choose(-1);
    const looking = await results().catch(() => null);
    if (turn !== asked) return;
    list.replaceChildren();
    const wide = looking?.isWide(query);
    let said = "";
    if (!looking) said = chapbook.t("search.failed");
    else if (inside) said = await looking.own(search).catch(failed("search.failed"));
    else if (wide) said = chapbook.t("search.searching");
    if (turn !== asked) return;
    say(said, !wide);
    if (!said) return open(false);
    open(true);
    if (!wide) return;
    const far = await looking.others(search).catch(failed(inside ? "search.alone" : "search.failed"));
    if (turn !== asked) return;
    say([inside && said, far].filter(Boolean).join(said.endsWith(".") ? " " : " · "));
    open(true);
  };

  const close = () => {
    open(false);
    box.classList.remove("cb-search--open");
    opener.setAttribute("aria-expanded", "false");
  };

  const enter = () => {
    box.classList.add("cb-search--open");
    opener.setAttribute("aria-expanded", "true");
    input.focus();
    input.select();
  };

  const name = () => {
    const words = chapbook.t(moduleRoot() ? "search.module" : "search.all");
    input.placeholder = words;
    input.setAttribute("aria-label", words);
  };

  const start = () => {
    chapbook.results?.narrow();
    close();
    name();
  };

  input.addEventListener("focus", () => {
    warm().catch(() => {});
    if (input.value && panel.hidden) show();
  });
  input.addEventListener("input", () => {
    chapbook.results?.narrow();
    show();
  });
  opener.addEventListener("click", enter);
  closer.addEventListener("click", () => {
    close();
    opener.focus();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) close();
    else input.focus();
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close();
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const last = all.length - 1;
    const shown = !panel.hidden && last >= 0;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && shown) choose(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp" && shown) choose(active < 0 ? last : active - 1);
    else if (event.key === "ArrowDown") show();
    else if (event.key === "Enter" && shown) all[Math.max(active, 0)].click();
    else if (event.key === "Escape" && (shown || !panel.hidden)) open(false);
    else if (event.key === "Escape" && opener.offsetParent) {
      close();
      opener.focus();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!slash && !(event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey)) return;
    event.preventDefault();
    enter();
  });

  box.dataset.ready = "yes";
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
})();
