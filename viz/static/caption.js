// What the picture shows, in words.

import { count, shorten } from "./dom.js";
import { groupingOf, MOST_DRAWN } from "./groups.js";
import { counted, kindName } from "./panel.js";
import { stepsOf } from "./paths.js";

// Returns what is shown, and what is hidden. `extra` nodes are shown as evidence alone, `left` ones
// are too many to be drawn.
export function captionOf({ data, state }, scene, { shown, extra, left, path }) {
  const parts = [
    `Showing ${counted(shown.nodes.size, data.nodes.size, "node")}`,
    ` and ${counted(shown.edges.size, data.edges.size, "connection")}`,
    extra > 0 && !state.focus ? `, ${extra} of them only as evidence of what is selected` : "",
    only(data, state).length ? `, only: ${only(data, state).join(", ")}` : "",
    focus(data, state), folding(data, state, scene, shown),
    left > 0 ? `, the first ${MOST_DRAWN.toLocaleString("en")}: ${left} more can’t be drawn at once` : "",
    ".", pathIn(data, state, path),
  ];
  return [parts.join(""), hidden(data, state)];
}

// How much of what is shown stands outside the picture; `ids` are nodes.
export function outsideOf(data, ids) {
  const parts = data.legend.nodes.flatMap(({ key }) => {
    const number = ids.filter((id) => data.nodes.get(id)?.kind === key).length;
    return number ? [count(number, kindName({ kind: key }).toLowerCase())] : [];
  });
  return parts.length ? `${parts.join(", ")} outside the picture` : "";
}

function hidden(data, state) {
  const names = [...data.legend.nodes, ...data.legend.edges]
    .filter((entry) => entry.count && !state.layers.has(entry.key))
    .map((entry) => `${entry.label.toLowerCase()} (${entry.count})`);
  return names.length ? ` Hidden: ${names.join(", ")}.` : "";
}

function name(data, id) {
  return `“${shorten(data.details.get(id)?.label ?? id, 60)}”`;
}

function focus(data, state) {
  if (!state.focus) return "";
  return `, within ${count(stepsOf(state), "step")} of ${name(data, state.focus)}`;
}

function folding(data, state, scene, shown) {
  const grouping = groupingOf(data, state, { nodes: { size: scene === data ? 0 : Infinity } });
  const groups = [...shown.nodes].filter((id) => scene.nodes.get(id).kind === "group");
  if (!grouping || !groups.length) return "";
  const why = state.group ? "" : `, as more than ${MOST_DRAWN.toLocaleString("en")} can’t be drawn at once`;
  return `, folded by ${grouping.label} into ${count(groups.length, "group")}${why}`;
}

function pathIn(data, state, path) {
  if (!state.from || !state.to) return "";
  const [from, to] = [name(data, state.from), name(data, state.to)];
  if (!path) return ` No path leads from ${from} to ${to} over what is shown.`;
  const way = path.nodes.map((id) => name(data, id)).join(" → ");
  return ` Shortest path, ${count(path.nodes.length - 1, "step")}: ${way}.`;
}

// The filters that are set, by name.
function only(data, state) {
  const { roles, valences } = data.legend;
  const role = roles.filter((each) => each.key === state.role);
  const some = valences.filter((each) => state.valences.has(each.key));
  return [
    ...role.map((each) => shorten(each.label, 80)),
    ...(some.length === valences.length ? [] : some.map((each) => each.label)),
    ...(some.length || !valences.length ? [] : ["no valence"]),
  ];
}
