// The evidence: quotes in their context, with who says them, on what, who coded them, and where they
// stand. Filters above and here are the same for all views.

import { csvButton } from "./csv.js";
import { beginnings, studyOf } from "./data.js";
import { byId, el, text } from "./dom.js";
import { COMMON, EVIDENCE, FACTS } from "./english.js";
import { quoted } from "./english_words.js";
import { isFiltered, quotesThrough } from "./filters.js";

const STEP = 60; // cards drawn at once
let drawn = STEP;
let before = "";

export const evidenceView = {
  name: "evidence",
  title: EVIDENCE.title,
  page: null,

  start(page) {
    this.page = page;
  },

  show(page) {
    const { data, state } = page;
    const place = byId("view-evidence");
    const ids = inOrder(data, quotesThrough(data, state));
    const filters = JSON.stringify([state.find, state.role, state.theme, state.person, state.coder, [...state.valences]]);
    if (filters !== before) drawn = STEP;
    before = filters;
    while (ids.indexOf(state.selected) >= drawn) drawn += STEP;
    const focused = document.activeElement?.closest("#view-evidence") && document.activeElement.dataset.focus;
    place.replaceChildren(el("div", { class: "reading" }, ...head(page, ids), list(page, ids), more(page, ids)));
    if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    if (state.selected && state.selected !== this.lastShown) {
      place.querySelector(".quote-card.open")?.scrollIntoView({ block: "nearest" });
    }
    this.lastShown = state.selected;
  },

  takes(id) {
    return evidenceView.page?.data.details.get(id)?.kind === "quote";
  },
};

function inOrder(data, ids) {
  const at = (id) => data.details.get(id).at;
  return [...ids].sort((one, other) => {
    const [a, b] = [at(one), at(other)];
    return a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1;
  });
}

function head(page, ids) {
  const { data, state } = page;
  const all = [...data.details.values()].filter(({ kind }) => kind === "quote").length;
  return [
    el("div", { class: "view-head" }, el("h2", { tabindex: "-1", "data-first": true }, EVIDENCE.title),
      csvButton(EVIDENCE.title, () => rows(data, ids))),
    el("p", { class: "lead" }, EVIDENCE.lead),
    el("p", { class: "count", role: "status" }, EVIDENCE.shownOf(ids.length, all),
      isFiltered(data, state) ? `: ${COMMON.filtered}.` : "."),
    ids.length ? "" : el("p", { class: "empty" }, EVIDENCE.none),
  ];
}

function list(page, ids) {
  const patterns = beginnings(page.state.find);
  const places = new Map();
  return el("ol", { class: "quotes" }, ids.slice(0, drawn).map((id) => {
    const [document] = page.data.details.get(id).at;
    if (!places.has(document)) places.set(document, stretches(page.data, document));
    return card(page, id, patterns, places.get(document));
  }));
}

function more(page, ids) {
  if (ids.length <= drawn) return "";
  return el("button", { type: "button", class: "small", "data-focus": "more-quotes", onclick: () => {
    drawn += STEP;
    page.change({});
  } }, EVIDENCE.more(ids.length - drawn));
}

// Quotes and passages of a document, in the order of its text.
function stretches(data, document) {
  const found = [...data.details].filter(([, { at }]) => at?.[0] === document).map(([id]) => id);
  const sorted = inOrder(data, found);
  return { ids: sorted, end: Math.max(1, ...found.map((id) => data.details.get(id).at[2])) };
}

// ---------------------------------------------------------------- one quote

