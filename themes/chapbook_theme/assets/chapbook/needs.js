/* On a module's page: say of each module that it asks for whether this browser remembers it. It hides and locks nothing. */
"use strict";
(() => {
  const { chapbook } = globalThis;

  const show = () => {
    for (const need of document.querySelectorAll("[data-needs]")) {
      const stage = chapbook.progress(need.dataset.needs).about?.stage;
      let mark = need.querySelector(".cb-need");
      if (!mark) {
        mark = document.createElement("span");
        mark.className = "cb-need";
        need.append(" ", mark);
      }
      mark.textContent = chapbook.t(`needs.${["done", "begun"].includes(stage) ? stage : "open"}`);
      mark.dataset.stage = stage ?? "";
    }
  };

  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(show);
  else show();
  addEventListener("chapbook:changed", show);
})();
