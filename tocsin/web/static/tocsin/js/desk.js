// The desk with a keyboard: j and k move between findings, a accepts, e corrects, x refuses, u undoes, s chooses for an
// act on many, n opens the next ten, ? shows the keys. A selection in the text becomes a passage. All of it is in
// addition: every page works without this file.
"use strict";

(() => {
  const text = document.getElementById("text");
  const cards = () => Array.from(document.querySelectorAll(".card[data-finding]"));
  const currentCard = () => document.querySelector(".card.now");

  function marksOf(card) {
    return text ? text.querySelectorAll(`mark[data-findings~="${card.dataset.finding}"]`) : [];
  }

  function choose(card, follow) {
    if (!card) return;
    document.querySelectorAll(".card.now, mark.now").forEach((each) => each.classList.remove("now"));
    card.classList.add("now");
    const marks = marksOf(card);
    marks.forEach((mark) => mark.classList.add("now"));
    card.focus({ preventScroll: true });
    if (!follow) return;
    card.scrollIntoView({ block: "nearest" });
    if (marks.length) marks[0].scrollIntoView({ block: "nearest" });
  }

  const queue = document.getElementById("queue");
  const nextPage = () => document.getElementById("next");
  // the card whose decision came last: what u undoes once the reader has gone on
  let last = "";

  function move(step) {
    const all = cards();
    const at = all.indexOf(currentCard());
    if (step > 0 && at >= 0 && at === all.length - 1 && nextPage()) nextPage().focus();
    else choose(all[Math.min(Math.max(at + step, 0), all.length - 1)], true);
  }

  function press(selector) {
    const card = currentCard();
    const target = card && card.querySelector(selector);
    if (target) target.click();
  }

  function refuse() {
    const card = currentCard();
    const details = card && card.querySelector("details.refuse");
    if (!details) return;
    details.open = true;
    details.querySelector("input[name=reason]").focus();
  }

  function undo() {
    const at = [currentCard(), document.getElementById(last)].find((card) => card && card.querySelector("form.undo"));
    const button = at ? at.querySelector("form.undo button") : document.querySelector(".decided form button");
    if (button) button.click();
  }

  function showKeys() {
    const help = document.getElementById("keys");
    if (!help) return;
    help.open = !help.open;
    help.querySelector("summary").focus();
  }

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    a: () => press("form.accept button"),
    e: () => press(".correct-link"),
    x: refuse,
    u: undo,
    s: () => {
      const card = currentCard();
      const box = card && card.parentElement.querySelector("input[name=finding]");
      if (box) box.click();
    },
    n: () => nextPage() && nextPage().click(),
    "?": showKeys,
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && event.key === "Escape") choose(event.target.closest(".card"), false);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // A click on a mark chooses the card of the shortest finding there; several clicks walk to the longer ones.
  if (text) {
    text.addEventListener("click", (event) => {
      const mark = event.target.closest("mark[data-findings]");
      if (!mark || !document.getSelection().isCollapsed) return;
      const ids = mark.dataset.findings.split(" ");
      const now = currentCard();
      const next = ids[(ids.indexOf(now ? now.dataset.finding : "") + 1) % ids.length];
      const card = document.getElementById(`finding-${next}`);
      if (!card) return;
      event.preventDefault();
      choose(card, true);
    });
  }

  // Passages are counted in code points, browsers count in UTF-16 units: [...string] is what counts rightly.
  const codePoints = (string) => [...string].length;

  function selectedPassage() {
    const selection = document.getSelection();
    if (!text || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = codePoints(before.toString());
    return { start, end: start + codePoints(range.toString()), quote: range.toString() };
  }

  document.addEventListener("selectionchange", () => {
    const passage = selectedPassage();
    if (!passage) return;
    document.querySelectorAll("#mark-kinds a").forEach((link) => {
      const address = new URL(link.href);
      address.searchParams.set("start", passage.start);
      address.searchParams.set("end", passage.end);
      link.href = address.href;
    });
  });

  // After a decision the card is replaced by its new state: the reader goes on from there, in the queue with the next
  // finding that waits. Where something was refused or undone, the reader stays.
  document.addEventListener("htmx:load", (event) => {
    const card = event.detail.elt;
    if (!card.matches(".card[data-finding]")) return;
    const decided = card.querySelector("form.undo") && !card.querySelector(".error, form.correct");
    if (decided) last = card.id;
    const all = cards();
    const waiting = all.slice(all.indexOf(card) + 1).find((each) => each.classList.contains("open"));
    if (queue && decided && waiting) return choose(waiting, true);
    choose(card, false);
    if (queue && decided && nextPage()) return nextPage().focus();
    const field = card.querySelector("form.correct input:not([type=hidden]), form.correct textarea");
    if (field) field.focus();
  });

  const wanted = location.hash.match(/^#finding-\d+$/) && document.querySelector(location.hash);
  if (wanted) choose(wanted, true);
})();
