// The list: every node and edge that the picture shows, for whoever doesn't use the picture.

import { el, shorten, text } from "./dom.js";
import { LIST } from "./english_network.js";
import { byName } from "./english_words.js";
import { kindName, mark } from "./panel.js";

const MOST = 2000;

// Writes the list into `panel`. `open(id)` opens the evidence, `point(id)` shows it in the picture.
export function showList(panel, data, shown, { open, point }) {
  const [nodes, edges] = [sorted(data, shown.nodes), sorted(data, shown.edges)];
  const degrees = new Map(nodes.map((id) => [id, 0]));
  for (const id of edges) {
    const { from, to } = data.edges.get(id);
    for (const end of new Set([from, to])) degrees.set(end, degrees.get(end) + 1);
  }
  panel.replaceChildren(
    el("p", { class: "lead" }, LIST.lead),
    table(data, LIST.nodes, nodes, LIST.nodeHeads, (id) => String(degrees.get(id)), { open, point }),
    table(data, LIST.edges, edges, LIST.edgeHeads, (id) => status(data, id), { open, point }),
  );
}

function sorted(data, ids) {
  return [...ids].sort((one, other) =>
    byName(data.details.get(one).label, data.details.get(other).label));
}

function status(data, id) {
  const edge = data.edges.get(id);
  if (edge.kind !== "tie") return edge.kind === "gap" ? LIST.notCoded : "";
  return LIST.status(edge.style.replace("tie-", ""), Boolean(edge.arrows.from?.enabled));
}

function table(data, caption, ids, [name, kind, last], lastOf, { open, point }) {
  const rows = ids.slice(0, MOST).map((id, index) => {
    const detail = data.details.get(id);
    return el("tr", {},
      el("th", { scope: "row" }, el("button", {
        type: "button", class: "opener", "data-id": id, tabindex: index ? "-1" : "0",
        onclick: () => open(id), onfocus: () => point(id),
      }, mark(data, id), text(shorten(detail.label, 200)))),
      el("td", {}, kindName(detail)), el("td", {}, lastOf(id)));
  });
  const left = ids.length - rows.length;
  const body = el("tbody", {}, rows);
  body.addEventListener("keydown", (event) => rove(event, body));
  return el("table", {},
    el("caption", {}, LIST.caption(caption, ids.length), left ? LIST.first(MOST) : ""),
    el("thead", {}, el("tr", {}, [name, kind, last].map((h) => el("th", { scope: "col" }, h)))),
    body);
}

// One stop of the tab key for a table; the arrow keys go from row to row.
function rove(event, body) {
  const buttons = [...body.querySelectorAll("button")];
  const now = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (now < 0 || to === undefined) return;
  event.preventDefault();
  const next = buttons[Math.min(Math.max(to, 0), buttons.length - 1)];
  buttons[now].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
