import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./script.mjs";

const page = (language, direction, words) => {
  const block = { textContent: JSON.stringify({ language, direction, words }) };
  const document = { documentElement: {}, body: {}, getElementById: (id) => (id === "cb-words" ? block : null) };
  return { document, chapbook: load(["words.js"], { document, Intl }) };
};
const LESSONS = {
  en: { one: "{count} lesson", other: "{count} lessons" },
  fr: { one: "{count} leçon", other: "{count} leçons" },
  ar: { zero: "لا دروس", one: "درس واحد", two: "درسان", few: "{count} دروس", many: "{count} درسًا", other: "{count} درس" },
};
const counted = (language) => {
  const { chapbook } = page(language, "ltr", { n: LESSONS[language] });
  return [0, 1, 2, 3, 11, 100].map((count) => chapbook.t("n", { count }));
};

test("plural forms are those that Python chooses", () => {
  assert.deepEqual(counted("en"), ["0 lessons", "1 lesson", "2 lessons", "3 lessons", "11 lessons", "100 lessons"]);
  assert.deepEqual(counted("fr"), ["0 leçon", "1 leçon", "2 leçons", "3 leçons", "11 leçons", "100 leçons"]);
  assert.deepEqual(counted("ar"), ["لا دروس", "درس واحد", "درسان", "3 دروس", "11 درسًا", "100 درس"]);
});

test("texts come in a script of the page's language, unless they stand in the page", () => {
  const block = (data) => ({ getElementById: () => ({ textContent: JSON.stringify(data) }), documentElement: {}, body: {} });
  const head = { language: "de", direction: "ltr" };
  const said = (data, texts) => {
    const document = block(data);
    const chapbook = load(["words.js"], { document, Intl, chapbook: { texts } });
    return chapbook.t("n");
  };
  assert.equal(said(head, { de: { n: "Ja" }, en: { n: "Yes" } }), "Ja");
  assert.equal(said({ ...head, words: { n: "Hier" } }, { de: { n: "Ja" } }), "Hier");
  assert.equal(said(head, undefined), "n");
});

test("a form that a text lacks is the one for others", () => {
  assert.equal(page("ar", "rtl", { n: LESSONS.en }).chapbook.t("n", { count: 3 }), "3 lessons");
});

test("values are put in as they are, numbers as the language writes them", () => {
  const words = { a: "{x} and {y}" };
  assert.equal(page("de", "ltr", words).chapbook.t("a", { x: 1234.5, y: "{x}" }), "1.234,5 and {x}");
  assert.equal(page("en", "ltr", words).chapbook.t("a", { x: 1234 }), "1,234 and {y}", "a missing value stays visible");
  assert.equal(page("en", "ltr", words).chapbook.t("no.such"), "no.such");
});

test("figures are 0 to 9 in Arabic too; days and per cents are the language's", () => {
  const { chapbook } = page("ar", "rtl", {});
  assert.match(chapbook.number(12345), /^12.345$/u);
  assert.match(chapbook.percent(0.7), /70/u);
  assert.match(chapbook.day("2026-11-22T12:00:00"), /22.*نوفمبر.*2026/u);
  assert.equal(page("en", "ltr", {}).chapbook.day("2026-11-22T12:00:00"), "22 November 2026");
  assert.equal(page("de", "ltr", {}).chapbook.percent(0.7), "70\u00a0%");
});

test("the document says its language and direction, so that a swapped page is read right", () => {
  const { document, chapbook } = page("ar", "rtl", { a: "A" });
  chapbook.t("a");
  assert.deepEqual([document.documentElement.lang, document.body.dir], ["ar", "rtl"]);
});

test("without a page there are no texts and no errors", () => {
  assert.equal(load(["words.js"], { Intl }).t("a.b"), "a.b");
});
