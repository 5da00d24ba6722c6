// The list: every node and edge that the picture shows, for whoever doesn't use the picture.

import { el, shorten, text } from "./dom.js";
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
    el("p", { class: "lead" }, "All that the picture shows. Up and down move through a table, " +
      "Enter opens the evidence, Escape comes back."),
    table(data, "Nodes", nodes, ["Node", "Kind", "Connections"], (id) => String(degrees.get(id)), { open, point }),
    table(data, "Connections", edges, ["Connection", "Kind", "Status"], (id) => status(data, id), { open, point }),
  );
}

function sorted(data, ids) {
  const { compare } = new Intl.Collator("en", { sensitivity: "base", numeric: true });
  return [...ids].sort((one, other) =>
    compare(data.details.get(one).label, data.details.get(other).label));
}

function status(data, id) {
  const edge = data.edges.get(id);
  if (edge.kind !== "tie") return edge.kind === "gap" ? "not coded" : "";
  const direction = edge.arrows.from?.enabled ? "mutual" : "one-way";
  return `${edge.style.replace("tie-", "")}, ${direction}`;
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
    el("caption", {}, `${caption} (${ids.length})`, left ? `: the first ${MOST}` : ""),
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
