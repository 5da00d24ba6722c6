// The network: the picture, what it shows in words, and the panel beside it.

import { concerned } from "./data.js";
import { byId, count, el, shorten } from "./dom.js";
import { Drawing } from "./drawing.js";
import { showGaps } from "./gaps.js";
import { showList } from "./list.js";
import { counted, kindName, showEvidence } from "./panel.js";
import { visible } from "./view.js";

export const TABS = ["gaps", "evidence", "list"];

let page = null;
let shown = { nodes: new Set(), edges: new Set() };
let cameFrom = { tab: "gaps", id: "" };

export const network = {
  name: "network",
  title: "Network",
  drawing: null,

  // Draws new data; the picture needs its place on the page, so it's drawn when first shown.
  start(given) {
    page = given;
    this.drawing?.destroy();
    this.drawing = null;
  },

  show(given) {
    page = given;
    const isNew = !this.drawing;
    if (isNew) this.drawing = new Drawing(byId("canvas"), page.data, this);
    render();
    if (isNew) this.drawing.home();
    else if (!this.drawing.isTouched()) this.drawing.refit();
    if (isNew && page.data.gaps.has(page.state.selected)) byId("panel").scrollTo(0, cardTop());
  },

  takes: () => true,
  open,
  back,
  reset: () => network.drawing.move("fit"),
  shown: () => shown,

  // What the picture says: a click on a thing, beside all things, and what stands outside.
  select: (id) => page.open(id),
  clear: () => page.back(),
  outside: showOutside,
};

// Opens a thing: its evidence, or the card of a gap.
function open(id) {
  const { data, state } = page;
  const isGap = data.gaps.has(id);
  if (state.tab !== "evidence") {
    cameFrom = { tab: state.tab, id: document.activeElement?.dataset?.id ?? id };
  }
  page.change({ selected: id, tab: isGap ? "gaps" : "evidence" }, { remember: true });
  if (isGap) byId("gaps").querySelector(".card.open button").focus();
  else byId("evidence-title").focus();
  byId(isGap ? "gaps" : "evidence").closest(".panel").scrollTo?.(0, isGap ? cardTop() : 0);
  network.drawing.bringIntoSight(...(isGap
    ? [[...concerned(data, id)], data.gaps.get(id).involves]
    : [[id, ...ends(id)]]));
}

function cardTop() {
  const card = byId("gaps").querySelector(".card.open");
  return card.offsetTop - byId("panel").querySelector("[role=tablist]").offsetHeight - 12;
}

function ends(id) {
  const edge = page.data.edges.get(id);
  return edge ? [edge.from, edge.to] : [];
}

function back() {
  const { data, state } = page;
  const tab = state.tab === "evidence" ? cameFrom.tab : state.tab;
  const id = state.tab === "evidence" ? cameFrom.id : state.selected;
  const selected = data.gaps.has(id) && tab === "gaps" && state.tab === "evidence" ? id : "";
  page.change({ selected, tab }, { remember: true });
  byId(tab).querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
}

// ---------------------------------------------------------------- showing

// What is shown whatever the layers say: the evidence of what is selected.
function evidenceOf(id) {
  const { data } = page;
  const gap = data.gaps.get(id);
  if (gap) return concerned(data, id);
  const tie = data.edges.get(id);
  const quotes = tie ? data.details.get(id).related.quotes ?? [] : [];
  return new Set(id ? [id, ...ends(id), ...quotes] : []);
}

function render() {
  const { data, state } = page;
  const extra = evidenceOf(state.selected);
  shown = visible(data, state, extra);
  const without = visible(data, state);
  const bright = state.selected ? concerned(data, state.selected) : null;
  showCaption(shown.nodes.size - without.nodes.size);
  showTabs();
  network.drawing.show(shown, bright && withBetween(bright), state.selected);
}

// With a gap or a tie also the lines between what it concerns, such as from quote to theme.
function withBetween(bright) {
  const { data, state } = page;
  if (data.nodes.has(state.selected)) return bright;
  const found = new Set(bright);
  for (const id of shown.edges) {
    const { from, to, kind } = data.edges.get(id);
    if (kind !== "tie" && kind !== "link" && bright.has(from) && bright.has(to)) found.add(id);
  }
  return found;
}

function showCaption(extra) {
  const { data, state } = page;
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
  const { data } = page;
  const parts = data.legend.nodes.flatMap(({ key }) => {
    const number = ids.filter((id) => data.nodes.get(id).kind === key).length;
    return number ? [count(number, kindName({ kind: key }).toLowerCase())] : [];
  });
  byId("outside").textContent = `${parts.join(", ")} outside the picture`;
  byId("outside").hidden = !parts.length;
}

// The filters that are set, by name.
function only() {
  const { data, state } = page;
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
  const { data, state } = page;
  const tab = TABS.includes(state.tab) ? state.tab : "gaps";
  for (const name of TABS) {
    byId(name).hidden = name !== tab;
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    byId(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
  byId("tab-gaps").textContent = `Gaps (${data.gaps.size})`;
  if (tab === "gaps") showGaps(byId("gaps"), data, state.selected, page.open, page.back);
  if (tab === "evidence") showEvidence(byId("evidence"), data, state.selected, page.open);
  if (tab === "list") showList(byId("list"), data, shown, { open: page.open, point });
}

// Shows in the picture what has the focus in the list, without opening it.
function point(id) {
  network.drawing.show(shown, concerned(page.data, id), id);
  network.drawing.bringIntoSight([id, ...ends(id)]);
}

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => network.drawing.move(button.dataset.move));
}
for (const name of TABS) {
  byId(`tab-${name}`).addEventListener("click", () => page.change({ tab: name }));
}
