/* Small things around the text: filter the catalogue, let the keyboard scroll wide tables. */
"use strict";
(() => {
  const filter = () => {
    const box = document.querySelector(".cb-filter");
    if (!box || box.dataset.started) return;
    box.dataset.started = "yes";
    box.hidden = false;
    const words = box.querySelector("input");
    const level = box.querySelector("select");
    const count = box.querySelector(".cb-filter__count");
    const cards = [...document.querySelectorAll(".cb-card")];
    const apply = () => {
      const wanted = words.value.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
      let shown = 0;
      for (const card of cards) {
        const fits = wanted.every((word) => card.dataset.words.includes(word)) && (!level?.value || card.dataset.level === level.value);
        card.hidden = !fits;
        shown += fits;
      }
      count.textContent = wanted.length || level?.value ? `${shown} of ${cards.length} modules` : "";
    };
    words.addEventListener("input", apply);
    level?.addEventListener("change", apply);
    apply();
  };

  /** Material wraps tables into boxes that scroll; a box that the keyboard cannot reach cannot be read by everyone. */
  const tables = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (box.scrollWidth <= box.clientWidth || box.tabIndex >= 0) continue;
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "Table");
    }
  };

  /** Material makes a landmark of the copy button at each block of code; dozens of one name are no help to find one's way. */
  const codes = () => {
    for (const box of document.querySelectorAll("nav.md-code__nav:not([role])")) box.setAttribute("role", "none");
  };

  const tidy = () => {
    tables();
    codes();
  };
  const watch = new MutationObserver(tidy);
  const start = () => {
    filter();
    tidy();
    for (const article of document.querySelectorAll(".cb-article")) watch.observe(article, { childList: true, subtree: true });
  };

  addEventListener("resize", tables);
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
})();
