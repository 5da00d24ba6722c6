// The rows of an answer, or its triples, as a network.

import { ASKING } from "./english.js";
import { shorten } from "./dom.js";

const MOST_NODES = 150;
const TRIPLE = /^(<[^>]*>|_:\S+) <([^>]*)> (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"\S*) \.$/;

// The first two columns that have IRIs are the ends; what else a row says is the edge's name.
export function edgesOfRows(columns, rows, prefixes) {
  const ends = columns.filter((name) => rows.some((row) => row[name]?.type === "uri"));
  const [from, to] = ends.length > 1 ? ends : [];
  if (!to) return [];
  const naming = columns.find((name) => name !== from && name !== to && rows.some((row) => row[name]));
  return rows.filter((row) => row[from] && row[to]).map((row) => ({
    from: row[from].value, to: row[to].value,
    label: naming && row[naming] ? short(row[naming].value, prefixes) : "",
    names: [short(row[from].value, prefixes), short(row[to].value, prefixes)],
  }));
}

export function edgesOfGraph(triples, prefixes) {
  return triples.split("\n").map((line) => TRIPLE.exec(line)).filter(Boolean).map(([, from, by, to]) => ({
    from, to, label: short(by, prefixes), names: [from, to].map((end) => short(end.replace(/^<|>$/g, ""), prefixes)),
  }));
}

function short(value, prefixes) {
  const found = Object.entries(prefixes).find(([, iri]) => value.startsWith(iri));
  return shorten(found ? value.replace(found[1], `${found[0]}:`) : value.split("/").slice(-2).join("/"), 60);
}

// Draws the edges as far as there is room; returns what it says of them.
export function showNetwork(place, edges) {
  if (place.firstChild) return place.dataset.said;
  const names = new Map();
  const drawn = edges.filter(({ from, to, names: [one, other] }) => {
    const fresh = [[from, one], [to, other]].filter(([id]) => !names.has(id));
    if (names.size + fresh.length > MOST_NODES) return false;
    fresh.forEach(([id, name]) => names.set(id, name));
    return true;
  });
  const style = getComputedStyle(document.body);
  const [ink, paper, line, tint] = ["--ink", "--paper", "--field", "--accent-tint"].map((name) => style.getPropertyValue(name).trim());
  const nodes = [...names].map(([id, label]) => ({ id, label, shape: "box", color: { background: tint, border: line }, font: { color: ink } }));
  const lines = drawn.map((edge, id) => ({ id, ...edge, arrows: "to", color: line,
    font: { color: ink, strokeColor: paper, size: 12 }, smooth: false }));
  // Laid out before it's drawn, and then still: nothing moves.
  const options = { physics: { solver: "forceAtlas2Based", stabilization: { iterations: 150 } }, layout: { randomSeed: 1, improvedLayout: false } };
  const canvas = place.appendChild(document.createElement("div"));
  canvas.className = "result-canvas";
  const network = new globalThis.vis.Network(canvas, { nodes, edges: lines }, options);
  network.once("stabilizationIterationsDone", () => {
    network.setOptions({ physics: false });
    network.fit({ animation: false });
  });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", ASKING.drawn(nodes.length, lines.length));
  place.dataset.said = ASKING.drawn(nodes.length, lines.length) + (drawn.length < edges.length ? ASKING.notDrawn(edges.length - drawn.length) : "");
  return place.dataset.said;
}
