// The network: the picture, what it shows, and the panel beside it.

import { captionOf, outsideOf } from "./caption.js";
import { concerned } from "./data.js";
import { byId, el } from "./dom.js";
import { Drawing } from "./drawing.js";
import { showGaps } from "./gaps.js";
import { NETWORK } from "./english_network.js";
import { folded, groupingOf, isGroup, keyOf } from "./groups.js";
import { keepPlaces, notes, places } from "./keeping.js";
import { showList } from "./list.js";
import { showNote } from "./notes.js";
import { showEvidence } from "./panel.js";
import { MOST_STEPS, shortestPath, stepsOf, surroundings } from "./paths.js";
import { listenToTools, showActions, showTools } from "./tools.js";
import { visible } from "./view.js";

export const TABS = ["gaps", "evidence", "list"];
const NUDGE = 40;

let page = null;
let data = null; // the page's data, with groups where nodes are folded
let shown = { nodes: new Set(), edges: new Set() };
let near = shown; // what is shown before it's folded
let path = null;
let cameFrom = { tab: "gaps", id: "" };
let moving = false;

export const network = {
  name: "network",
  title: NETWORK.title,
  drawing: null,

  // Draws new data; the picture needs its place on the page, so it's drawn when first shown.
  start(given) {
    page = given;
    data = page.data;
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
  scene: () => data,
  path: () => path,
  isMoving: () => moving,
  setMoving,
  move,
  focusOn,
  follow,
  group: (group) => lens({ group, unfolded: [] }),
  fold: (key) => lens({ unfolded: page.state.unfolded.filter((each) => each !== key) }),
  resetPlaces: () => keepAndDraw({}),
  redraw: () => {
    showTools(network, page);
    draw();
  },
  unfolded: () => near,
  placeOf,

  key,

  // Leaves what is about to be done, or a focus or path when nothing is selected; says if it did.
  escape() {
    const { selected, focus, from } = page.state;
    if (page.state.view !== this.name || (!moving && (selected || (!focus && !from)))) return false;
    if (moving) setMoving(false);
    else lens({ focus: "", from: "", to: "" });
    return true;
  },

  // What the picture says: a click on a thing, beside all things, what was dragged, and what stands
  // outside.
  select: (id) => openDrawn(id),
  clear: () => page.back(),
  dragged: (found) => keepAndDraw({ ...places(page.data), ...found }),
  outside(ids) {
    if (!page.data.legend) return; // all studies are told in numbers by now
    byId("outside").textContent = outsideOf(page.data, ids);
    byId("outside").hidden = !byId("outside").textContent;
  },
};

// ---------------------------------------------------------------- opening

// A group is unfolded, and so is what a line between groups joins; all else is opened.
function openDrawn(id) {
  const line = data.edges.get(id);
  const groups = [id, line?.from ?? "", line?.to ?? ""].filter(isGroup).filter((each) => data.nodes.has(each));
  if (!groups.length) return page.open(id);
  const members = groups.flatMap((each) => membersOf(keyOf(each)));
  lens({ unfolded: [...new Set([...page.state.unfolded, ...groups.map(keyOf)])] });
  page.announce(NETWORK.unfolded(groups.map((each) => data.details.get(each)?.label ?? keyOf(each))));
  byId(page.state.tab).querySelector(`[data-id="${CSS.escape(members[0])}"]`)?.focus();
  return undefined;
}

function membersOf(key) {
  const { groups } = groupingOf(page.data, page.state, visible(page.data, page.state));
  const { members } = groups.find((group) => group.key === key);
  return members.filter((id) => visible(page.data, page.state).nodes.has(id));
}

// Opens a thing: its evidence, or the card of a gap.
function open(id) {
  const isGap = page.data.gaps.has(id);
  if (page.state.tab !== "evidence") {
    cameFrom = { tab: page.state.tab, id: document.activeElement?.dataset?.id ?? id };
  }
  page.change({ selected: id, tab: isGap ? "gaps" : "evidence" }, { remember: true });
  if (isGap) byId("gaps").querySelector(".card.open button").focus();
  else byId("evidence-title").focus();
  byId(isGap ? "gaps" : "evidence").closest(".panel").scrollTo?.(0, isGap ? cardTop() : 0);
  network.drawing.bringIntoSight(...(isGap
    ? [[...concerned(page.data, id)], page.data.gaps.get(id).involves]
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
  const { state } = page;
  const tab = state.tab === "evidence" ? cameFrom.tab : state.tab;
  const id = state.tab === "evidence" ? cameFrom.id : state.selected;
  const wasGap = page.data.gaps.has(id) && tab === "gaps" && state.tab === "evidence";
  setMoving(false);
  page.change({ selected: wasGap ? id : "", tab }, { remember: true });
  byId(tab).querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
}

// ---------------------------------------------------------------- focus, path, groups

// Changes what is shown, goes to where it stands, and says what that is.
function lens(part) {
  page.change(part, { remember: true });
  network.drawing.move("fit");
  page.announce(byId("caption").firstChild?.textContent ?? "");
}

// Shows only what is within so many steps of a node; "" shows all again.
function focusOn(id, steps = stepsOf(page.state)) {
  lens({ focus: id, steps: String(steps), from: "", to: "" });
}

// Digits focus on what is selected, plus and minus widen and narrow the focus, m moves a node.
// Returns whether the key means something here.
function key(pressed) {
  const { focus, selected } = page.state;
  const centre = page.data.nodes.has(selected) ? selected : focus;
  const steps = { "+": stepsOf(page.state) + 1, "-": stepsOf(page.state) - 1 }[pressed];
  if (focus && steps) focusOn(focus, Math.min(steps, MOST_STEPS));
  else if (centre && /^[1-3]$/.test(pressed)) focusOn(centre, Number(pressed));
  else if (pressed === "m" && page.data.nodes.has(selected)) setMoving(!moving);
  else return Boolean(focus && steps === 0);
  return true;
}

// Shows a path between two nodes; two times "" shows none.
function follow(from, to) {
  lens({ from, to, focus: "" });
}

// ---------------------------------------------------------------- places

function placeOf(node) {
  return places(page.data)[node.id] ?? node;
}

function keepAndDraw(chosen) {
  keepPlaces(page.data, chosen);
  render();
}

function setMoving(on) {
  moving = on && page.data.nodes.has(page.state.selected);
  if (page.data) showTools(network, page);
}

// Moves the picture, or the node that is selected: what dragging does, by buttons and keys.
function move(how) {
  const node = page.data.nodes.get(page.state.selected);
  const step = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[how];
  if (!moving || !node || !step) return network.drawing.move(how);
  const { x, y } = placeOf(node);
  keepAndDraw({ ...places(page.data), [node.id]: { x: x + step[0] * NUDGE, y: y + step[1] * NUDGE } });
  return page.announce(NETWORK.moved(node.name, how));
}

// ---------------------------------------------------------------- showing

// What is shown whatever the layers say: the evidence of what is selected.
function evidenceOf(id) {
  if (page.data.gaps.has(id)) return concerned(page.data, id);
  const tie = page.data.edges.get(id);
  const quotes = tie ? page.data.details.get(id).related.quotes ?? [] : [];
  return new Set(id ? [id, ...ends(id), ...quotes] : []);
}

function render() {
  const { state } = page;
  const all = visible(page.data, state, evidenceOf(state.selected));
  const extra = all.nodes.size - visible(page.data, state).nodes.size;
  near = state.focus ? surroundings(page.data, all, state.focus, stepsOf(state)) : all;
  path = state.from && state.to ? shortestPath(page.data, near, state.from, state.to) : null;
  const scene = folded(page.data, state, near, placeOf);
  ({ data, shown } = scene);
  showCaption(extra, scene.left);
  keepingFocus(byId("panel"), showTabs);
  showTools(network, page);
  draw();
}

function draw(lit = bright(), selected = page.state.selected) {
  const noted = new Set(Object.keys(notes(page.data)));
  network.drawing.draw(data, shown, lit, selected, { placeOf, noted });
}

// What stands out while the rest is dimmed: the path, or what is selected with all that concerns it.
function bright() {
  const { selected } = page.state;
  if (selected) return withBetween(concerned(data, selected));
  return path && new Set([...path.nodes, ...path.edges]);
}

// With a gap or a tie also the lines between what it concerns, such as from quote to theme.
function withBetween(found) {
  if (data.nodes.has(page.state.selected)) return found;
  for (const id of shown.edges) {
    const { from, to, kind } = data.edges.get(id);
    if (kind !== "tie" && kind !== "link" && found.has(from) && found.has(to)) found.add(id);
  }
  return found;
}

function showCaption(extra, left) {
  const [caption, rest] = captionOf(page, data, { shown, extra, left, path });
  if (byId("caption").textContent === caption + rest) return;
  byId("caption").replaceChildren(caption, el("span", { class: "layers" }, rest));
}

// What is written anew has the focus where it was.
function keepingFocus(panel, write) {
  const at = document.activeElement;
  const inside = panel.contains(at);
  write();
  if (!inside || at.isConnected) return;
  const name = ["id", "data-id", "data-steps"].find((each) => at.hasAttribute(each));
  const again = name && panel.querySelector(`[${name}="${CSS.escape(at.getAttribute(name))}"]`);
  (again ?? byId("evidence-title"))?.focus({ preventScroll: true });
}

function showTabs() {
  const { state } = page;
  const tab = TABS.includes(state.tab) ? state.tab : "gaps";
  for (const name of TABS) {
    byId(name).hidden = name !== tab;
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    byId(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
  byId("tab-gaps").textContent = NETWORK.gaps(page.data.gaps.size);
  if (tab === "gaps") showGaps(byId("gaps"), page.data, state.selected, page.open, page.back);
  if (tab === "evidence") showEvidence(byId("evidence"), page.data, state.selected, page.open);
  if (tab === "list") showList(byId("list"), data, shown, { open: openDrawn, point });
  if (tab === "evidence") showActions(byId("evidence"), network, page);
  if (tab !== "list") showNote(byId(tab), page, network.redraw);
}

// Shows in the picture what has the focus in the list, without opening it.
function point(id) {
  draw(concerned(data, id), id);
  network.drawing.bringIntoSight([id, ...ends(id)]);
}

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => move(button.dataset.move));
}
for (const name of TABS) {
  byId(`tab-${name}`).addEventListener("click", () => page.change({ tab: name }));
}
listenToTools(network, () => page);
