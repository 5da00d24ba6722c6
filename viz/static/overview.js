// The overview: the study in numbers, its strongest themes and its top gaps, in words and pictures.

import { csvButton } from "./csv.js";
import { studyOf } from "./data.js";
import { byId, el, shorten, text } from "./dom.js";
import { COMMON, GAP_KINDS, OVERVIEW } from "./english.js";
import { numeral } from "./english_words.js";
import { gapsThrough, letsThrough, quotesThrough } from "./filters.js";
import { edgeMark, nodeMark } from "./panel.js";

const STRONGEST = 10;
const TOP = 6;

export const overview = {
  name: "overview",
  title: OVERVIEW.title,

  show(page) {
    byId("view-overview").replaceChildren(el("div", { class: "reading" }, ...parts(page)));
  },
};

// All that the overview says; the report has it too.
export function parts(page) {
  const facts = factsOf(page);
  return [
    el("h2", { tabindex: "-1", "data-first": true }, OVERVIEW.title),
    el("p", { class: "lead sentence-lead" }, text(OVERVIEW.sentence(facts))),
    numbers(page, facts),
    el("div", { class: "halves" }, themes(page, facts), gaps(page)),
    el("div", { class: "halves" }, ties(page), voices(page, facts)),
  ];
}

function factsOf(page) {
  const { data, state } = page;
  const lets = letsThrough(data, state);
  const through = (kind) => [...data.nodes.values()].filter((node) => node.kind === kind && lets(node.id));
  const quotes = quotesThrough(data, state);
  const said = new Map();
  for (const id of quotes) {
    for (const person of data.details.get(id).related.respondents ?? []) {
      said.set(person, (said.get(person) ?? 0) + 1);
    }
  }
  const counted = counts(data, quotes);
  const strongest = through("theme").map(({ id }) => ({ id, ...counted.get(id) }))
    .sort((one, other) => other.quotes - one.quotes);
  return {
    studies: data.study ? 1 : data.studies.length,
    themes: through("theme"), roles: through("role"), people: through("respondent"), quotes, said, strongest,
    ties: [...data.edges.values()].filter((edge) => edge.kind === "tie" && lets(edge.id)),
    gaps: gapsThrough(data, state),
    label: (id) => data.details.get(id).label,
    isLeaf: (id) => !data.details.get(id).related.narrower,
  };
}

// Quotes and respondents of each theme, with those of the themes below it.
function counts(data, quotes) {
  const of = new Map();
  for (const id of quotes) {
    const { themes = [], respondents = [] } = data.details.get(id).related;
    for (const theme of themes) of.set(theme, [...(of.get(theme) ?? []), { id, respondents }]);
  }
  return new Map(data.legend.themes.map(({ key, below }) => {
    const all = below.flatMap((theme) => of.get(theme) ?? []);
    return [key, { quotes: new Set(all.map(({ id }) => id)).size,
      people: new Set(all.flatMap(({ respondents }) => respondents)).size }];
  }));
}

function numbers({ addressOf }, facts) {
  const number = (value, label, address) => el("li", {}, el("a", { href: address }, el("b", {}, numeral(value)), ` ${label}`));
  const all = OVERVIEW.numbers;
  return el("ul", { class: "numbers", "aria-label": OVERVIEW.inNumbers },
    facts.studies > 1 ? number(facts.studies, all.studies, addressOf({ view: "compare" })) : "",
    number(facts.themes.length, all.themes, addressOf({ view: "matrix", rows: "themes" })),
    number(facts.quotes.length, all.quotes, addressOf({ view: "evidence" })),
    number(facts.people.length, all.people, addressOf({ view: "matrix", rows: "people" })),
    number(facts.roles.length, all.roles, addressOf({ view: "matrix", rows: "spoken" })),
    number(facts.ties.length, all.ties, addressOf({ view: "network" })),
    number(facts.gaps.length, all.gaps, addressOf({ view: "gaps" })));
}

// ---------------------------------------------------------------- themes