function card(page, id, patterns, place) {
  const { data, state } = page;
  const detail = data.details.get(id);
  const isOpen = state.selected === id;
  const { themes = [], roles = [], respondents = [] } = detail.related;
  const said = el("p", { class: "copied", role: "status" });
  return el("li", { class: isOpen ? "quote-card open" : "quote-card" },
    el("figure", {},
      isOpen ? neighbour(data, id, place, -1) : "",
      el("blockquote", {}, el("p", { dir: "auto" }, highlighted(detail.text || EVIDENCE.withheld, patterns))),
      isOpen ? neighbour(data, id, place, 1) : "",
      el("figcaption", {},
        respondents.length ? filterButton(page, "person", respondents[0], detail.speaker || EVIDENCE.somebody)
          : el("b", {}, text(detail.speaker || EVIDENCE.nobody)))),
    el("dl", { class: "about-quote" },
      pair(EVIDENCE.on, themes.map((theme) => filterButton(page, "theme", theme, data.details.get(theme)?.label))),
      pair(EVIDENCE.of, roles.map((role) => filterButton(page, "role", role, data.details.get(role)?.label))),
      pair(EVIDENCE.codedBy, detail.coders.map((coder) => filterButton(page, "coder", coder, coder))),
      pair(EVIDENCE.where, [position(data, detail, place)])),
    el("div", { class: "ways" },
      el("button", { type: "button", class: "small", "aria-expanded": String(isOpen), "data-id": id, "data-focus": id,
        onclick: () => page.change({ selected: isOpen ? "" : id }, { remember: true }) }, EVIDENCE.context),
      el("button", { type: "button", class: "small", "data-focus": `cite-${id}`,
        onclick: () => copy(citation(data, id, detail), said) }, EVIDENCE.cite),
      el("a", { class: "small", href: page.addressOf({ view: "network", selected: id, tab: "evidence" }) }, COMMON.inNetwork)),
    said);
}

function pair(term, values) {
  return values.length ? el("div", {}, el("dt", {}, term), el("dd", {}, values)) : "";
}

// A press leaves only what has this too; pressed again, the filter goes.
function filterButton(page, name, value, label) {
  const isSet = page.state[name] === value;
  return el("button", { type: "button", class: "tag", "aria-pressed": String(isSet), title: EVIDENCE.only(label ?? ""),
    onclick: () => page.change({ [name]: isSet ? "" : value }, { remember: true }) }, text(label ?? value));
}

function position(data, detail, place) {
  const [, start, end] = detail.at;
  const part = (number) => String(Math.min(98, number / place.end * 100));
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  bar.setAttribute("viewBox", "0 0 100 6");
  bar.setAttribute("preserveAspectRatio", "none");
  bar.setAttribute("aria-hidden", "true");
  bar.classList.add("where");
  for (const [x, width, name] of [[0, 100, "all"], [part(start), Math.max(2, (end - start) / place.end * 100), "here"]]) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    Object.entries({ x, y: 0, width, height: 6, class: name }).forEach(([key, value]) => rect.setAttribute(key, value));
    bar.append(rect);
  }
  return [bar, text(detail.facts.find(([name]) => name === FACTS.position)?.[1] ?? "")];
}

// What stands before or after a quote in the same text, as far as it's coded.
function neighbour(data, id, place, step) {
  const other = place.ids[place.ids.indexOf(id) + step];
  const label = step < 0 ? EVIDENCE.before : EVIDENCE.after;
  if (!other) return el("p", { class: "around" }, step < 0 ? EVIDENCE.first : EVIDENCE.last);
  const [mine, its] = [data.details.get(id), data.details.get(other)];
  const distance = Math.max(0, step < 0 ? mine.at[1] - its.at[2] : its.at[1] - mine.at[2]);
  const words = its.kind === "quote" ? `${quoted(its.text)} ${its.speaker}` : its.text || its.label;
  return el("p", { class: "around" }, el("b", {}, label(distance), its.kind === "passage" ? ` (${EVIDENCE.passage})` : "", ": "), text(words));
}

// The text with what was looked for marked.
export function highlighted(words, patterns) {
  if (!patterns.length) return [words];
  const source = patterns.map((pattern) => pattern.source).join("|");
  const found = [];
  let at = 0;
  for (const match of words.matchAll(new RegExp(source, "giu"))) {
    if (!match[0]) continue;
    found.push(words.slice(at, match.index), el("mark", {}, match[0]));
    at = match.index + match[0].length;
  }
  return [...found, words.slice(at)];
}

// ---------------------------------------------------------------- to take along

function citation(data, id, detail) {
  const study = studyOf(data, id);
  const source = [study?.citation || study?.title, study?.doi].filter(Boolean).join(" ");
  return EVIDENCE.citation(detail.text, detail.speaker, source);
}

async function copy(words, said) {
  try {
    await navigator.clipboard.writeText(words);
    said.textContent = EVIDENCE.copied;
  } catch {
    said.textContent = words; // where a page may not write to the clipboard, the words can be marked
  }
}

export function rows(data, ids) {
  const named = (list = []) => list.map((id) => data.details.get(id)?.label ?? id).join("; ");
  return [EVIDENCE.columns, ...ids.map((id) => {
    const { text: words, speaker, related, coders, at } = data.details.get(id);
    return [words, speaker, named(related.themes), named(related.roles), coders.join("; "), ...at, id];
  })];
}
