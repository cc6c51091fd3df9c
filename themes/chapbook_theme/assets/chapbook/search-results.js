/* What the search box lists: results of this module, then of all others. Loaded when somebody searches, with
   `search-core.js` and `search-words.js`. Makes nodes and never writes HTML. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  /** Results of this module beside others, and alone; modules that are looked into at a time, and results of each. */
  const [BESIDE, MOST, MODULES, EACH] = [5, 20, 5, 3];
  /** Milliseconds without a letter after which the other modules are asked. */
  const PAUSE = 200;

  const make = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...inside);
    return element;
  };

  const marked = (text, query, length) =>
    chapbook.search.snippet(text, query, length).map((part) => (part.hit ? make("mark", "", part.text) : part.text));

  /** The best places of a module: those with all words, or if there are none, with some. */
  const best = (all, query) => {
    const full = chapbook.search.rank(all, query);
    return (full.length ? full : chapbook.search.rank(all, query, true)).slice(0, EACH);
  };

  /** A part of the list, with its name. */
  const part = (label) => {
    const line = make("div", "cb-search__label", label);
    line.setAttribute("aria-hidden", "true");
    const group = make("div", "cb-search__part", line);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    return group;
  };

  /** `root` is the site's folder, `list` the listbox; `load` runs a script, `choose` an option, `again` shows all anew. */
  chapbook.resultsOf = ({ root, list, load, choose, again }) => {
    /** Whether all results of this module are wanted, without others. */
    let whole = false;

    const entries = async (folder) => {
      const index = await load(new URL("search/index.js", folder).href);
      return (index.entries ??= chapbook.search.entries(index));
    };

    const titles = () => load(new URL("search/index.js", root).href);

    /** The modules that have the words, but for the one in front of us in whatever language, best first. */
    const modules = async (query, inside) => {
      const index = await titles();
      const words = chapbook.everywhere.wanted(query, index.words);
      const shards = new Map();
      const fetched = async ({ file }) => shards.set(file, await load(new URL(file, root).href));
      await Promise.all(words.map(fetched));
      const found = chapbook.everywhere.modules(index, words, (file) => shards.get(file));
      for (const each of found) each.folder = new URL(chapbook.everywhere.folderOf(each.url), root);
      return found.filter((each) => !inside?.href.startsWith(each.folder.href));
    };

    const options = () => [...list.querySelectorAll("[role=option]")];

    const option = (element, name, group) => {
      element.tabIndex = -1;
      element.setAttribute("role", "option");
      element.setAttribute("aria-selected", "false");
      element.classList.add("cb-hit", `cb-hit--${name}`);
      group.append(element);
      return element;
    };

    const hit = (entry, folder, query, group, module = "") => {
      const link = make("a", "", make("span", "cb-hit__title", ...marked(entry.heading || entry.title, query)));
      const from = [entry.heading && entry.title, module !== entry.title && module].filter(Boolean).join(" · ");
      if (from) link.append(" ", make("span", "cb-hit__page", ...marked(from, query)));
      if (entry.text) link.append(" ", make("span", "cb-hit__text", ...marked(entry.text, query, 130)));
      link.dir = "auto";
      link.href = new URL(entry.url, folder).href;
      option(link, "page", group);
    };

    const button = (label, group, action) => {
      const element = make("button", "", label);
      element.type = "button";
      option(element, "scope", group).addEventListener("click", () => action(element));
    };

    const number = () => options().forEach((each, at) => (each.id = `cb-hit-${at}`));

    /** List what this module has; gives what there is to say. */
    const own = async ({ query, inside, isNow }) => {
      const found = chapbook.search.rank(await entries(inside), query);
      if (!isNow()) return "";
      const shown = found.slice(0, whole ? MOST : BESIDE);
      if (!shown.length) return chapbook.t("search.none", { words: query.trim() });
      const group = part(chapbook.t("search.here"));
      for (const entry of shown) hit(entry, inside, query, group);
      const turn = () => {
        whole = !whole;
        again();
      };
      if (whole) button(chapbook.t("search.beside"), group, turn);
      else if (found.length > shown.length) button(chapbook.t("search.inside", { count: found.length }), group, turn);
      list.append(group);
      number();
      const some = whole && found.length > shown.length;
      return chapbook.t(some ? "search.first" : "search.count", { count: found.length, shown: shown.length });
    };

    /** List what the next modules have; one whose index does not come is shown by its title. */
    const look = async (found, at, group, search) => {
      const next = found.slice(at, at + MODULES);
      const indexed = await Promise.all(next.map((each) => entries(each.folder).catch(() => null)));
      if (!search.isNow()) return;
      for (const [place, { url, title, folder }] of next.entries()) {
        const ranked = indexed[place] && best(indexed[place], search.query);
        if (!ranked) hit({ url, title }, root, search.query, group);
        for (const entry of ranked ?? []) hit(entry, folder, search.query, group, title);
      }
      if (found.length <= at + MODULES) return;
      button(chapbook.t("search.more"), group, async (element) => {
        const place = options().indexOf(element);
        element.disabled = true;
        await look(found, at + MODULES, group, search);
        if (!search.isNow()) return;
        element.remove();
        number();
        choose(place);
      });
    };

    /** List what other modules have, or all; gives what there is to say. */
    const others = async (search) => {
      const { query, inside, isNow } = search;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const found = isNow() ? await modules(query, inside) : [];
      if (!isNow()) return "";
      if (!found.length) return inside ? "" : chapbook.t("search.none", { words: query.trim() });
      const group = part(chapbook.t(inside ? "search.elsewhere" : "search.everywhere"));
      await look(found, 0, group, search);
      if (!isNow()) return "";
      list.append(group);
      number();
      const count = chapbook.t(inside ? "search.others" : "search.modules", { count: found.length });
      return found[0].all ? count : `${count}. ${chapbook.t("search.some")}`;
    };

    /** Worth asking all modules: a letter is not, but a sign of a script without blanks is. */
    const isWide = (query) => !whole && chapbook.search.terms(query).some((term) => term.run || term.text.length > 1);

    const narrow = () => {
      whole = false;
    };

    return { entries, isWide, narrow, others, own, titles };
  };
})();
