// Folding: groups of nodes drawn as one node each, unfolded on demand. From the data and the state
// alone; the data that is returned has the groups and the lines between them beside all else.

import { FOLDED } from "./english_network.js";

export const MOST_DRAWN = 5000;
export const MOST_ALONE = 25_000; // so many are drawn if that is asked for, and then slowly
export const ALONE = "none";
const MARK = "group|";
const LARGEST = 34;
const ROUNDS = 60;

export function isGroup(id) {
  return id.startsWith(MARK);
}

// The key of a group that stands in the address.
export function keyOf(id) {
  return id.slice(MARK.length);
}

// Which way of grouping holds: the one that was chosen, or communities where all is too much.
export function groupingOf(data, state, shown) {
  if (state.group === ALONE && shown.nodes.size <= MOST_ALONE) return null;
  const chosen = data.groupings.find(({ key }) => key === state.group);
  if (chosen || shown.nodes.size <= MOST_DRAWN) return chosen ?? null;
  return data.groupings.find(({ key }) => key === "community") ?? null;
}

// Returns the data with what is folded, and what of it is shown.
export function folded(data, state, shown, placeOf) {
  const grouping = groupingOf(data, state, shown);
  if (!grouping) return { data, shown, left: 0 };
  const unfolded = new Set(state.unfolded);
  const into = new Map();
  const groups = grouping.groups.filter(({ key }) => !unfolded.has(key))
    .map((group) => ({ ...group, members: group.members.filter((id) => shown.nodes.has(id)) }))
    .filter(({ members }) => members.length > 1);
  for (const group of groups) for (const id of group.members) into.set(id, `${MARK}${group.key}`);
  const nodes = apart(groups.map((group) => groupNode(data, group, placeOf)),
    [...shown.nodes].filter((id) => !into.has(id)).map((id) => ({ ...data.nodes.get(id), ...placeOf(data.nodes.get(id)) })));
  const edges = groupEdges(data, shown, into);
  return limited(withGroups(data, nodes, edges, grouping), {
    nodes: new Set([...nodes.map(({ id }) => id), ...[...shown.nodes].filter((id) => !into.has(id))]),
    edges: new Set([...edges.map(({ id }) => id), ...[...shown.edges].filter((id) => {
      const { from, to } = data.edges.get(id);
      return !into.has(from) && !into.has(to);
    })]),
  });
}

// Never more than can be drawn; says how many nodes were left out.
function limited(data, shown) {
  const left = shown.nodes.size - MOST_DRAWN;
  if (left <= 0) return { data, shown, left: 0 };
  const nodes = new Set([...shown.nodes].slice(0, MOST_DRAWN));
  const edges = [...shown.edges].filter((id) => {
    const { from, to } = data.edges.get(id);
    return nodes.has(from) && nodes.has(to);
  });
  return { data, shown: { nodes, edges: new Set(edges) }, left };
}

function withGroups(data, nodes, edges, grouping) {
  const details = new Map(data.details);
  for (const { id, name, kind } of [...nodes, ...edges]) details.set(id, plain(kind, name, grouping));
  return {
    ...data,
    details,
    nodes: new Map([...data.nodes, ...nodes.map((node) => [node.id, node])]),
    edges: new Map([...data.edges, ...edges.map((edge) => [edge.id, edge])]),
  };
}

function plain(kind, label, grouping) {
  return { kind, label, text: FOLDED.by(grouping.label), speaker: "", note: "", facts: [],
    related: {}, alternatives: [], valences: [], roles: [], coders: [] };
}

function groupNode(data, { key, label, members }, placeOf) {
  const places = members.map((id) => placeOf(data.nodes.get(id)));
  const mean = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const name = FOLDED.group(label, members.length);
  return {
    id: `${MARK}${key}`, kind: "group", style: "group", name,
    label: wrapped(`⊞ ${name}`), shape: "box", size: 11,
    shapeProperties: { borderDashes: false, borderRadius: 2 },
    margin: { top: 12, bottom: 12, left: 16, right: 16 }, font: { size: 20 },
    x: mean("x"), y: mean("y"), physics: false,
  };
}

// Pushes groups away from each other and from what stands still, along the shorter way.
function apart(groups, others) {
  const sized = (node) => ({ node, ...size(node.label, node.font.size), x: node.x, y: node.y });
  const [moving, still] = [groups.map(sized), others.map(sized)];
  for (let round = 0; round < ROUNDS; round += 1) {
    let pushed = false;
    for (const [index, one] of moving.entries()) {
      for (const other of [...moving.slice(0, index), ...still]) pushed = push(one, other) || pushed;
    }
    if (!pushed) break;
  }
  return moving.map(({ node, x, y }) => ({ ...node, x, y }));
}

function size(label, font) {
  const lines = label.split("\n");
  const longest = Math.max(...lines.map((line) => line.length));
  return { width: longest * font * 0.58 + 84, height: lines.length * font * 1.25 + 90 };
}

function push(one, other) {
  const [dx, dy] = [one.x - other.x, one.y - other.y];
  const over = [(one.width + other.width) / 2 - Math.abs(dx), (one.height + other.height) / 2 - Math.abs(dy)];
  if (Math.min(...over) <= 0) return false;
  if (over[0] < over[1]) one.x += dx < 0 ? -over[0] : over[0];
  else one.y += dy < 0 ? -over[1] : over[1];
  return true;
}

function wrapped(words) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const last = lines.at(-1);
    if (last && last.length + word.length > LARGEST / 1.5) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.slice(0, 4).map((line) => line.slice(0, LARGEST)).join("\n");
}

// One line for each style between two groups, or a group and a node, with how many it stands for.
function groupEdges(data, shown, into) {
  const lines = new Map();
  for (const id of shown.edges) {
    const edge = data.edges.get(id);
    const [from, to] = [into.get(edge.from) ?? edge.from, into.get(edge.to) ?? edge.to];
    if (from === to || (!into.has(edge.from) && !into.has(edge.to))) continue;
    const [one, other] = [from, to].sort();
    const key = `${MARK}${edge.style}|${one}|${other}`;
    if (!lines.has(key)) lines.set(key, { edge, one, other, number: 0 });
    lines.get(key).number += 1;
  }
  const lanes = new Map();
  return [...lines].map(([id, line]) => {
    const pair = `${line.one}|${line.other}`;
    lanes.set(pair, (lanes.get(pair) ?? -1) + 1);
    return groupEdge(data, id, line, lanes.get(pair));
  });
}

function groupEdge(data, id, { edge, one, other, number }, lane) {
  const look = data.legend.edgeStyles[edge.style];
  const what = data.legend.edges.find(({ key }) => key === edge.layer)?.label ?? FOLDED.connections;
  const label = (each) => (isGroup(each) ? keyOf(each) : data.nodes.get(each).name);
  return {
    id, from: one, to: other, kind: "folded", style: edge.style, layer: edge.layer,
    name: FOLDED.between(what, number, label(one), label(other)),
    label: `${look.symbol} ${number}`.trim(), symbol: `${look.symbol}`,
    arrows: { to: { enabled: false } }, dashes: edge.dashes,
    width: Math.min(look.width + Math.log2(number), 8),
    smooth: { enabled: lane > 0, type: lane % 2 ? "curvedCW" : "curvedCCW",
      roundness: Math.min(Math.ceil(lane / 2) * 0.17, 0.6) },
  };
}
