/* The search box: a combobox over the words of this module, or over all modules. Nothing is loaded before it is used;
   indexes are classic scripts that call `chapbook.searchIndex`, so that it works from files too. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const MOST = 20;
  const script = document.currentScript.src;
  const root = new URL("../../", script);
  const box = document.querySelector(".cb-search");
  if (!box) return;
  const [opener, input, closer] = ["open", "input", "close"].map((name) => box.querySelector(`.cb-search__${name}`));
  const [panel, note, list, status] = ["panel", "note", "hits", "status"].map((name) => box.querySelector(`.cb-search__${name}`));
  const loads = new Map();
  const indexes = new Map();
  let wide = false;
  let active = -1;
  let asked = 0;

  chapbook.searchIndex = (index) => indexes.set(document.currentScript.src, index);

  const load = (url) => {
    if (!loads.has(url)) {
      const loading = new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = url;
        element.onload = resolve;
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

  const place = () => (wide ? root : moduleRoot() ?? root);

  const entries = async (folder) => {
    const url = new URL("search/index.js", folder).href;
    await Promise.all([load(new URL("search-core.js", script).href), load(url)]);
    const index = indexes.get(url);
    return (index.entries ??= chapbook.search.entries(index));
  };

  const make = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...inside);
    return element;
  };

  const marked = (text, query, length) =>
    chapbook.search.snippet(text, query, length).map((part) => (part.hit ? make("mark", "", part.text) : part.text));

  const option = (element, name) => {
    element.id = `cb-hit-${list.children.length}`;
    element.tabIndex = -1;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.classList.add("cb-hit", `cb-hit--${name}`);
    list.append(element);
    return element;
  };

  const hit = (entry, folder, query) => {
    const link = make("a", "", make("span", "cb-hit__title", ...marked(entry.heading || entry.title, query)));
    if (entry.heading) link.append(make("span", "cb-hit__page", ...marked(entry.title, query)));
    if (entry.text) link.append(make("span", "cb-hit__text", ...marked(entry.text, query, 130)));
    link.dir = "auto";
    link.href = new URL(entry.url, folder).href;
    option(link, "page").addEventListener("click", () => close());
  };

  const widen = (label) => {
    const button = make("button", "", label);
    button.type = "button";
    option(button, "scope").addEventListener("click", () => {
      wide = !wide;
      name();
      show();
      input.focus();
    });
  };

  const choose = (at) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const chosen = list.children[at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const open = (visible) => {
    panel.hidden = !visible;
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(visible && !list.hidden));
    if (!visible) choose(-1);
  };

  const say = (text) => {
    note.textContent = status.textContent = text;
  };

  const show = async () => {
    const query = input.value.trim();
    const turn = ++asked;
    if (!query) {
      say("");
      return open(false);
    }
    const folder = place();
    let found;
    try {
      found = await entries(folder);
      if (turn !== asked) return;
      found = chapbook.search.rank(found, query);
    } catch {
      found = null;
    }
    if (turn !== asked) return;
    choose(-1);
    list.replaceChildren();
    for (const entry of found?.slice(0, MOST) ?? []) hit(entry, folder, query);
    if (moduleRoot()) widen(wide ? chapbook.t("search.inside") : chapbook.t("search.everywhere", { words: query }));
    if (!found) say(chapbook.t("search.failed"));
    else if (!found.length) say(chapbook.t("search.none", { words: query }));
    else say(chapbook.t(found.length > MOST ? "search.first" : "search.count", { count: found.length, shown: MOST }));
    open(true);
  };

  const close = () => {
    asked++;
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
    const words = chapbook.t(moduleRoot() && !wide ? "search.module" : "search.all");
    input.placeholder = words;
    input.setAttribute("aria-label", words);
  };

  const start = () => {
    wide = false;
    close();
    name();
  };

  input.addEventListener("focus", () => {
    entries(place()).catch(() => {});
    if (input.value) show();
  });
  input.addEventListener("input", show);
  opener.addEventListener("click", enter);
  closer.addEventListener("click", () => {
    close();
    opener.focus();
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close();
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    const shown = !panel.hidden && last >= 0;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && shown) choose(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp" && shown) choose(active < 0 ? last : active - 1);
    else if (event.key === "ArrowDown") show();
    else if (event.key === "Enter" && shown) list.children[Math.max(active, 0)].click();
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
