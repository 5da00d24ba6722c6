// The explorer: one state, and the parts of the page that show it.

import { showAbout } from "./about.js";
import { listenToSearch, showFilters, showResults, showStudies } from "./controls.js";
import { concerned, isCarried, load } from "./data.js";
import { byId, count, el, shorten } from "./dom.js";
import { Drawing } from "./drawing.js";
import { showGaps } from "./gaps.js";
import { showList } from "./list.js";
import { counted, kindName, paintMarks, showEvidence } from "./panel.js";
import { fromAddress, toAddress } from "./url.js";
import { defaults, visible } from "./view.js";
import { listenToKeys } from "./keys.js";

const TABS = ["gaps", "evidence", "list"];

let data = null;
let state = defaults(null);
let drawing = null;
let shown = { nodes: new Set(), edges: new Set() };
let cameFrom = { tab: "gaps", id: "" };

// ---------------------------------------------------------------- state

function change(part, { remember = false } = {}) {
  state = { ...state, ...part };
  const address = toAddress(state, defaults(data), data.base);
  history[remember ? "pushState" : "replaceState"](null, "", address);
  notice("");
  render();
}

// Opens a thing: its evidence, or the card of a gap; "" goes back.
function open(id) {
  if (!id) return back();
  if (!data.details.has(id) && !data.gaps.has(id)) return;
  const isGap = data.gaps.has(id);
  if (state.tab !== "evidence") {
    cameFrom = { tab: state.tab, id: document.activeElement?.dataset?.id ?? id };
  }
  change({ selected: id, tab: isGap ? "gaps" : "evidence" }, { remember: true });
  if (isGap) byId("gaps").querySelector(".card.open button").focus();
  else byId("evidence-title").focus();
  byId(isGap ? "gaps" : "evidence").closest(".panel").scrollTo?.(0, isGap ? cardTop() : 0);
  announce(id);
  drawing.bringIntoSight(...(isGap
    ? [[...concerned(data, id)], data.gaps.get(id).involves]
    : [[id, ...ends(id)]]));
}

function cardTop() {
  const card = byId("gaps").querySelector(".card.open");
  return card.offsetTop - byId("panel").querySelector("[role=tablist]").offsetHeight - 12;
}

function ends(id) {
  const edge = data.edges.get(id);
  return edge ? [edge.from, edge.to] : [];
}

function back() {
  if (!state.selected) return;
  const tab = state.tab === "evidence" ? cameFrom.tab : state.tab;
  const id = state.tab === "evidence" ? cameFrom.id : state.selected;
  change({ selected: data.gaps.has(id) && tab === "gaps" && state.tab === "evidence" ? id : "", tab },
    { remember: true });
  byId(tab).querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
  byId("announce").textContent = "Nothing is selected.";
}

function announce(id) {
  const gap = data.gaps.get(id);
  const detail = data.details.get(id);
  byId("announce").textContent = gap
    ? `Gap: ${gap.sentence}`
    : `Selected: ${kindName(detail)}, ${detail.label}`;
}

// ---------------------------------------------------------------- showing

// What is shown whatever the layers say: the evidence of what is selected.
function evidenceOf(id) {
  const gap = data.gaps.get(id);
  if (gap) return concerned(data, id);
  const tie = data.edges.get(id);
  const quotes = tie ? data.details.get(id).related.quotes ?? [] : [];
  return new Set(id ? [id, ...ends(id), ...quotes] : []);
}

function render() {
  const extra = evidenceOf(state.selected);
  shown = visible(data, state, extra);
  const without = visible(data, state);
  const bright = state.selected ? concerned(data, state.selected) : null;
  showFilters(data, state, change, reset);
  showCaption(shown.nodes.size - without.nodes.size);
  showTabs();
  drawing.show(shown, bright && withBetween(bright), state.selected);
  showResults(data, state.words, open);
  if (document.activeElement !== byId("search")) byId("results").hidden = true;
  if (!drawing.isTouched()) drawing.refit();
}

// With a gap or a tie also the lines between what it concerns, such as from quote to theme.
function withBetween(bright) {
  if (data.nodes.has(state.selected)) return bright;
  const found = new Set(bright);
  for (const id of shown.edges) {
    const { from, to, kind } = data.edges.get(id);
    if (kind !== "tie" && kind !== "link" && bright.has(from) && bright.has(to)) found.add(id);
  }
  return found;
}

function showCaption(extra) {
  const parts = [
    `Showing ${counted(shown.nodes.size, data.nodes.size, "node")}`,
    ` and ${counted(shown.edges.size, data.edges.size, "connection")}`,
    extra > 0 ? `, ${extra} of them only as evidence of what is selected` : "",
    only().length ? `, only: ${only().join(", ")}` : "",
  ];
  const hidden = [...data.legend.nodes, ...data.legend.edges]
    .filter((e) => e.count && !state.layers.has(e.key));
  const names = hidden.map((entry) => `${entry.label.toLowerCase()} (${entry.count})`);
  const caption = `${parts.join("")}.`;
  const rest = names.length ? ` Hidden: ${names.join(", ")}.` : "";
  if (byId("caption").textContent === caption + rest) return;
  byId("caption").replaceChildren(caption, el("span", { class: "layers" }, rest));
}

