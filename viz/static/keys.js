// The keyboard: tabs by arrows, and in the picture and the panel single keys. They never work from
// a text field, nor anywhere else on the page, so that they can't take a key from a screen reader.

import { byId } from "./dom.js";
import { TABS } from "./network.js";

const MOVES = {
  "+": "in", "=": "in", "-": "out", 0: "fit",
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
};

export function listenToKeys({ page, network }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !page.data) return;
    if (event.defaultPrevented) return;
    if (event.key === "Escape") return network.escape() || page.back();
    if (event.target.closest("textarea, input, select")) return;
    if (event.target.closest("#view-network [role=tablist]")) return walkTabs(event, page);
    const inPicture = byId("canvas").contains(event.target);
    const inPanel = byId("panel").contains(event.target);
    if ((inPicture || inPanel) && network.key(event.key)) {
      event.preventDefault();
    } else if (inPicture && MOVES[event.key]) {
      event.preventDefault();
      network.move(MOVES[event.key]);
    } else if (inPicture || inPanel) {
      const step = { n: 1, p: -1 }[event.key];
      if (step) page.open(neighbour(page, network.shown(), step));
      else if (event.key === "g") page.open(nextGap(page));
    }
  });
}

function walkTabs(event, page) {
  const now = TABS.indexOf(event.target.id.replace("tab-", ""));
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const name = TABS[(now + step + TABS.length) % TABS.length];
  page.change({ tab: name });
  byId(`tab-${name}`).focus();
}

// The neighbours of the first node that was selected, one after the other.
let round = { centre: "", at: "" };

function neighbour(page, shown, step) {
  const { data } = page;
  const { selected } = page.state;
  if (selected !== round.at || !data.nodes.has(round.centre)) round = { centre: selected, at: "" };
  const near = (data.edgesOf.get(round.centre) ?? [])
    .filter((edge) => shown.edges.has(edge.id))
    .map((edge) => (edge.from === round.centre ? edge.to : edge.from));
  const all = [...new Set(near.length ? near : shown.nodes)];
  const at = all.indexOf(round.at);
  const next = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
  round.at = all[next] ?? "";
  return round.at;
}

function nextGap(page) {
  const ids = [...page.data.gaps.keys()];
  return ids[(ids.indexOf(page.state.selected) + 1) % ids.length] ?? "";
}
