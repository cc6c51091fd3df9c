/* What this browser remembers: one entry a question, so that two tabs never lose each other's answers.

   chapbook:q:UID:QUESTION  {v, state, score, attempts, answer, last, hash, box, next}
   chapbook:l:UID:LESSON    {v, last, read}
   chapbook:m:UID           {v, version, title, site, ...}: what the catalogue shows; worked out anew from the others
   chapbook:s:UID           a number that keeps this learner's shuffles the same
   chapbook:x:UID:NAME      whatever other scripts keep for a module, such as the state of a quiz

   What is stored may be old, newer or nonsense: `tidy` takes what it knows and leaves out what makes no sense; unknown keys and
   higher versions stay as they are when an entry is written again. Without storage, or when it is full, all works until the page
   is left, and `chapbook.storage` says so. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const PREFIX = "chapbook:";
  const VERSION = 1;
  const STATES = ["right", "partial", "wrong", "done"];
  const memory = new Map();

  chapbook.storage = "ok";

  const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isTime = (value) => typeof value === "string" && value.length < 40 && !Number.isNaN(Date.parse(value));
  const key = (...parts) => PREFIX + parts.map((part) => encodeURIComponent(String(part))).join(":");

  const trouble = (error) => {
    const found = error?.name === "QuotaExceededError" || error?.code === 22 ? "full" : "blocked";
    if (chapbook.storage !== "ok") return;
    chapbook.storage = found;
    globalThis.dispatchEvent?.(new CustomEvent("chapbook:storage", { detail: { storage: found } }));
  };

  const read = (name) => {
    if (memory.has(name)) return memory.get(name);
    try {
      return globalThis.localStorage.getItem(name);
    } catch (error) {
      trouble(error);
      return null;
    }
  };

  /** Write text, or remove the entry when there is none. */
  const write = (name, text) => {
    try {
      if (text === null) globalThis.localStorage.removeItem(name);
      else globalThis.localStorage.setItem(name, text);
      memory.delete(name);
    } catch (error) {
      trouble(error);
      memory.set(name, text);
    }
  };

  const names = () => {
    const found = new Set();
    try {
      for (let at = 0; at < globalThis.localStorage.length; at += 1) found.add(globalThis.localStorage.key(at));
    } catch (error) {
      trouble(error);
    }
    for (const [name, text] of memory) found[text === null ? "delete" : "add"](name);
    return [...found].filter((name) => name.startsWith(PREFIX));
  };

  /** Take a key apart: {kind, uid, id}; null when it is not one of ours. */
  const parse = (name) => {
    try {
      const [kind, uid, id = "", ...more] = name.slice(PREFIX.length).split(":").map(decodeURIComponent);
      return /^[qlmsx]$/.test(kind) && uid && !more.length ? { kind, uid, id } : null;
    } catch {
      return null;
    }
  };

  const load = (name) => {
    try {
      const value = JSON.parse(read(name));
      return isRecord(value) ? value : {};
    } catch {
      return {};
    }
  };

  const put = (name, value) => {
    const text = JSON.stringify({ ...value, v: Math.max(VERSION, Number.isInteger(value.v) ? value.v : 0) });
    if (text !== read(name)) write(name, text);
  };

  const RULES = {
    state: (value) => STATES.includes(value),
    score: (value) => typeof value === "number" && value >= 0 && value <= 1,
    attempts: (value) => Number.isInteger(value) && value >= 0,
    hash: (value) => typeof value === "string" && value.length < 200,
    box: (value) => Number.isInteger(value) && value >= 0 && value < 100,
    next: (value) => chapbook.isDay(value),
    last: isTime,
    read: isTime,
    version: (value) => typeof value === "string" && value.length < 100,
    title: (value) => typeof value === "string" && value.length < 1000,
    site: (value) => typeof value === "string" && value.length < 4000,
    review: (value) => Array.isArray(value) && value.every((each) => typeof each === "string"),
    days: (value) => Array.isArray(value) && value.every(Number.isInteger),
  };

  /** Keep an entry's unknown keys; drop values of known keys that make no sense. */
  const tidy = (value) => {
    const kept = { ...value };
    for (const [name, fits] of Object.entries(RULES)) if (name in kept && !fits(kept[name])) delete kept[name];
    return kept;
  };

  /** `other`: another tab wrote it. */
  const changed = (uid, other = false) => globalThis.dispatchEvent?.(new CustomEvent("chapbook:changed", { detail: { uid, other } }));

  /** The module of this page: what `cb-module` says, or null. */
  chapbook.module = () => {
    try {
      const found = JSON.parse(document.getElementById("cb-module").textContent);
      return isRecord(found) && Array.isArray(found.steps) ? found : null;
    } catch {
      return null;
    }
  };

  chapbook.recall = (uid, question) => {
    const record = tidy(load(key("q", uid, question)));
    return chapbook.fresh?.has(question) ? { ...record, answer: null } : record;
  };

  /** Keep an answer. `review`: true, or days such as [2, 7, 30], when the question is to come back. */
  chapbook.remember = (uid, question, { state, score, answer = null, hash, review = false }) => {
    const before = chapbook.recall(uid, question);
    const now = new Date();
    const days = Array.isArray(review) ? review : chapbook.module()?.review?.after_days;
    const next = review ? chapbook.schedule(before, { state, score }, chapbook.dayOf(now), days) : {};
    put(key("q", uid, question), { ...before, state, score, answer, hash, attempts: (before.attempts ?? 0) + 1, last: now.toISOString(), ...next });
    changed(uid);
  };

  /** Clear the answer, so that the question can be tried again; state, attempts and dates stay. */
  chapbook.forget = (uid, question) => {
    const before = chapbook.recall(uid, question);
    if ("answer" in before) put(key("q", uid, question), { ...before, answer: null });
  };

  /** Note that a lesson was opened; with `read`, that its end was reached. */
  chapbook.visit = (uid, lesson, read = false) => {
    const before = tidy(load(key("l", uid, lesson)));
    const last = new Date().toISOString();
    put(key("l", uid, lesson), { ...before, last, ...(read && !before.read ? { read: last } : {}) });
    changed(uid);
  };

  /** Whatever else a script wants to keep for a module: a plain object. */
  chapbook.keep = (uid, name, value) => put(key("x", uid, name), value);
  chapbook.kept = (uid, name) => load(key("x", uid, name));

  /** Keep what a module's card shows. */
  chapbook.note = (uid, facts) => {
    const before = tidy(load(key("m", uid)));
    put(key("m", uid), { ...before, ...facts });
  };

  const empty = () => ({ questions: Object.create(null), lessons: Object.create(null), version: "", about: {} });

  /** Everything, by module: {UID: {questions, lessons, version, about}}. */
  chapbook.all = (only) => {
    const found = Object.create(null);
    for (const name of names()) {
      const at = parse(name);
      if (!at || "sx".includes(at.kind) || (only !== undefined && at.uid !== only)) continue;
      const value = tidy(load(name));
      const one = (found[at.uid] ??= empty());
      if (at.kind === "m") Object.assign(one, { about: value, version: value.version ?? "" });
      else if (at.id) one[at.kind === "q" ? "questions" : "lessons"][at.id] = value;
    }
    return found;
  };

  chapbook.progress = (uid) => chapbook.all(uid)[uid] ?? empty();

  chapbook.seed = (uid) => {
    const known = Number(read(key("s", uid)));
    if (Number.isInteger(known) && known > 0 && known < 2 ** 32) return known;
    const made = 1 + Math.floor(Math.random() * (2 ** 32 - 2));
    write(key("s", uid), String(made));
    return made;
  };

  /** The stored texts of one module, or of all: [[key, text]]. What `restore` puts back. */
  chapbook.entries = (uid) => names().filter((name) => uid === undefined || parse(name)?.uid === uid).map((name) => [name, read(name)]);

  chapbook.clear = (uid) => {
    for (const [name] of chapbook.entries(uid)) write(name, null);
    changed(uid);
  };

  /** Put stored texts back, or take them in from a file. */
  chapbook.restore = (entries) => {
    const uids = new Set();
    for (const [name, text] of entries) {
      const at = parse(name);
      if (!name.startsWith(PREFIX) || !at) continue;
      write(name, text);
      uids.add(at.uid);
    }
    for (const uid of uids) changed(uid);
  };

  Object.assign(chapbook, { keyOf: key, parseKey: parse, tidyEntry: tidy });

  /** Questions and lessons that got another id keep what was known of them. */
  chapbook.adopt = (module) => {
    const move = (kind, { id, was }) => {
      if (!id || !was) return;
      const from = read(key(kind, module.uid, was));
      if (from !== null && read(key(kind, module.uid, id)) === null) write(key(kind, module.uid, id), from);
    };
    for (const step of module.steps) {
      move("l", step);
      for (const question of step.questions) move("q", question);
    }
  };

  globalThis.addEventListener?.("storage", (event) => {
    const at = event.key?.startsWith(PREFIX) ? parse(event.key) : null;
    if (event.key === null || at) changed(at?.uid, true);
  });

  const start = () => {
    const module = chapbook.module();
    if (module) chapbook.adopt(module);
    // On a page of review, what is due is asked anew: the players find no answer to put back.
    const review = module && document.querySelector("#cb-review");
    const { questions } = review ? chapbook.progress(module.uid) : {};
    const today = chapbook.dayOf(new Date());
    chapbook.fresh = review ? new Set(Object.keys(questions).filter((id) => chapbook.isDue(questions[id], today, module.review?.after_days))) : null;
  };
  if (typeof document !== "undefined") start();
  globalThis.document$?.subscribe?.(start);
})();