function themes(page, { strongest, studies }) {
  const { data } = page;
  const study = (id) => (studies > 1 ? el("div", { class: "kind-line" }, text(shorten(studyOf(data, id).title, 40))) : "");
  const most = Math.max(1, ...strongest.map(({ quotes }) => quotes));
  const rows = () => [OVERVIEW.themeColumns, ...strongest.map(({ id, quotes, people }) =>
    [data.details.get(id).label, data.details.get(id).valences.join("; "), quotes, people, id])];
  return section(OVERVIEW.strongest, rows, el("table", { class: "bars" },
    el("caption", { class: "hidden-text" }, OVERVIEW.strongest),
    el("thead", {}, el("tr", {}, OVERVIEW.themeHeads.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, strongest.slice(0, STRONGEST).map(({ id, quotes, people }) => el("tr", {},
      el("th", { scope: "row" }, nodeMark(data.legend, data.nodes.get(id).style), " ",
        el("a", { href: page.addressOf({ view: "evidence", theme: id }) }, text(shorten(data.details.get(id).label, 120))), study(id)),
      el("td", {}, bar(quotes, most, data.nodes.get(id).style)),
      el("td", {}, String(people)))))));
}

// A bar as part of the longest, and its number.
function bar(number, most, style) {
  const part = number / most;
  const meter = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  meter.setAttribute("viewBox", "0 0 100 10");
  meter.setAttribute("preserveAspectRatio", "none");
  meter.setAttribute("aria-hidden", "true");
  meter.classList.add("bar-of", `look-${style}`);
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  Object.entries({ x: 0, y: 0, height: 10, width: Math.max(part * 100, part ? 1.5 : 0) })
    .forEach(([name, value]) => rect.setAttribute(name, value));
  meter.append(rect);
  return [meter, el("span", { class: "tally" }, String(number))];
}

// ---------------------------------------------------------------- gaps

// The strongest gap of each kind, in the order of the kinds.
function gaps(page) {
  const found = gapsThrough(page.data, page.state);
  const first = page.data.gap_kinds.flatMap(({ kind }) => found.filter((gap) => gap.kind === kind).slice(0, 1));
  const number = (kind) => found.filter((gap) => gap.kind === kind).length;
  return section(OVERVIEW.topGaps, null, first.length
    ? el("ol", { class: "top-gaps" }, first.slice(0, TOP).map((gap) => el("li", {},
      el("p", { class: "kind-line" }, el("b", {}, GAP_KINDS[gap.kind] ?? gap.label), ` (${number(gap.kind)})`),
      el("a", { href: page.addressOf({ view: "gaps", selected: gap.id }) }, text(shorten(gap.sentence, 220))))))
    : el("p", { class: "empty" }, OVERVIEW.noGaps),
  el("p", {}, el("a", { class: "small", href: page.addressOf({ view: "gaps" }) }, OVERVIEW.allGaps(found.length))));
}

// ---------------------------------------------------------------- ties and voices

function ties(page) {
  const { data, state } = page;
  const lets = letsThrough(data, state);
  const all = [...data.edges.values()].filter((edge) => edge.kind === "tie" && lets(edge.id));
  const layers = data.legend.edges.filter(({ key }) => key.startsWith("tie-"));
  const number = (style) => all.filter((edge) => edge.style === style).length;
  const most = Math.max(1, ...layers.map(({ key }) => number(key)));
  const rows = () => [OVERVIEW.tieColumns, ...layers.map(({ key, label }) => [label, number(key)])];
  return section(OVERVIEW.ties, rows, el("table", { class: "bars" },
    el("caption", { class: "hidden-text" }, OVERVIEW.ties),
    el("thead", {}, el("tr", {}, OVERVIEW.tieColumns.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, layers.map(({ key, label, style }) => el("tr", {},
      el("th", { scope: "row" }, edgeMark(data.legend, style), ` ${label}`),
      el("td", {}, bar(number(key), most, style)))))));
}

function voices(page, { people, said }) {
  const { data } = page;
  const sorted = [...people].map(({ id }) => [id, said.get(id) ?? 0]).sort((one, other) => other[1] - one[1]);
  const most = Math.max(1, ...sorted.map(([, number]) => number));
  const rows = () => [OVERVIEW.voiceColumns, ...sorted.map(([id, number]) => [data.details.get(id).label, number, id])];
  const left = sorted.length - STRONGEST;
  return section(OVERVIEW.voices, rows, sorted.length ? el("table", { class: "bars" },
    el("caption", { class: "hidden-text" }, OVERVIEW.voices),
    el("thead", {}, el("tr", {}, OVERVIEW.voiceColumns.slice(0, 2).map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, sorted.slice(0, STRONGEST).map(([id, number]) => el("tr", {},
      el("th", { scope: "row" }, el("a", { href: page.addressOf({ view: "evidence", person: id }) }, text(shorten(data.details.get(id).label, 80)))),
      el("td", {}, bar(number, most, "respondent"))))))
    : el("p", { class: "empty" }, OVERVIEW.noVoices),
  left > 0 ? el("p", { class: "note" }, OVERVIEW.further(left)) : "");
}

function section(title, rows, ...content) {
  return el("section", { "aria-label": title },
    el("div", { class: "view-head" }, el("h3", {}, title), rows ? csvButton(title, rows, COMMON.csv) : ""), ...content);
}
