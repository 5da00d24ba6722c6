// Which nodes and edges are shown: from the data and the state alone, without a page.

export function defaults(data) {
  const on = (entries) => entries.filter((entry) => entry.on).map((entry) => entry.key);
  return {
    view: "network",
    study: data?.study ?? "",
    layers: new Set(data ? [...on(data.legend.nodes), ...on(data.legend.edges)] : []),
    valences: new Set(data ? data.legend.valences.map((valence) => valence.key) : []),
    role: "",
    selected: "",
    words: "",
    tab: "gaps",
  };
}

// Returns { nodes, edges }: sets of ids. `extra` are shown whatever the layers say, since they are
// the evidence of what is selected.
export function visible(data, state, extra = new Set()) {
  const roles = chosenRoles(data, state);
  const lets = (id) => passes(data, state, roles, id);
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

function passes(data, state, roles, id) {
  const detail = data.details.get(id);
  const all = state.valences.size === data.legend.valences.length;
  const valence = all || detail.valences.some((valence) => state.valences.has(valence));
  // What ties a quote to a theme or a role concerns whatever its ends concern.
  const role = !roles || isPlain(detail) || detail.roles.some((role) => roles.has(role));
  return valence && role;
}

function isPlain(detail) {
  return !["theme", "role", "quote", "respondent", "tie"].includes(detail.kind);
}
