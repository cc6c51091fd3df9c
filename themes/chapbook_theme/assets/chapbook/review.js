/* Spaced review: on a module's page only what is due today, on the page of all modules how much that is. The questions stand in
   the page already; nothing but their being shown changes here. */
"use strict";
(() => {
  const { chapbook } = (globalThis.chapbook ??= {}, globalThis);
  const day = (text) => chapbook.day(`${text}T12:00`, { weekday: "long", day: "numeric", month: "long" });
  const today = () => chapbook.dayOf(new Date());

  const rest = ({ next, nextCount, waiting }) => {
    const words = [];
    if (next) words.push(chapbook.t("review.next", { count: nextCount, day: day(next) }));
    if (waiting) words.push(chapbook.t("review.waiting", { count: waiting }));
    return words;
  };

  const one = (page) => {
    const module = chapbook.module();
    const toggle = page.querySelector("[data-do=all]");
    const sections = [...document.querySelectorAll(".cb-review__part .cb-question")];
    const ids = sections.map((section) => section.dataset.question);
    const look = () => chapbook.dueOf(ids, chapbook.progress(module.uid).questions, today(), module.review.after_days);
    const shown = new Set(look().due);
    let all = false;
    const show = () => {
      for (const section of sections) section.hidden = !all && !shown.has(section.dataset.question);
      for (const part of document.querySelectorAll(".cb-review__part")) part.hidden = [...part.querySelectorAll(".cb-question")].every((each) => each.hidden);
      toggle.textContent = chapbook.t(all ? "review.only_due" : "review.show_all");
    };
    // What was answered stays to be read; only the line above counts down.
    const count = () => {
      const state = look();
      const words = state.due.length ? [chapbook.t("review.due", { count: state.due.length })] : [chapbook.t("review.none"), ...rest(state)];
      page.querySelector("[data-total]").textContent = words.join(" ");
    };
    toggle.addEventListener("click", () => {
      all = !all;
      show();
    });
    page.hidden = false;
    show();
    count();
    return count;
  };

  const every = (page) => {
    const list = page.querySelector(".cb-mine");
    const show = () => {
      const known = chapbook.all();
      const site = chapbook.siteAddress();
      let total = 0;
      const rows = [...(list?.children ?? [])].map((row) => {
        const { uid, questions, days } = row.dataset;
        const ids = questions.split(" ").filter(Boolean);
        const progress = known[uid];
        const state = chapbook.dueOf(ids, progress?.questions ?? {}, today(), days.split(" ").map(Number));
        // The number in the header counts what is noted here, so let it be what this site holds now.
        if (progress?.about.stage) chapbook.note(uid, { site, review: ids });
        total += state.due.length;
        const begun = state.waiting < ids.length;
        const words = !begun ? [chapbook.t("review.nothing_yet")] : [state.due.length ? chapbook.t("review.due", { count: state.due.length }) : chapbook.t("review.none"), ...rest(state)];
        row.querySelector(".cb-mine__state")?.remove();
        row.firstElementChild.append(chapbook.make("p", `cb-mine__state${state.due.length ? " cb-due" : ""}`, words.join(" ")));
        return { row, due: state.due.length, next: state.next || (begun ? "9998" : "9999") };
      });
      rows.sort((a, b) => b.due - a.due || (a.next < b.next ? -1 : Number(a.next > b.next)));
      const order = rows.map(({ row }) => row);
      // Moving rows takes the focus away, so only when the order is another one.
      if (order.some((row, at) => row !== list.children[at])) list.append(...order);
      page.querySelector("[data-total]").textContent = total ? chapbook.t("review.due", { count: total }) : chapbook.t("review.none");
    };
    show();
    return show;
  };

  const run = () => {
    for (const [id, start] of [["cb-review", one], ["cb-reviews", every]]) {
      const page = document.getElementById(id);
      if (!page || page.dataset.started) continue;
      page.dataset.started = "yes";
      const again = start(page);
      addEventListener("chapbook:changed", () => page.isConnected && again());
    }
  };

  if (chapbook.progressLine) run();
  else document.addEventListener("DOMContentLoaded", run);
})();