// Says how much of what is shown stands outside the picture; `ids` are nodes.
function showOutside(ids) {
  const parts = data.legend.nodes.flatMap(({ key }) => {
    const number = ids.filter((id) => data.nodes.get(id).kind === key).length;
    return number ? [count(number, kindName({ kind: key }).toLowerCase())] : [];
  });
  byId("outside").textContent = `${parts.join(", ")} outside the picture`;
  byId("outside").hidden = !parts.length;
}

// The filters that are set, by name.
function only() {
  const { roles, valences } = data.legend;
  const role = roles.filter((each) => each.key === state.role);
  const some = valences.filter((each) => state.valences.has(each.key));
  return [
    ...role.map((each) => shorten(each.label, 80)),
    ...(some.length === valences.length ? [] : some.map((each) => each.label)),
    ...(some.length || !valences.length ? [] : ["no valence"]),
  ];
}

function showTabs() {
  const tab = TABS.includes(state.tab) ? state.tab : "gaps";
  for (const name of TABS) {
    byId(name).hidden = name !== tab;
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    byId(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
  byId("tab-gaps").textContent = `Gaps (${data.gaps.size})`;
  if (tab === "gaps") showGaps(byId("gaps"), data, state.selected, open, back);
  if (tab === "evidence") showEvidence(byId("evidence"), data, state.selected, open);
  if (tab === "list") showList(byId("list"), data, shown, { open, point });
}

// Shows in the picture what has the focus in the list, without opening it.
function point(id) {
  drawing.show(shown, concerned(data, id), id);
  drawing.bringIntoSight([id, ...ends(id)]);
}

function reset() {
  byId("search").value = "";
  change({ ...defaults(data), tab: state.tab === "evidence" ? "gaps" : state.tab });
  drawing.move("fit");
}

// ---------------------------------------------------------------- start

async function start(study) {
  try {
    data = await load(study);
  } catch (error) {
    return message("The data can’t be had", `${error.message}. Is the server still running?`);
  }
  if (!data.nodes.size) return message("There is nothing to show yet", ...emptyHelp());
  byId("filters").open = matchMedia("(min-width: 900px)").matches;
  paintMarks(data.legend);
  showAbout(data);
  showStudies(data, isCarried(), (id) => {
    history.pushState(null, "", id ? `#study=${encodeURIComponent(id)}` : "#study=");
    restart();
  });
  state = { ...asked(), study: data.study };
  if (drawing) drawing.destroy();
  drawing = new Drawing(byId("canvas"), data, { select: open, clear: back, outside: showOutside });
  render();
  drawing.home();
  if (data.gaps.has(state.selected)) byId("panel").scrollTo(0, cardTop());
  document.body.dataset.ready = "true";
}

// The view that the address asks for, without what isn't here.
function asked() {
  const wanted = { ...defaults(data), ...fromAddress(location, data.base) };
  const known = (id) => !id || data.details.has(id) || data.gaps.has(id);
  const knownRole = !wanted.role || data.legend.roles.some((role) => role.key === wanted.role);
  notice(known(wanted.selected) && knownRole ? "" : "What this link shows isn’t in this store.");
  return {
    ...wanted,
    selected: known(wanted.selected) ? wanted.selected : "",
    role: knownRole ? wanted.role : "",
  };
}

function notice(words) {
  byId("notice").textContent = words;
  byId("notice").hidden = !words;
}

function emptyHelp() {
  return ["The store is empty, or has nothing of this study. Put a study into it, then load this " +
    "page again:", el("code", {}, "themegraph build studies/my-study")];
}

function message(title, ...words) {
  document.querySelector("main").replaceChildren(
    el("div", { class: "message", role: "alert" }, el("h2", {}, title),
      words.map((each) => el("p", {}, each))));
  byId("filters").hidden = true;
  document.querySelector(".search").hidden = true;
  document.body.dataset.ready = "empty";
}

function restart() {
  delete document.body.dataset.ready;
  return start(fromAddress(location, "").study ?? "");
}

// Back, forward, and an address typed by hand.
function follow() {
  if (!data || !drawing) return restart();
  const { study = data.study } = fromAddress(location, data.base);
  if (!isCarried() && study !== data.study) return restart();
  state = asked();
  render();
}

addEventListener("popstate", follow);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (data) paintMarks(data.legend);
});
for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => drawing.move(button.dataset.move));
}
for (const name of TABS) byId(`tab-${name}`).addEventListener("click", () => change({ tab: name }));
listenToSearch(() => data, { change, open });
listenToKeys({
  data: () => data,
  selected: () => state.selected,
  shown: () => shown,
  move: (how) => drawing.move(how),
  tab: (name) => change({ tab: name }),
  open,
  back,
});
// For tests and for whoever looks behind the page: what is drawn, as vis-network holds it.
globalThis.explorer = { drawn: () => drawing, state: () => state };
await restart();
