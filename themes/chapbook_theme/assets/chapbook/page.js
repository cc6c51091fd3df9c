/* Small things around the text: filter the catalogue, open what a link points into. */
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

  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(filter);
  else filter();
})();
