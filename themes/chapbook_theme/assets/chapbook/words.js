/* The interface in the page's language: `chapbook.t("player.right")`, with plurals, numbers, days and per cents by Intl.
   The page says its language (`cb-words`); the texts come in a script of that language, `words-en.js`. With instant
   navigation they stand in the page. Loaded before all other scripts. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  let block = null;
  let words = {};
  let locale = "en";

  /** Read the page's texts; with instant navigation the next page may be in another language. */
  const load = () => {
    const found = globalThis.document?.getElementById("cb-words");
    if (!found || found === block) return;
    block = found;
    const data = JSON.parse(found.textContent);
    words = data.words ?? chapbook.texts?.[data.language] ?? {};
    // British dates; figures as in code and in answers, in every language.
    locale = `${data.language === "en" ? "en-GB" : data.language}-u-nu-latn`;
    document.documentElement.lang = data.language;
    document.documentElement.dir = document.body.dir = data.direction;
  };

  const number = (value, options) => (load(), new Intl.NumberFormat(locale, options).format(value));

  /** A share of 1 as per cent: `percent(0.7)`. */
  const percent = (share) => number(share, { style: "percent", maximumFractionDigits: 0 });

  /** A day: takes an ISO string, a time in milliseconds or a Date; `options` as of Intl.DateTimeFormat. */
  const day = (when, options = { day: "numeric", month: "long", year: "numeric" }) => (load(), new Intl.DateTimeFormat(locale, options).format(new Date(when)));

  /** One text with its values put in; `count` chooses the plural form, numbers are written as the language does. */
  const t = (key, values = {}) => {
    load();
    const found = words[key] ?? key;
    const text = typeof found === "string" ? found : found[new Intl.PluralRules(locale).select(values.count ?? 0)] ?? found.other;
    return text.replace(/\{(\w+)\}/gu, (whole, name) => (typeof values[name] === "number" ? number(values[name]) : values[name] ?? whole));
  };

  globalThis.document$?.subscribe?.(load);
  Object.assign(chapbook, { t, number, percent, day });
})();
