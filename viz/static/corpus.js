// A store of many studies: told in numbers, with the studies to open.

import { csvButton } from "./csv.js";
import { read } from "./data.js";
import { byId, el, text } from "./dom.js";
import { CORPUS, GAP_KINDS, OVERVIEW } from "./english.js";
import { PAGE } from "./english_page.js";
import { numeral } from "./english_words.js";

const PAUSE = 200;
const HIDDEN = ["filters", "study-field", "about"];

export function hideCorpus() {
  if (byId("view-corpus").hidden) return;
  byId("view-corpus").hidden = true;
  present(true);
}

export function showCorpus(corpus) {
  present(false);
  for (const view of document.querySelectorAll("main > .view")) view.hidden = true;
  document.body.dataset.view = "corpus";
  document.title = PAGE.name;
  byId("study-title").textContent = PAGE.studies(corpus.numbers.studies);
  byId("view-corpus").hidden = false;
  const sectors = el("div", {}, el("p", { class: "empty", role: "status" }, CORPUS.counting));
  byId("view-corpus").replaceChildren(el("div", { class: "reading" },
    el("h2", { tabindex: "-1", "data-first": true }, CORPUS.title),
    el("p", { class: "lead" }, CORPUS.lead, " ", el("a", { href: "/query" }, CORPUS.query)),
    numbers(corpus.numbers),
    el("div", { class: "halves" }, finder(corpus.found), gaps(corpus.gaps)),
    el("div", { class: "halves" }, shared(CORPUS.roles, corpus.roles), shared(CORPUS.ties, corpus.ties), sectors)));
  document.body.dataset.ready = "corpus";
  fill(sectors);
}

// What belongs to a study's views, and the links to these.
function present(on) {
  for (const id of HIDDEN) byId(id).hidden = !on;
  document.querySelector(".search").hidden = !on;
  for (const link of byId("views").querySelectorAll("[data-view]")) link.hidden = !on;
}

// Takes longer than all else, so it comes when it's there.
async function fill(place) {
  try {
    place.replaceChildren(shared(CORPUS.sectors, await read("/explorer/sectors.json")));
  } catch (error) {
    place.replaceChildren(el("p", { class: "complaint", role: "alert" }, error.message));
  }
}

function numbers(found) {
  return el("ul", { class: "numbers", "aria-label": OVERVIEW.inNumbers },
    Object.entries(found).map(([name, value]) => el("li", {}, el("span", { class: "number-card" },
      el("b", {}, numeral(value)), ` ${OVERVIEW.numbers[name]}`))));
}

// ---------------------------------------------------------------- studies to open

function finder(found) {
  const list = el("ul", { class: "items" });
  const said = el("p", { class: "note", role: "status" });
  const fillList = ({ studies, number }) => {
    said.textContent = CORPUS.listed(studies.length, number);
    list.replaceChildren(...studies.map(({ id, title }) => el("li", {},
      el("a", { href: `#study=${encodeURIComponent(id)}` }, text(title)))));
  };
  const box = el("input", { type: "search", id: "find-study", autocomplete: "off", placeholder: CORPUS.findHint });
  let pause = 0;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => look(box, fillList, said), PAUSE);
  });
  fillList(found);
  return el("section", { "aria-label": CORPUS.find }, el("h3", {}, el("label", { for: "find-study" }, CORPUS.find)),
    box, said, el("div", { class: "study-list", tabindex: "0", role: "region", "aria-label": CORPUS.title }, list));
}

async function look(box, fillList, said) {
  const words = box.value;
  try {
    const found = await read(`/explorer/studies.json?${new URLSearchParams({ words })}`);
    if (box.value === words) fillList(found);
  } catch (error) {
    said.textContent = error.message;
  }
}

// ---------------------------------------------------------------- tables

function gaps(found) {
  const rows = found.map(({ kind, label, gaps: number, studies }) => [GAP_KINDS[kind] ?? label, number, studies]);
  return table(CORPUS.gaps, CORPUS.gapHeads, rows);
}

function shared(title, found) {
  const rows = found.map(({ name, to, studies }) => [to ? `${name} → ${to}` : name, studies]);
  const about = found.some(({ to }) => to) ? el("p", { class: "note" }, CORPUS.reported) : "";
  return table(title, [title, CORPUS.studies], rows, about);
}

function table(title, heads, rows, about = "") {
  return el("section", { "aria-label": title },
    el("div", { class: "view-head" }, el("h3", {}, title), csvButton(title, () => [heads, ...rows])), about,
    el("table", { class: "bars" }, el("caption", { class: "hidden-text" }, title),
      el("thead", {}, el("tr", {}, heads.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows.map(([name, ...values]) => el("tr", {}, el("th", { scope: "row" }, text(name)),
        values.map((value) => el("td", {}, numeral(value))))))));
}
