// Legend, filters, search and the choice of study. The legend is the filter: its marks are buttons.

import { byId, el, shorten, text } from "./dom.js";
import { FILTERS, SEARCH } from "./english_page.js";
import { quoted } from "./english_words.js";
import { edgeMark, kindName, mark, nodeMark } from "./panel.js";
import { search } from "./data.js";

const MOST_RESULTS = 30;

// `change(part)` changes the state; `reset()` brings the default view back.
export function showFilters(data, state, change, reset) {
  const { legend } = data;
  const toggle = (key, set) => () => {
    const next = new Set(state[set]);
    if (!next.delete(key)) next.add(key);
    change({ [set]: next });
  };
  const chip = (entry, picture, set) => el("button", {
    type: "button", class: "chip", "data-key": entry.key,
    "aria-pressed": String(state[set].has(entry.key)),
    title: entry.definition || false, onclick: toggle(entry.key, set),
  }, picture, entry.label, el("span", { class: "number" }, String(entry.count)));
  const focused = document.activeElement?.dataset?.key;
  const caret = document.activeElement?.selectionEnd;
  // The legend is the network's; what is below it holds for every view.
  const layers = state.view === "network" ? [
    group(FILTERS.show, legend.nodes.map((e) => chip(e, nodeMark(legend, e.style), "layers"))),
    group(FILTERS.ties, legend.edges.filter((e) => e.key.startsWith("tie-"))
      .map((e) => chip({ ...e, label: FILTERS.tieKind(e.label) }, edgeMark(legend, e.style), "layers"))),
    el("p", { class: "key" }, nodeMark(legend, "role-unheard"), FILTERS.unheard, ` · ${FILTERS.mutual}`),
    group(FILTERS.other, legend.edges.filter((e) => !e.key.startsWith("tie-") && (e.key !== "gap" || e.count))
      .map((e) => chip(e, edgeMark(legend, e.style), "layers"))),
  ] : [];
  byId("chips").classList.toggle("all", areWanted);
  byId("chips").replaceChildren(...layers,
    group(FILTERS.valence, legend.valences.map((e) => chip(
      { ...e, label: `${legend.nodeStyles[e.style]?.symbol ?? ""} ${e.label}` },
      nodeMark(legend, e.style), "valences"))),
    el("div", { class: "group" }, roleFilter(legend, state, change), ...evidenceFilters(data, state, change),
      el("button", { type: "button", class: "reset", "data-key": "reset", onclick: reset }, FILTERS.reset)),
  );
  if (!focused) return;
  const again = byId("chips").querySelector(`[data-key="${CSS.escape(focused)}"]`);
  again?.focus();
  if (again?.type === "search") again.setSelectionRange(caret, caret);
}

function group(name, chips) {
  return el("div", { class: "group", role: "group", "aria-label": name },
    el("span", { class: "group-name", "aria-hidden": "true" }, name), chips);
}

function roleFilter(legend, state, change) {
  const select = el("select", {
    "data-key": "role-filter", onchange: (event) => change({ role: event.target.value }),
  }, el("option", { value: "" }, FILTERS.any),
  legend.roles.map((role) => el("option", { value: role.key }, shorten(role.label, 80))));
  select.value = state.role;
  return el("label", { class: "field inline" }, FILTERS.role, select);
}

let areWanted = false;

// Filters of what rests on words: they hold for every view, and are seen where there is room.
function evidenceFilters(data, state, change) {
  const choice = (key, entries) => {
    const select = el("select", { "data-key": `${key}-filter`,
      onchange: (event) => change({ [key]: event.target.value }) },
    el("option", { value: "" }, FILTERS.any),
    entries.map(([value, label]) => el("option", { value }, shorten(label, 80))));
    select.value = state[key];
    return el("label", { class: "field inline" }, FILTERS[key], select);
  };
  // Beside the legend there's little room: there they are brought by a button.
  const isSet = state.theme || state.person || state.coder || state.find;
  if (state.view === "network" && !isSet && !areWanted) {
    const bring = () => {
      areWanted = true;
      change({});
      byId("chips").querySelector("[data-key=theme-filter]").focus();
    };
    return [el("button", { type: "button", class: "reset", "data-key": "more-filters", onclick: bring }, FILTERS.more)];
  }
  const people = [...data.nodes.values()].filter(({ kind }) => kind === "respondent");
  const coders = [...new Set([...data.details.values()].flatMap((detail) => detail.coders))].sort();
  const words = el("input", { type: "search", "data-key": "find-filter", placeholder: FILTERS.findHint,
    autocomplete: "off", oninput: (event) => change({ find: event.target.value }) });
  words.value = state.find;
  return [
    choice("theme", data.legend.themes.map(({ key, label }) => [key, label])),
    choice("person", people.map(({ id, name }) => [id, name])),
    coders.length > 1 || state.coder ? choice("coder", coders.map((name) => [name, name])) : "",
    el("label", { class: "field inline" }, FILTERS.find, words),
  ];
}

// ---------------------------------------------------------------- search

export function listenToSearch(read, { change, open }) {
  const box = byId("search");
  box.addEventListener("input", () => change({ words: box.value }));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.value) {
      event.stopPropagation();
      change({ words: "" });
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      byId("results").querySelector("button")?.focus();
    } else if (event.key === "Enter") {
      byId("results").querySelector("button")?.click();
    }
  });
  byId("results").addEventListener("keydown", (event) => walkResults(event, box, change));
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) byId("results").hidden = true;
  });
  box.addEventListener("focus", () => showResults(read(), box.value, open));
}

function walkResults(event, box, change) {
  const buttons = [...byId("results").querySelectorAll("button")];
  const now = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") {
    event.stopPropagation();
    change({ words: "" });
    box.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    (buttons[now + (event.key === "ArrowDown" ? 1 : -1)] ?? box).focus();
  }
}

export function showResults(data, words, open) {
  const list = byId("results");
  const found = data ? search(data, words) : [];
  const wanted = words.trim() !== "";
  list.hidden = !wanted;
  byId("results-count").textContent = wanted ? SEARCH.found(found.length, words) : "";
  if (byId("search").value !== words) byId("search").value = words;
  const shown = found.slice(0, MOST_RESULTS).map(({ id, also }) => result(data, id, also, open));
  const left = found.length - shown.length;
  if (left > 0) shown.push(el("li", { class: "empty" }, SEARCH.left(left)));
  if (!found.length) shown.push(el("li", { class: "empty" }, SEARCH.nothing));
  list.replaceChildren(...shown);
}

function result(data, id, also, open) {
  const detail = data.details.get(id);
  const said = detail.speaker ? `${quoted(detail.label)} ${detail.speaker}` : detail.label;
  const named = also ? SEARCH.alsoNamed(shorten(said, 120), also) : said;
  return el("li", {}, el("button", {
    type: "button", class: "opener", "data-id": id,
    onclick: () => {
      byId("results").hidden = true;
      open(id);
    },
  }, mark(data, id), text(shorten(named, 160)), el("small", {}, kindName(detail))));
}

// ---------------------------------------------------------------- studies

export function showStudies(data, carried, choose) {
  const select = byId("study");
  // One of a great many comes alone; it leads back to all.
  const several = !carried && (data.studies.length > 1 || data.many);
  byId("study-field").hidden = !several;
  select.replaceChildren(el("option", { value: "" }, SEARCH.allStudies),
    ...data.studies.map((study) => el("option", { value: study.id }, shorten(study.title, 120))));
  select.value = data.study;
  select.onchange = () => choose(select.value);
}
