/* The page "My learning": modules with their progress, reset with undo, save to a file and load. The file is described in
   the documentation ("What a learner's browser remembers"). What a file holds is data and is treated as such: what makes no
   sense is left out, and nothing is written before the learner has seen what would change. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const LIMIT = 5_000_000;
  const PARTS = { q: "questions", l: "lessons", x: "more" };

  const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const parsed = (text) => {
    try {
      const value = JSON.parse(text);
      return isRecord(value) ? value : null;
    } catch {
      return null;
    }
  };

  /** Stored entries [[key, text]] as the file's modules. */
  const toModules = (entries) => {
    const modules = Object.create(null);
    for (const [name, text] of entries) {
      const at = chapbook.parseKey(name);
      const value = at && parsed(text);
      if (!value) continue;
      const one = (modules[at.uid] ??= { about: {}, questions: {}, lessons: {}, more: {} });
      const kept = at.kind === "x" ? value : chapbook.tidyEntry(value);
      if (at.kind === "m") one.about = kept;
      else if (at.kind in PARTS && at.id) Object.defineProperty(one[PARTS[at.kind]], at.id, { value: kept, enumerable: true, configurable: true });
    }
    return modules;
  };

  const write = (entries, saved) => `${JSON.stringify({ chapbook: "progress", version: 1, saved, modules: toModules(entries) }, null, 1)}\n`;

  /** Read a file's text: {modules, saved}, or {refused: a key of texts}. */
  const read = (text) => {
    if (text.length > LIMIT) return { refused: "too_large" };
    const file = parsed(text);
    if (!file) return { refused: "not_json" };
    if (file.chapbook !== "progress" || !Number.isInteger(file.version) || file.version < 1 || !isRecord(file.modules)) return { refused: "not_ours" };
    if (file.version > 1) return { refused: "newer" };
    const saved = typeof file.saved === "string" && !Number.isNaN(Date.parse(file.saved)) ? file.saved : "";
    return { modules: Object.entries(file.modules).filter(([uid, one]) => uid && uid.length < 500 && isRecord(one)), saved };
  };

  const time = (record) => Date.parse(record?.last) || 0;

  /** What loading would change. `entries` are the stored ones; the later answer is kept, reading marks are joined. */
  const plan = (entries, modules) => {
    const mine = new Map(entries);
    const found = { fresh: 0, later: 0, kept: 0, other: 0, write: [] };
    const put = (name, value, counted) => {
      found[counted] += 1;
      if (counted !== "kept") found.write.push([name, JSON.stringify(value)]);
    };
    for (const [uid, one] of modules) {
      for (const [kind, part] of Object.entries(PARTS)) {
        for (const [id, raw] of Object.entries(isRecord(one[part]) ? one[part] : {})) {
          if (!id || id.length > 500 || !isRecord(raw)) continue;
          const name = chapbook.keyOf(kind, uid, id);
          const before = parsed(mine.get(name));
          const value = kind === "x" ? raw : chapbook.tidyEntry(raw);
          if (kind === "q" && !value.state) continue;
          const isLater = time(value) > time(before);
          if (kind === "q") put(name, value, !before?.state ? "fresh" : isLater ? "later" : "kept");
          else if (!before || isLater || (kind === "l" && value.read && !before.read)) {
            const read = before?.read ?? value.read;
            put(name, kind === "l" && before ? { ...(isLater ? value : before), ...(read ? { read } : {}) } : value, "other");
          }
        }
      }
      const name = chapbook.keyOf("m", uid);
      if (found.write.some(([each]) => chapbook.parseKey(each).uid === uid) && isRecord(one.about) && (!mine.has(name) || time(one.about) > time(parsed(mine.get(name))))) found.write.push([name, JSON.stringify(chapbook.tidyEntry(one.about))]);
    }
    return found;
  };

  chapbook.transfer = { write, read, plan };

  const run = () => {
    const page = document.getElementById("cb-learning");
    if (!page || page.dataset.started) return;
    page.dataset.started = "yes";
    page.hidden = false;
    document.querySelector("[data-without]").hidden = true;
    const { t, make } = chapbook;
    const find = (selector) => page.querySelector(selector);
    const rows = [...page.querySelectorAll(".cb-mine > li")];
    const here = new Set(rows.map((row) => row.dataset.uid));
    const line = find("[data-said]");
    const box = find("[data-plan]");

    const button = (words, action, quiet = false) => {
      const made = make("button", `cb-button${quiet ? " cb-button--quiet" : ""}`, words);
      made.type = "button";
      made.addEventListener("click", action);
      return made;
    };
    const say = (place, words, ...buttons) => {
      place.hidden = false;
      const row = make("div", "cb-acts");
      row.append(...buttons);
      place.replaceChildren(...[words].flat().map((each) => make("p", "", each)), ...(buttons.length ? [row] : []));
      place.focus();
    };

    const show = () => {
      const all = chapbook.all();
      const site = chapbook.siteAddress();
      let begun = 0;
      for (const row of rows) {
        const known = all[row.dataset.uid];
        row.hidden = !known;
        if (!known) continue;
        begun += 1;
        // A module that moved, or that came in from a file, belongs to this site from now on.
        if (known.about.stage && known.about.site !== site) chapbook.note(row.dataset.uid, { site });
        const said = chapbook.progressLine(known.about, row.dataset.version);
        const words = said ? said.words : t("progress.begun");
        const state = make("p", "cb-mine__state");
        state.append(chapbook.bar(said?.share ?? 0), make("span", "", words));
        const place = row.firstElementChild;
        place.querySelector(".cb-mine__state")?.remove();
        place.append(state);
      }
      find("[data-none]").hidden = begun > 0;
      find("[data-do=reset-all]").disabled = begun === 0;
      find("[data-do=save]").disabled = Object.keys(all).length === 0;
      const strangers = Object.keys(all).filter((uid) => !here.has(uid)).length;
      find("[data-elsewhere]").hidden = !strangers;
      find("[data-elsewhere]").textContent = t("learning.elsewhere", { count: strangers });
      const entries = chapbook.entries();
      const size = Math.ceil(entries.reduce((sum, [name, text]) => sum + name.length + text.length, 0) / 1000);
      find("[data-storage]").textContent = chapbook.storage === "ok" ? t("learning.storage_ok", { count: entries.length, size }) : t(`progress.storage_${chapbook.storage}`);
    };

    const dialog = find("dialog");
    let confirmed = () => {};
    const ask = (words, action) => {
      dialog.querySelector("p").textContent = words;
      confirmed = action;
      dialog.showModal();
    };
    dialog.querySelector("[data-do=yes]").addEventListener("click", () => {
      dialog.close();
      confirmed();
    });
    dialog.querySelector("[data-do=no]").addEventListener("click", () => dialog.close());

    const reset = (uids) => {
      const kept = uids.flatMap((uid) => chapbook.entries(uid));
      for (const uid of uids) chapbook.clear(uid);
      show();
      const undo = button(t("learning.undo"), () => {
        chapbook.restore(kept);
        show();
        say(line, t("learning.undone"));
      });
      say(line, t("learning.reset_done"), undo);
    };
    for (const row of rows) {
      const title = row.querySelector("a").textContent;
      row.querySelector("[data-do=reset]").addEventListener("click", () => ask(t("learning.ask_one", { title }), () => reset([row.dataset.uid])));
    }
    find("[data-do=reset-all]").addEventListener("click", () => {
      const uids = rows.filter((row) => !row.hidden).map((row) => row.dataset.uid);
      ask(t("learning.ask_all", { count: uids.length }), () => reset(uids));
    });

    // Only what belongs to this site: others at the same host may keep things here that are nobody's business.
    const own = () => chapbook.entries().filter(([name]) => here.has(chapbook.parseKey(name)?.uid));

    find("[data-do=save]").addEventListener("click", () => {
      const now = new Date();
      const link = make("a");
      link.href = URL.createObjectURL(new Blob([write(own(), now.toISOString())], { type: "application/json" }));
      link.download = `progress-${chapbook.dayOf(now)}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      say(line, t("learning.saved", { name: link.download }));
    });

    const take = (changes) => {
      chapbook.restore(changes.write);
      show();
      say(box, t("learning.taken"));
    };
    const offer = (text) => {
      const file = read(text);
      if (file.refused) return say(box, t(`learning.${file.refused}`));
      const changes = plan(chapbook.entries(), file.modules);
      const day = file.saved ? chapbook.day(file.saved) : "?";
      const words = [t("learning.plan", { count: file.modules.length, day })];
      if (!changes.write.length) return say(box, [...words, t("learning.nothing_new")]);
      for (const part of ["fresh", "later", "kept", "other"]) if (changes[part]) words.push(t(`learning.plan_${part}`, { count: changes[part] }));
      return say(box, words, button(t("learning.take"), () => take(changes)), button(t("learning.cancel"), () => {
        box.hidden = true;
        find("#cb-load").focus();
      }, true));
    };
    find("#cb-load").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      if (!file) return;
      if (file.size > LIMIT) say(box, t("learning.too_large"));
      else offer(await file.text());
      event.target.value = "";
    });

    addEventListener("chapbook:changed", () => page.isConnected && show());
    show();
  };

  // Alone it stands before the scripts that it needs; after a swap of pages those are there already.
  if (typeof document === "undefined") return;
  if (chapbook.progressLine) run();
  else document.addEventListener("DOMContentLoaded", run);
})();
