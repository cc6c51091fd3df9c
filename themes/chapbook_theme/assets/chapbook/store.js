/* What this browser remembers: one record a module, by the module's uid, so that it survives moves and rebuilds.

   {version: 1, questions: {ID: {state, attempts, answer, last}}}. Unknown keys and later versions are kept as they
   are. Without storage (private windows, full disk) everything works for the moment and is forgotten after. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const PREFIX = "chapbook:progress:";

  const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  const read = (uid) => {
    try {
      const record = JSON.parse(localStorage.getItem(PREFIX + uid));
      return isRecord(record) && isRecord(record.questions) ? record : { version: 1, questions: {} };
    } catch {
      return { version: 1, questions: {} };
    }
  };

  const write = (uid, record) => {
    try {
      localStorage.setItem(PREFIX + uid, JSON.stringify(record));
    } catch {
      /* nothing is lost but the memory */
    }
  };

  const entry = (record, question) => (isRecord(record.questions[question]) ? record.questions[question] : {});

  chapbook.recall = (uid, question) => entry(read(uid), question);

  chapbook.remember = (uid, question, state, answer) => {
    const record = read(uid);
    const before = entry(record, question);
    record.questions[question] = { ...before, state, answer, attempts: (Number(before.attempts) || 0) + 1, last: new Date().toISOString() };
    write(uid, record);
  };

  chapbook.forget = (uid, question) => {
    const record = read(uid);
    if (!record.questions[question]) return;
    record.questions[question] = { ...entry(record, question), answer: null };
    write(uid, record);
  };
})();
