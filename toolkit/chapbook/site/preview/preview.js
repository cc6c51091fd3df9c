/* In previews only: load the page again when it changed, keep the place in it, show what the check found. */
"use strict";
(() => {
  const own = document.currentScript;
  const { run } = own.dataset;
  let version = Number(own.dataset.version);
  const kept = {
    get: (name) => {
      try {
        return JSON.parse(sessionStorage.getItem(`chapbook preview ${name}`));
      } catch {
        return null;
      }
    },
    set: (name, value) => {
      try {
        sessionStorage.setItem(`chapbook preview ${name}`, JSON.stringify(value));
      } catch {
        /* without a store the place is lost, and nothing else */
      }
    },
  };

  /* The place in the page */

  const steps = (node) => {
    const way = [];
    for (let at = node; at && at !== document.body; at = at.parentElement) {
      if (at.id) return { id: at.id, way };
      way.unshift([...at.parentElement.children].indexOf(at));
    }
    return { id: "", way };
  };
  const found = ({ id, way }) =>
    way.reduce((at, step) => at?.children[step], id ? document.getElementById(id) : document.body);

  const remember = () => {
    const named = [...document.querySelectorAll("article [id]")];
    const first = named.find((each) => each.getBoundingClientRect().top >= 0 && each.getClientRects().length);
    const focus = document.activeElement;
    kept.set("place", {
      path: location.pathname,
      x: scrollX,
      y: scrollY,
      anchor: scrollY > 0 && first ? { id: first.id, top: first.getBoundingClientRect().top } : null,
      focus: focus && focus !== document.body && focus !== host ? steps(focus) : null,
      open: [...document.querySelectorAll("article details")].map((each) => each.open),
    });
  };

  const restore = () => {
    const place = kept.get("place");
    kept.set("place", null);
    if (place?.path !== location.pathname) return;
    const details = [...document.querySelectorAll("article details")];
    if (details.length === place.open.length) details.forEach((each, at) => (each.open = place.open[at]));
    const move = () => {
      const anchor = place.anchor && document.getElementById(place.anchor.id);
      const y = anchor ? scrollY + anchor.getBoundingClientRect().top - place.anchor.top : place.y;
      scrollTo({ left: place.x, top: y, behavior: "instant" });
    };
    let moved = false;
    const stop = () => (moved = true);
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"])
      addEventListener(kind, stop, { once: true, passive: true });
    move();
    if (place.focus) found(place.focus)?.focus({ preventScroll: true });
    addEventListener("load", () => moved || move(), { once: true }); // pictures have their height now
  };

  let leaving = false;
  const reload = () => {
    if (leaving) return;
    leaving = true;
    remember();
    history.scrollRestoration = "manual"; // else the browser has the last word, after `load`
    location.reload();
  };

  /* The panel */

  const host = document.createElement("chapbook-preview");
  host.lang = "en";
  host.dir = "ltr";
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };
  const status = make("p", { role: "status" });
  const more = make("button", { type: "button", "aria-controls": "list", class: "more" }, "Show");
  const close = make("button", { type: "button", class: "close", "aria-label": "Close this panel" }, "×");
  const list = make("div", { id: "list", tabindex: "0", role: "region", "aria-label": "What was found" });
  const panel = make("section", { "aria-label": "Preview" }, make("div", { class: "top" }, status, more, close), list);
  panel.hidden = true;

  const style = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial; }
      [hidden] { display: none !important; }
      section { --back: #fff; --ink: #1d1d20; --soft: #5a5a62; --line: #8b8b93; --bad: #a8201a; --warn: #7a4b00; --note: #20568f;
        position: fixed; inset: auto 16px 16px auto; z-index: 1000; box-sizing: border-box; width: min(420px, calc(100vw - 32px));
        max-height: min(340px, 60vh); display: flex; flex-direction: column; background: var(--back); color: var(--ink);
        border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 5px 20px #0004;
        font: 400 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
      section.dark { --back: #24252b; --ink: #ececf0; --soft: #b6b6c0; --line: #7c7c88; --bad: #ff9c94; --warn: #f2c063; --note: #9cc7ff; }
      .top { display: flex; align-items: center; gap: 6px; padding: 5px 6px 5px 14px; }
      p { margin: 0; }
      .top p { flex: 1; font-weight: 600; }
      .error > :first-child b, section.error .top p { color: var(--bad); }
      .warning > :first-child b { color: var(--warn); }
      .info > :first-child b { color: var(--note); }
      button { font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 4px;
        min-width: 32px; min-height: 32px; cursor: pointer; }
      .more { border-color: var(--line); padding: 0 10px; }
      .close { font-size: 1.3em; line-height: 1; }
      button:hover { border-color: currentcolor; }
      :focus-visible { outline: 2px solid var(--note); outline-offset: 1px; }
      #list { overflow: auto; border-top: 1px solid var(--line); padding: 2px 14px 12px; }
      ul { list-style: none; margin: 0; padding: 0; }
      li { margin-top: 10px; }
      li > p:first-child { display: flex; flex-wrap: wrap; gap: 0 8px; }
      code { font: 12.5px/1.5 ui-monospace, monospace; color: var(--soft); }
      .hint { color: var(--soft); white-space: pre-line; }
      .message { white-space: pre-line; }
      @media (max-width: 560px) { section { inset: auto 8px 8px; width: auto; max-height: 45vh; } }
      @media print { section { display: none; } }
      @media (forced-colors: active) { section { border: 2px solid; } }
    `);
    return sheet;
  };

  const open = (wanted) => {
    list.hidden = !wanted;
    more.setAttribute("aria-expanded", String(wanted));
    more.textContent = wanted ? "Hide" : "Show";
  };
  more.addEventListener("click", () => {
    open(list.hidden);
    kept.set("open", !list.hidden);
  });
  const shut = () => {
    panel.hidden = true;
    kept.set("closed", panel.dataset.shows);
  };
  close.addEventListener("click", shut);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && shut());

  const colours = () => {
    const scheme = document.body.dataset.mdColorScheme;
    const dark = scheme ? scheme === "slate" : matchMedia("(prefers-color-scheme: dark)").matches;
    panel.classList.toggle("dark", dark);
  };

  const put = () => {
    if (!host.isConnected) document.body.append(host);
    if (host.shadowRoot) return;
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style()];
    root.append(panel);
    new MutationObserver(colours).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  };

  const counted = (count, noun) => (count ? [`${count} ${noun}${count === 1 ? "" : "s"}`] : []);
  const summary = (findings, count) => {
    const of = (severity) => findings.filter((each) => each.severity === severity).length;
    const parts = [...counted(of("error"), "error"), ...counted(of("warning"), "warning"), ...counted(of("info"), "note")];
    const rest = count - findings.length;
    return [...parts, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  };

  const item = (finding) => {
    const word = { error: "Error", warning: "Warning", info: "Note" }[finding.severity];
    const head = make("p", {}, make("b", {}, `${word} ${finding.code}`.trim()));
    if (finding.place) head.append(make("code", {}, finding.place));
    const node = make("li", { class: finding.severity }, head, make("p", { class: "message" }, finding.message));
    if (finding.hint) node.append(make("p", { class: "hint" }, finding.hint));
    return node;
  };

  /** Show the panel, or take it away: `said` is the line that is always seen, `items` what stands below. */
  const show = (said, items, bad) => {
    const shows = JSON.stringify([said, items]);
    if (!said) {
      panel.hidden = true;
      panel.dataset.shows = "";
      status.textContent = "";
      return;
    }
    if (panel.dataset.shows === shows) return;
    put();
    colours();
    panel.dataset.shows = shows;
    panel.classList.toggle("error", bad);
    status.textContent = said;
    list.replaceChildren(make("ul", {}, ...items.map(item)));
    more.hidden = !items.length;
    open(items.length > 0 && (kept.get("open") ?? bad));
    panel.hidden = kept.get("closed") === shows;
  };

  let last = null;
  let away = false;
  const present = () => {
    if (away) return show("The preview does not answer. This page may be out of date.", [], false);
    if (!last) return undefined;
    const findings = last.findings;
    const failure = last.failure && { ...last.failure, severity: "error", code: "", place: "" };
    const items = failure ? [failure, ...findings] : findings;
    const bad = Boolean(failure) || findings.some((each) => each.severity === "error");
    if (failure) return show("The site could not be built. This is how it was before.", items, true);
    if (last.broken && !("missing" in own.dataset))
      return show("This page is broken now. This is how it was before.", items, true);
    if (last.gone && !("missing" in own.dataset)) return show("This page is not part of the site any more.", items, false);
    return show(items.length ? summary(findings, last.count) : "", items, bad);
  };

  /* News */

  /** Say whether this page loaded one of these files. */
  const uses = (files) => {
    const loaded = new Set();
    const add = (address) => address && loaded.add(new URL(address, location).pathname);
    performance.getEntriesByType("resource").forEach((each) => add(each.name));
    document.querySelectorAll("[src], link[href]").forEach((each) => add(each.src || each.href));
    return files.some((each) => loaded.has(each));
  };

  let source = null;
  let waiting = 0;
  const hear = (event) => {
    const message = JSON.parse(event.data);
    if (message.reload || message.all || uses(message.files)) {
      if (!message.gone || message.all) return reload();
    }
    version = message.version;
    last = message;
    return present();
  };
  const disconnect = () => {
    source?.close();
    source = null;
    clearTimeout(waiting);
  };
  const connect = () => {
    disconnect();
    if (document.hidden) return; // a browser has six connections a host; tabs nobody sees must not use them up
    const asked = new URLSearchParams({ page: location.pathname, version, run });
    source = new EventSource(new URL(`news?${asked}`, own.src));
    source.onmessage = hear;
    source.onopen = () => {
      clearTimeout(waiting);
      away = false;
      present();
    };
    source.onerror = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        away = true;
        present();
        if (source?.readyState === EventSource.CLOSED) connect();
      }, 2000);
    };
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", () => {
    if (!leaving) history.scrollRestoration = "auto";
    disconnect();
  });
  addEventListener("pageshow", (event) => event.persisted && connect());
  let first = true;
  globalThis.document$?.subscribe?.(() => {
    if (!first) connect(); // instant navigation brought another page
    first = false;
  });

  restore();
  connect();
})();
