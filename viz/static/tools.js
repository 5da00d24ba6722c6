// The tools above the picture: folding, paths, what to take along, notes; and what holds just now.

import { byId, el, shorten, text } from "./dom.js";
import { TOOLS } from "./english_network.js";
import { byName } from "./english_words.js";
import { ALONE, MOST_DRAWN } from "./groups.js";
import { places } from "./keeping.js";
import { showNotes } from "./notes.js";
import { MOST_STEPS, stepsOf } from "./paths.js";
import { showTake } from "./take.js";

const MOST_CHOICES = 2000;

// Once: `read()` gives the page.
export function listenToTools(network, read) {
  byId("fold").addEventListener("change", (event) => network.group(event.target.value));
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("toggle", () => menu.open && opened(menu, network, read()));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target) && event.target.isConnected) menu.open = false;
    }
  });
}

function opened(menu, network, page) {
  for (const other of document.querySelectorAll("details.menu[open]")) other.open = other === menu;
  if (menu.id === "take-menu") showTake(menu, network, page);
  if (menu.id === "note-menu") showNotes(menu, page, network.redraw);
  if (menu.id === "path-menu") showPathMenu(menu, network, page);
}

export function showTools(network, page) {
  const { data, state } = page;
  const ways = data.groupings.filter(({ groups }) => groups.length);
  byId("fold").replaceChildren(el("option", { value: "" }, TOOLS.nothing),
    ...ways.map(({ key, label }) => el("option", { value: key }, TOOLS.foldedBy(label))),
    network.unfolded().nodes.size > MOST_DRAWN || state.group === ALONE
      ? el("option", { value: ALONE }, TOOLS.alone) : "");
  byId("fold").value = state.group;
  if (!byId("note-menu").open) showNotes(byId("note-menu"), page, network.redraw);
  const focused = document.activeElement?.dataset?.tool;
  byId("lens").replaceChildren(...lenses(network, page));
  if (focused) byId("lens").querySelector(`[data-tool="${CSS.escape(focused)}"]`)?.focus();
}

// ---------------------------------------------------------------- what holds now

function lenses(network, page) {
  const moved = Object.keys(places(page.data)).length;
  return [
    page.state.focus ? focusLens(network, page) : "",
    page.state.from && page.state.to ? pathLens(network, page) : "",
    ...page.state.unfolded.map((key) => foldedLens(network, page, key)),
    network.isMoving() ? el("span", { class: "lens" }, TOOLS.moveHint,
      tool("stop", TOOLS.stopMoving, "✕", () => network.setMoving(false))) : "",
    moved ? el("button", { type: "button", "data-tool": "places", onclick: network.resetPlaces },
      TOOLS.resetPlaces(moved)) : "",
  ].filter(Boolean);
}

function tool(key, label, sign, onclick, disabled = false) {
  return el("button", { type: "button", "data-tool": key, "aria-label": label, title: label, onclick,
    disabled }, sign);
}

function named(page, id) {
  return text(shorten(page.data.details.get(id)?.label ?? id, 40), "bdi", "named");
}

function focusLens(network, page) {
  const steps = stepsOf(page.state);
  const { focus } = page.state;
  return el("span", { class: "lens" },
    tool("less", TOOLS.narrower, "−", () => network.focusOn(focus, steps - 1), steps === 1),
    TOOLS.within(steps), " ", named(page, focus),
    tool("more", TOOLS.wider, "+", () => network.focusOn(focus, steps + 1), steps === MOST_STEPS),
    tool("unfocus", TOOLS.unfocus, "✕", () => network.focusOn("", 1)));
}

function pathLens(network, page) {
  const { from, to } = page.state;
  return el("span", { class: "lens" }, named(page, from), " → ", named(page, to),
    tool("unpath", TOOLS.clearPath, "✕", () => network.follow("", "")));
}

function foldedLens(network, page, key) {
  const groups = page.data.groupings.flatMap((grouping) => grouping.groups);
  const label = shorten(groups.find((group) => group.key === key)?.label ?? key, 30);
  return el("span", { class: "lens" }, text(label, "bdi", "named"),
    tool(`fold-${key}`, TOOLS.foldAgain(label), "⊟", () => network.fold(key)));
}

// ---------------------------------------------------------------- paths

function showPathMenu(menu, network, page) {
  const choice = (id, label, value) => {
    const select = el("select", { id },
      el("option", { value: "" }, TOOLS.choose), choices(page.data));
    select.value = value;
    return [el("label", { class: "field", for: id }, label), select];
  };
  const chosen = page.data.nodes.has(page.state.selected) ? page.state.selected : "";
  const values = () => [byId("path-from").value, byId("path-to").value];
  menu.querySelector(".menu-body").replaceChildren(
    el("p", { class: "lead" }, TOOLS.pathLead),
    el("div", { class: "path-ends" }, choice("path-from", TOOLS.from, page.state.from || chosen),
      choice("path-to", TOOLS.to, page.state.to)),
    el("button", { type: "button", onclick: () => {
      const [from, to] = values();
      if (!from || !to) return byId(from ? "path-to" : "path-from").focus();
      menu.open = false;
      menu.querySelector("summary").focus();
      return network.follow(from, to);
    } }, TOOLS.showPath));
}

function choices(data) {
  return data.legend.nodes.map(({ key, label }) => {
    const of = [...data.nodes.values()].filter(({ kind }) => kind === key)
      .sort((one, other) => byName(one.name, other.name)).slice(0, MOST_CHOICES);
    return el("optgroup", { label },
      of.map(({ id, name }) => el("option", { value: id }, shorten(name, 80))));
  });
}

// ---------------------------------------------------------------- beside the evidence

// What can be done with the node whose evidence is open.
export function showActions(panel, network, page) {
  const { selected } = page.state;
  if (!page.data.nodes.has(selected)) return;
  const step = (steps) => el("button", { type: "button", "data-steps": String(steps),
    "aria-label": TOOLS.focus(steps),
    "aria-pressed": String(page.state.focus === selected && stepsOf(page.state) === steps),
    onclick: () => network.focusOn(selected, steps) }, TOOLS.wide[steps]);
  panel.querySelector("#evidence-title").after(el("div", { class: "actions" },
    el("div", { class: "group", role: "group", "aria-label": TOOLS.surroundings },
      el("span", { class: "group-name" }, TOOLS.withinGroup), [1, 2, 3].map(step)),
    el("button", { type: "button", onclick: () => {
      byId("path-menu").open = true;
      byId("path-menu").querySelector("summary").focus();
    } }, TOOLS.pathFrom),
    el("button", { type: "button", "aria-pressed": String(network.isMoving()),
      onclick: () => network.setMoving(!network.isMoving()) }, TOOLS.move)));
}
