/* What our pages need of Material's bundle, in its place: colours, copying code, tables that scroll. */
"use strict";
(() => {
  const SYSTEM = "(prefers-color-scheme)";
  const NAMES = ["media", "scheme", "primary", "accent"];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const options = [...document.querySelectorAll("input[name=__palette]")];
  const facts = (option) => NAMES.map((name) => [name, option.getAttribute(`data-md-color-${name}`)]);
  let chosen = 0;

  /** Show a choice of colours; gives what Material would keep of it, so that both can read it. */
  const show = (index) => {
    const option = options[(chosen = index)];
    for (const each of options) {
      each.checked = each === option;
      const label = each.nextElementSibling;
      if (label?.localName === "label") label.hidden = each !== option;
    }
    const wanted = `(prefers-color-scheme: ${dark.matches ? "dark" : "light"})`;
    const asked = option.getAttribute("data-md-color-media");
    const shown = (asked === SYSTEM && options.find((each) => each.getAttribute("data-md-color-media") === wanted)) || option;
    const color = { ...Object.fromEntries(facts(shown)), media: asked };
    for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
    return { index, color };
  };

  const colours = () => {
    if (!options.length) return;
    let kept = null;
    try { kept = __md_get("__palette"); } catch { /* no storage: the system's colours */ }
    const matching = options.findIndex((each) => matchMedia(each.getAttribute("data-md-color-media") ?? "").matches);
    show(options[kept?.index] ? kept.index : Math.max(matching, 0));
    options.forEach((each, index) => each.addEventListener("change", () => __md_set("__palette", show(index))));
    dark.addEventListener("change", () => show(chosen));
  };

  const make = (name, kind, more) => Object.assign(document.createElement(name), { className: kind, ...more });

  /** Pages without https have no clipboard; the old way is left to them. */
  const copied = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(code);
      return document.execCommand("copy");
    }
  };

  const codes = () => {
    const { t } = globalThis.chapbook;
    for (const code of document.querySelectorAll(".md-typeset pre > code")) {
      if (code.parentNode.querySelector(".cb-copy")) continue;
      const button = make("button", "md-code__button cb-copy", { type: "button", title: t("page.copy") });
      const said = make("span", "cb-copied");
      button.dataset.mdType = "copy";
      said.setAttribute("role", "status");
      button.setAttribute("aria-label", t("page.copy"));
      button.addEventListener("click", async () => { if (await copied(code)) said.textContent = t("page.copied"); });
      for (const away of ["blur", "mouseleave"]) button.addEventListener(away, () => said.replaceChildren());
      const box = make("div", "md-code__nav");
      box.append(said, button);
      code.parentNode.prepend(box);
    }
  };

  /** Code that scrolls must be reached with the keyboard. */
  const reach = () => {
    for (const code of document.querySelectorAll(".md-typeset pre > code")) if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
  };

  const tables = () => {
    for (const table of document.querySelectorAll(".md-typeset table:not([class])")) {
      if (table.closest(".md-typeset__table")) continue;
      const outer = make("div", "md-typeset__scrollwrap");
      const inner = make("div", "md-typeset__table");
      table.before(outer);
      outer.append(inner);
      inner.append(table);
    }
  };

  colours();
  codes();
  tables();
  reach();
  addEventListener("resize", reach);
})();
