// What the picture shows, in words.

import { shorten } from "./dom.js";
import { CAPTION } from "./english_network.js";
import { quoted } from "./english_words.js";
import { groupingOf, MOST_DRAWN } from "./groups.js";
import { stepsOf } from "./paths.js";

// Returns what is shown, and what is hidden. `extra` nodes are shown as evidence alone, `left` ones
// are too many to be drawn.
export function captionOf({ data, state }, scene, { shown, extra, left, path }) {
  const parts = [
    CAPTION.showing(shown.nodes.size, data.nodes.size, shown.edges.size, data.edges.size),
    extra > 0 && !state.focus ? CAPTION.asEvidence(extra) : "",
    only(data, state).length ? CAPTION.only(only(data, state)) : "",
    focus(data, state), folding(data, state, scene, shown),
    left > 0 ? CAPTION.left(MOST_DRAWN, left) : "",
    CAPTION.end, pathIn(data, state, path),
  ];
  return [parts.join(""), hidden(data, state)];
}

// How much of what is shown stands outside the picture; `ids` are nodes.
export function outsideOf(data, ids) {
  const numbers = data.legend.nodes.map(({ key }) =>
    [key, ids.filter((id) => data.nodes.get(id)?.kind === key).length]).filter(([, number]) => number);
  return numbers.length ? CAPTION.outside(numbers) : "";
}

function hidden(data, state) {
  const names = [...data.legend.nodes, ...data.legend.edges]
    .filter((entry) => entry.count && !state.layers.has(entry.key))
    .map((entry) => CAPTION.layer(entry.label, entry.count));
  return names.length ? CAPTION.hidden(names) : "";
}

function name(data, id) {
  return quoted(shorten(data.details.get(id)?.label ?? id, 60));
}

function focus(data, state) {
  if (!state.focus) return "";
  return CAPTION.within(stepsOf(state), name(data, state.focus));
}

function folding(data, state, scene, shown) {
  const grouping = groupingOf(data, state, { nodes: { size: scene === data ? 0 : Infinity } });
  const groups = [...shown.nodes].filter((id) => scene.nodes.get(id).kind === "group");
  if (!grouping || !groups.length) return "";
  const why = state.group ? "" : CAPTION.tooMany(MOST_DRAWN);
  return `${CAPTION.folded(grouping.label, groups.length)}${why}`;
}

function pathIn(data, state, path) {
  if (!state.from || !state.to) return "";
  const [from, to] = [name(data, state.from), name(data, state.to)];
  if (!path) return CAPTION.noPath(from, to);
  return CAPTION.path(path.nodes.length - 1, path.nodes.map((id) => name(data, id)).join(" → "));
}

// The filters that are set, by name.
function only(data, state) {
  const { roles, valences } = data.legend;
  const role = roles.filter((each) => each.key === state.role);
  const some = valences.filter((each) => state.valences.has(each.key));
  return [
    ...role.map((each) => shorten(each.label, 80)),
    ...(some.length === valences.length ? [] : some.map((each) => each.label)),
    ...(some.length || !valences.length ? [] : [CAPTION.noValence]),
  ];
}
