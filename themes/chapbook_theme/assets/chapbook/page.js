/* Small things around the text: let the keyboard scroll wide tables. */
"use strict";
(() => {
  /** Material wraps tables into boxes that scroll; a box that the keyboard cannot reach cannot be read by everyone. */
  const tables = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (box.scrollWidth <= box.clientWidth || box.tabIndex >= 0) continue;
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", globalThis.chapbook.t("page.table"));
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
    tidy();
    for (const article of document.querySelectorAll(".cb-article")) watch.observe(article, { childList: true, subtree: true });
  };

  addEventListener("resize", tables);
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
})();
