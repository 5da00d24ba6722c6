// Surroundings and paths in what is shown: from the data alone, without a page. Ties that are
// missing or wanted lead nowhere, and neither do candidates: nobody says that they exist.

import { ALONE } from "./groups.js";

const NO_WAY = new Set(["tie-missing", "tie-wanted", "gap"]);

export const MOST_STEPS = 3;

export function stepsOf(state) {
  return Math.min(Math.max(Math.round(Number(state.steps)) || 1, 1), MOST_STEPS);
}

// The nodes within so many steps of a node over any edge that is shown, and the edges among them.
export function surroundings(data, shown, centre, steps) {
  const near = neighbours(data, shown, () => true);
  const nodes = new Set([centre]);
  let edge = [centre];
  for (let step = 0; step < steps && edge.length; step += 1) {
    edge = edge.flatMap((id) => near.get(id) ?? []).map(({ node }) => node)
      .filter((id) => !nodes.has(id) && nodes.add(id));
  }
  const edges = [...shown.edges].filter((id) => {
    const { from, to } = data.edges.get(id);
    return nodes.has(from) && nodes.has(to);
  });
  return { nodes, edges: new Set(edges) };
}

// A shortest path: `nodes` in their order, and every edge between one and the next; or null.
export function shortestPath(data, shown, from, to) {
  if (!shown.nodes.has(from) || !shown.nodes.has(to)) return null;
  const near = neighbours(data, shown, (edge) => !NO_WAY.has(edge.style));
  const before = new Map([[from, null]]);
  for (const id of before.keys()) { // a Map is walked in the order in which it grows
    if (id === to) break;
    for (const { node } of near.get(id) ?? []) if (!before.has(node)) before.set(node, id);
  }
  if (!before.has(to)) return null;
  const nodes = [];
  for (let id = to; id !== null; id = before.get(id)) nodes.unshift(id);
  const next = new Map(nodes.slice(1).map((id, index) => [nodes[index], id]));
  const edges = nodes.flatMap((id) => (near.get(id) ?? [])
    .filter(({ node }) => node === next.get(id)).map(({ edge }) => edge));
  return { nodes, edges: new Set(edges) };
}

function neighbours(data, shown, leads) {
  const near = new Map();
  const add = (id, node, edge) => {
    if (!near.has(id)) near.set(id, []);
    near.get(id).push({ node, edge });
  };
  for (const id of shown.edges) {
    const edge = data.edges.get(id);
    if (!leads(edge) || edge.from === edge.to) continue;
    add(edge.from, edge.to, id);
    add(edge.to, edge.from, id);
  }
  return near;
}

// What the address asks for, without nodes and ways of grouping that aren't here.
export function knownLens(data, { focus, from, to, group }) {
  const node = (id) => (data.nodes.has(id) ? id : "");
  const way = group === ALONE || data.groupings.some(({ key }) => key === group) ? group : "";
  return { focus: node(focus), from: node(from), to: node(to), group: way };
}
