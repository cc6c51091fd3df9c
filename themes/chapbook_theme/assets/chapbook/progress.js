/* Show how far the learner is: on cards, on the module's page, in lists of lessons, in the header. Text and a shape, never
   colour alone. Nobody is led anywhere: the module's page offers to go on where it was left, and that is all. */
"use strict";
(() => {
  const { chapbook } = globalThis;
  const { t } = chapbook;
  const make = (name, className = "", text = "") => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  /** A bar and its words; the words say all, so the bar is hidden from those who listen. */
  const bar = (share) => {
    const made = make("span", "cb-bar");
    made.setAttribute("aria-hidden", "true");
    made.style.setProperty("--cb-share", share);
    return made;
  };

  const put = (parent, className, ...children) => {
    let box = [...parent.children].find((each) => each.classList.contains(className));
    if (!box) parent.append((box = make("p", className)));
    box.lang = document.documentElement.lang;
    box.dir = document.documentElement.dir || "ltr";
    box.replaceChildren(...children);
    return box;
  };

  /** The site's address, by which modules of other sites at the same host are told apart. */
  const site = () => {
    const home = document.querySelector(".cb-brand")?.href;
    return home ? new URL(home, location).href.replace(/(index\.html)?([?#].*)?$/, "") : "";
  };

  const today = () => chapbook.dayOf(new Date());

  /** All modules of this site that the learner began: [{uid, about, questions}]. */
  const begun = () => {
    const here = site();
    return Object.entries(chapbook.all()).filter(([, { about }]) => about.site === here).map(([uid, each]) => ({ uid, ...each }));
  };

  const header = () => {
    const link = document.querySelector("[data-cb-due]");
    if (!link) return;
    const count = begun().reduce((sum, { about, questions }) => sum + chapbook.dueOf(about.review ?? [], questions, today(), about.days).due.length, 0);
    link.hidden = !count;
    link.querySelector("b").textContent = chapbook.number(count);
    link.querySelector(".cb-hidden").textContent = t("progress.due", { count });
  };

  const share = ({ state, done, total, answered, questions }) => (state === "done" ? 1 : Math.min((done + answered) / Math.max(total + questions, 1), 1));

  const facts = (all) => {
    const words = [t("progress.steps", { count: all.total, done: all.done })];
    if (all.questions) words.push(t("progress.answered", { count: all.questions, answered: all.answered }));
    if (all.changed) words.push(t("progress.changed", { count: all.changed }));
    return words.join(" · ");
  };

  const marks = (all) => {
    for (const list of document.querySelectorAll(".cb-outline__list, .cb-steps")) {
      [...list.children].forEach((row, at) => {
        const step = all.steps[at];
        if (!step) return;
        const place = row.classList.contains("cb-step") ? row : row.querySelector("a");
        let mark = place.querySelector(".cb-tick");
        if (!mark) place.append((mark = make("span", "cb-tick")));
        mark.dataset.state = step.state;
        const words = step.state === "begun" && step.answered ? t("progress.part", { count: step.total, answered: step.answered }) : t(`progress.${step.state}`);
        const more = step.changed ? ` · ${t("progress.changed", { count: step.changed })}` : "";
        mark.replaceChildren(make("span", place === row ? "" : "cb-hidden", step.state === "open" && place === row ? "" : words + more));
      });
    }
  };

  const overview = (module, all) => {
    const start = document.querySelector(".cb-start");
    if (!start || all.state === "open") return;
    const step = module.steps.find(({ id }) => id === all.resume);
    const words = start.firstChild;
    start.href = (step ?? module.steps[0]).url;
    start.querySelector("span")?.remove();
    words.textContent = step ? t("progress.continue", { title: step.title }) : t("progress.again");
    start.parentElement.hidden = false;
    put(start.closest(".cb-hero__words"), "cb-progress", bar(share(all)), make("span", "", all.state === "done" ? `${t("progress.all_done")} · ${facts(all)}` : facts(all)));
  };

  /** The note that the catalogue and the header live on; only for modules that were begun. */
  const note = (module, progress, all) => {
    if (all.state === "open") return;
    const ids = module.steps.flatMap((step) => step.questions.filter((each) => each.review).map((each) => each.id));
    const next = module.steps.find(({ id }) => id === all.resume);
    const last = all.steps.map((step) => step.last).sort().at(-1);
    chapbook.note(module.uid, {
      version: module.version, title: module.title, site: site(), review: ids, days: module.review.after_days, stage: all.state,
      done: all.done, steps: all.total, answered: all.answered, questions: all.questions, changed: all.changed, goes_on: next?.title ?? "", last: last ?? "",
    });
  };

  const number = (value) => (Number.isInteger(value) && value >= 0 ? value : 0);

  /** What a card or a row says of a module; null when it was not begun. */
  const line = (about, version) => {
    if (!about || !["begun", "done"].includes(about.stage)) return null;
    const [done, steps] = [number(about.done), number(about.steps)];
    const words = [about.stage === "done" ? t("progress.all_done") : t("progress.steps", { count: steps, done })];
    if (about.stage !== "done" && number(about.questions)) words.push(t("progress.answered", { count: number(about.questions), answered: number(about.answered) }));
    if (number(about.changed)) words.push(t("progress.changed", { count: number(about.changed) }));
    if (version && about.version && about.version !== version) words.push(t("progress.new_version", { version }));
    return { share: share({ state: about.stage, done, total: steps, answered: number(about.answered), questions: number(about.questions) }), words: words.join(" · "), next: about.stage === "begun" && typeof about.goes_on === "string" ? about.goes_on : "" };
  };

  const catalogue = () => {
    const cards = [...document.querySelectorAll(".cb-card[data-uid]")];
    if (!cards.length) return;
    const known = chapbook.all();
    let latest = null;
    for (const card of cards) {
      const about = known[card.dataset.uid]?.about;
      const said = line(about, card.dataset.version);
      const body = card.querySelector(".cb-card__body");
      if (!said) {
        body.querySelector(".cb-progress")?.remove();
        continue;
      }
      const next = said.next ? [make("span", "cb-progress__next", t("progress.continue", { title: said.next }))] : [];
      put(body, "cb-progress", bar(said.share), make("span", about.stage === "done" ? "cb-tick cb-tick--done" : "", said.words), ...next);
      if (said.next && (about.last ?? "") > (latest?.last ?? "")) latest = { card, last: about.last, next: said.next };
    }
    const head = document.querySelector(".cb-catalogue__head");
    const old = head?.querySelector(".cb-resume");
    if (!latest) old?.remove();
    else if (head) {
      const link = latest.card.querySelector(".cb-card__title a");
      const made = make("a", "", `${link.textContent} – ${latest.next}`);
      made.href = link.href;
      put(head, "cb-resume", make("span", "", `${t("progress.go_on")} `), made);
    }
  };

  /** Once a page: say that nothing can be kept, at the question where it showed, else above the text. */
  const trouble = () => {
    const main = document.getElementById("cb-main");
    if (chapbook.storage === "ok" || !main || main.querySelector(".cb-storage") || !document.querySelector(".cb-question, #cb-learning, #cb-review, #cb-reviews")) return;
    const box = make("p", "cb-storage", t(`progress.storage_${chapbook.storage}`));
    box.setAttribute("role", "status");
    const near = document.activeElement?.closest?.(".cb-question");
    if (near) near.after(box);
    else (main.querySelector(".cb-article") ?? main).prepend(box);
  };

  let current = null;
  const update = (mine = true) => {
    const module = chapbook.module();
    if (module) {
      const progress = chapbook.progress(module.uid);
      const all = chapbook.summary(module, progress);
      if (mine) note(module, progress, all);
      marks(all);
      overview(module, all);
    }
    catalogue();
    header();
    trouble();
  };

  // Several answers in a row, from this tab or another, cost one look. What another tab wrote is shown and never answered:
  // two tabs with two versions of a module would else correct each other for ever.
  let planned = false;
  let mine = false;
  const soon = (event) => {
    mine ||= event?.detail?.other === false;
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      update(mine);
      planned = mine = false;
    });
  };

  const watcher = "IntersectionObserver" in globalThis ? new IntersectionObserver((seen) => {
    if (!current || !seen.some((each) => each.isIntersecting)) return;
    watcher.disconnect();
    chapbook.visit(current.uid, current.step, true);
  }) : null;

  const start = () => {
    const module = chapbook.module();
    watcher?.disconnect();
    current = module?.step ? { uid: module.uid, step: module.step } : null;
    if (current) {
      chapbook.visit(current.uid, current.step);
      const end = document.querySelector(".cb-turn");
      if (end) watcher?.observe(end);
    }
    update();
  };

  Object.assign(chapbook, { bar, make, progressLine: line, siteAddress: site });
  addEventListener("chapbook:changed", soon);
  addEventListener("chapbook:storage", () => queueMicrotask(trouble));
  // Back from the browser's memory of pages, or the next morning in a tab left open: look again.
  addEventListener("pageshow", (event) => event.persisted && update(false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon());
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
})();
