// Two studies, or two sectors, side by side: what both have, what only here, what only there.

import { csvButton } from "./csv.js";
import { isCarried, read } from "./data.js";
import { byId, el, shorten, text } from "./dom.js";
import { COMMON, COMPARE } from "./english.js";
import { isFiltered } from "./filters.js";
import { studyPicker } from "./study_picker.js";

const MOST = 100; // rows drawn in a list; the CSV has all
let asked = null;
let found = null;

export const compareView = {
  name: "compare",
  title: COMPARE.title,

  start() {
    asked = null;
  },

  show(page) {
    const place = byId("view-compare");
    if (isCarried()) return place.replaceChildren(el("div", { class: "reading" }, title(), el("p", { class: "lead" }, COMMON.notHere)));
    const { state, data } = page;
    const by = state.by || (data.studies.length > 1 && !data.study ? "studies" : "sectors");
    const sides = { by, here: state.here, there: state.there, study: data.study };
    const wanted = new URLSearchParams([...Object.entries(sides), ...chosen(data, state)]).toString();
    if (wanted === asked && found) return draw(page, place, by);
    asked = wanted;
    if (!place.firstChild) place.replaceChildren(el("div", { class: "reading" }, title()));
    place.setAttribute("aria-busy", "true");
    return ask(page, place, by, wanted);
  },
};

// The filters that are set, as the server has them: it also filters a study that isn't in this page.
function chosen(data, state) {
  const { role, theme, person: respondent, coder, find: words } = state;
  const all = state.valences.size === data.legend.valences.length;
  // Where no valence is wanted nothing passes, which no valence at all would not say.
  const valences = state.valences.size ? [...state.valences].sort() : [""];
  return [...Object.entries({ role, theme, respondent, coder, words }).filter(([, value]) => value.trim()),
    ...(all ? [] : valences.map((valence) => ["valence", valence]))];
}

async function ask(page, place, by, wanted) {
  try {
    const answer = await read(`/explorer/compare.json?${wanted}`);
    if (wanted !== asked) return;
    found = answer;
    if (page.state.view === compareView.name) draw(page, place, by);
  } catch (error) {
    if (wanted !== asked) return;
    found = null;
    place.replaceChildren(el("div", { class: "reading" }, title(), controls(page, by, []),
      el("p", { class: "complaint", role: "alert" }, COMPARE.failed(error.message))));
  } finally {
    if (wanted === asked) place.removeAttribute("aria-busy");
  }
}

function title() {
  return el("h2", { tabindex: "-1", "data-first": true }, COMPARE.title);
}

function draw(page, place, by) {
  const focused = document.activeElement?.closest("#view-compare") && (document.activeElement.dataset.focus ?? "title");
  const { here, there, aspects } = found;
  place.replaceChildren(el("div", { class: "reading" },
    el("div", { class: "view-head" }, title(), aspects.length ? csvButton(COMPARE.title, rows) : ""),
    el("p", { class: "lead" }, COMPARE.lead),
    controls(page, by, found.choices),
    el("p", { class: "count", role: "status" }, here && there ? said(page, by, aspects) : COMPARE.tooFew(by)),
    ...aspects.filter((each) => each.both.length + each.only_here.length + each.only_there.length)
      .map((each) => aspect(page, by, each, here.label, there.label))));
  if (focused) (place.querySelector(`[data-focus="${CSS.escape(focused)}"]`) ?? place.querySelector("h2")).focus({ preventScroll: true });
}

function said({ data, state }, by, aspects) {
  const words = COMPARE.said(by, aspects);
  return isFiltered(data, state) ? `${words || COMPARE.nothing} (${COMMON.filtered})` : words;
}

function controls(page, by, choices) {
  const select = (name, label, value, options, other) => {
    const box = el("select", { name, "data-focus": `compare-${name}`, onchange: (event) => {
      const part = name === "by" ? { by: event.target.value, here: "", there: "" } : { [name]: event.target.value };
      page.change(part, { remember: true });
    } }, options.map(({ key, label: words }) => el("option", { value: key, disabled: key === other }, shorten(words, 80))));
    box.value = value;
    return el("label", { class: "field" }, label, box);
  };
  const side = (name, other) => (by === "studies" && page.data.many
    ? studyPicker(COMPARE[name], found?.[name], found?.[other]?.key,
      (id) => page.change({ [name]: id }, { remember: true }), { name, "data-focus": `compare-${name}` })
    : select(name, COMPARE[name], found?.[name]?.key ?? "", choices, found?.[other]?.key ?? ""));
  return el("div", { class: "settings" },
    select("by", COMPARE.by, by, Object.entries(COMPARE.sides).map(([key, label]) => ({ key, label }))),
    choices.length > 1 ? [side("here", "there"), side("there", "here")] : "");
}

function aspect(page, by, each, here, there) {
  const name = COMPARE.aspects[by][each.name];
  return el("section", { class: "aspect", "aria-label": name },
    el("h3", {}, name), el("p", { class: "note" }, COMPARE.counts(COMPARE.units[each.counts])),
    el("div", { class: "thirds" },
      column(page, COMPARE.onlyIn(here), each.only_here, "here"),
      column(page, COMPARE.inBoth, each.both, "both"),
      column(page, COMPARE.onlyIn(there), each.only_there, "there")));
}

function column(page, heading, pairs, side) {
  return el("div", { class: `third ${side}` },
    el("h4", {}, text(shorten(heading, 90)), el("span", { class: "badge" }, String(pairs.length))),
    pairs.length ? el("ul", {}, pairs.slice(0, MOST).map((pair) => el("li", {}, thing(page, pair, side))))
      : el("p", { class: "quiet" }, COMMON.none),
    pairs.length > MOST ? el("p", { class: "note" }, COMPARE.further(pairs.length - MOST)) : "");
}

function thing(page, pair, side) {
  const one = pair.here ?? pair.there;
  const known = one.id && page.data.details.has(one.id);
  const numbers = side === "both" ? `${pair.here.number} | ${pair.there.number}` : String(one.number);
  const said = side === "both" ? COMPARE.pair(pair.here.number, pair.there.number) : "";
  const notes = [...new Set([pair.here?.note, pair.there?.note])].filter(Boolean).join(" | ");
  return [
    known ? el("button", { type: "button", class: "opener inline", "data-focus": one.id, onclick: () => page.open(one.id) },
      text(shorten(pair.label, 200))) : text(shorten(pair.label, 200)),
    el("span", { class: "amount" }, el("span", { "aria-hidden": said ? "true" : undefined }, numbers), said ? el("span", { class: "hidden-text" }, said) : "",
      notes ? ` · ${notes}` : ""),
  ];
}

function rows() {
  const { here, there, aspects, by } = found;
  return [[COMPARE.aspect, COMPARE.thing, here.label, there.label, COMPARE.noteOf(here.label), COMPARE.noteOf(there.label)],
    ...aspects.flatMap((each) => [...each.both, ...each.only_here, ...each.only_there].map((pair) =>
      [COMPARE.aspects[by][each.name], pair.label, pair.here?.number ?? 0, pair.there?.number ?? 0, pair.here?.note ?? "", pair.there?.note ?? ""]))];
}
