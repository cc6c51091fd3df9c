/* The catalogue's filter. Its state stands in the address (`#level=beginner&tag=tea`), so that a narrowed list can be
   shared; replaced, not pushed, so that Back leaves the catalogue. Without JavaScript all modules are listed. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  /** Case and accents do not count. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = (card, selector) => [...card.querySelectorAll(selector)].map((each) => each.textContent);

  const start = () => {
    const box = document.querySelector(".cb-filter");
    if (!box || box.dataset.started) return;
    box.dataset.started = "yes";
    const count = box.querySelector(".cb-filter__count");
    const clear = box.querySelector("button");
    const none = document.querySelector(".cb-none");
    const fields = [...box.querySelectorAll("input, select")];
    const cards = [...document.querySelectorAll(".cb-card")];
    const facts = new Map();

    /** Read a card when it is first asked for: what it says is not written a second time for scripts. */
    const factsOf = (card) => {
      const known = facts.get(card);
      if (known) return known;
      const { level, minutes, words = "" } = card.dataset;
      const made = {
        words: plain(`${texts(card, ".cb-card__title, .cb-card__summary, .cb-tags li, .cb-by").join(" ")} ${words}`),
        level: [level],
        minutes: Number(minutes),
        tag: texts(card, ".cb-tags li"),
        author: texts(card, ".cb-by"),
        language: [card.lang],
      };
      facts.set(card, made);
      return made;
    };

    const fits = (found, name, value) => {
      if (name === "words") return plain(value).split(/\s+/u).every((word) => found.words.includes(word));
      if (name !== "minutes") return found[name].includes(value);
      const [low, high] = value.split("-").map(Number);
      return found.minutes >= Math.max(low, 1) && (!high || found.minutes <= high);
    };

    const wanted = () => fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value);

    const show = () => {
      const asked = wanted();
      let shown = 0;
      for (const card of cards) {
        const hidden = !asked.every(([name, value]) => fits(factsOf(card), name, value));
        if (card.hidden !== hidden) card.hidden = hidden;
        shown += !hidden;
      }
      count.textContent = chapbook.t("catalogue.count_of", { shown, count: cards.length });
      clear.hidden = !asked.length;
      none.hidden = shown > 0;
    };

    const keep = () => {
      const hash = String(new URLSearchParams(wanted()));
      if (hash === location.hash.slice(1)) return;
      history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
    };

    const restore = () => {
      const given = new URLSearchParams(location.hash.slice(1));
      for (const field of fields) {
        field.value = given.get(field.name) ?? "";
        if (field.selectedIndex < 0) field.value = ""; // a value that no module has any more
      }
      show();
    };

    const change = () => {
      show();
      keep();
    };
    box.addEventListener("input", change);
    clear.addEventListener("click", () => {
      for (const field of fields) field.value = "";
      change();
      fields[0].focus();
    });
    const again = () => (box.isConnected ? restore() : removeEventListener("hashchange", again));
    addEventListener("hashchange", again);
    box.hidden = false;
    restore();
    (globalThis.requestIdleCallback ?? setTimeout)(() => cards.forEach(factsOf)); // before the first key is typed
  };

  if (chapbook.catalogue) return; // instant navigation runs the page's scripts again
  chapbook.catalogue = true;
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
})();
