// Which nodes and edges are shown: from the data and the state alone, without a page.

import { letsThrough } from "./filters.js";

export function defaults(data) {
  const on = (entries) => entries.filter((entry) => entry.on).map((entry) => entry.key);
  return {
    view: "network",
    study: data?.study ?? "",
    layers: new Set(data ? [...on(data.legend.nodes), ...on(data.legend.edges)] : []),
    valences: new Set(data ? data.legend.valences.map((valence) => valence.key) : []),
    role: "",
    theme: "",
    person: "",
    coder: "",
    find: "",
    selected: "",
    words: "",
    tab: "gaps",
    kind: "",
    add: [],
    rows: "spoken",
    unit: "quotes",
    order: "alike",
    cell: "",
    by: "",
    here: "",
    there: "",
    question: "",
    values: "",
    query: "",
    focus: "",
    steps: "1",
    from: "",
    to: "",
    group: "",
    unfolded: [],
  };
}

// Returns { nodes, edges }: sets of ids. `extra` are shown whatever the layers say, since they are
// the evidence of what is selected.
export function visible(data, state, extra = new Set()) {
  const roles = chosenRoles(data, state);
  const lets = letsThrough(data, state);
  const edges = new Set();
  const tied = new Set();
  for (const edge of data.edges.values()) {
    const wanted = extra.has(edge.id) || (state.layers.has(edge.layer) && lets(edge.id));
    if (!wanted) continue;
    edges.add(edge.id);
    if (edge.kind === "tie") tied.add(edge.from).add(edge.to);
  }
  const nodes = new Set();
  for (const node of data.nodes.values()) {
    const layer = state.layers.has(node.kind);
    const partner = roles && node.kind === "role" && tied.has(node.id);
    if (extra.has(node.id) || (layer && (lets(node.id) || partner))) nodes.add(node.id);
  }
  for (const id of edges) {
    const edge = data.edges.get(id);
    if (!nodes.has(edge.from) || !nodes.has(edge.to)) edges.delete(id);
  }
  return { nodes, edges };
}

function chosenRoles(data, state) {
  const chosen = data.legend.roles.find((role) => role.key === state.role);
  return chosen ? new Set(chosen.below) : null;
}
