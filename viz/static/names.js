// The names of ties, written where they hide nothing: along each line the first free place is
// taken, never larger than the labels of nodes. A name without room shrinks to its symbol, and so do
// all of them from far away. From where no node's label could be read, the names of as many nodes
// as have room are written instead, as on a map.

import { shorten } from "./dom.js";

export const LEAST = 10;
export const CROWDED = 1.65;
const SIZE = 12;
const HIGH = 4 / 3;
const NODE = 20;
const FAR = 0.5;
const MAPPED = ["group", "theme", "role"];
const SHORT = 18;
const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73];
const MOST = 300;
const URGENT = ["tie-missing", "tie-wanted", "tie-strained", "link", "tie-emerging", "tie-established"];

// The size of a label that is `size` at a zoom of 1: as large as it must be to be read (`LEAST`
// pixels on the screen), unless it had to grow more than `most` times for that.
export function textSize(size, scale, most) {
  const wanted = Math.max(size, LEAST / scale);
  return wanted <= size * most ? wanted : size;
}

export class Names {
  constructor(network, data) {
    this.network = network;
    this.data = data;
    this.edges = [];
    this.colours = { ink: "", paper: "" };
    this.widths = new Map();
    network.on("afterDrawing", (context) => this.write(context));
  }

  // Tells which edges bear names; what is amiss comes first, so it keeps its name the longest.
  // `most` is how much the labels of nodes may grow.
  name(edges, nodes, colours, most) {
    this.colours = colours;
    this.most = most;
    this.nodes = nodes;
    this.edges = edges
      .map((id) => this.data.edges.get(id))
      .filter((edge) => edge.label)
      .sort((one, other) => URGENT.indexOf(one.style) - URGENT.indexOf(other.style))
      .slice(0, MOST);
  }

  write(context) {
    const scale = this.network.getScale();
    this.size = Math.min(SIZE / scale, textSize(NODE, scale, this.most));
    context.save();
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (this.size * scale < LEAST - 0.01) this.map(context, scale);
    else this.ties(context, scale);
    context.restore();
  }

  // Names below their nodes; what is selected bears its own.
  map(context, scale) {
    const taken = [];
    const selected = this.network.getSelectedNodes();
    this.size = LEAST / scale;
    for (const kind of MAPPED) {
      for (const id of this.nodes) {
        const node = this.data.nodes.get(id);
        const box = this.network.getBoundingBox(id); // none if it's told to be shown, and not drawn yet
        if (node?.kind !== kind || !box || selected.includes(id)) continue;
        const { left, right, bottom } = box;
        const middle = bottom + this.size * HIGH / 2;
        this.put(context, shorten(node.name, SHORT), (left + right) / 2, middle, taken);
      }
    }
  }

  ties(context, scale) {
    const far = scale < FAR && this.most <= CROWDED;
    const taken = this.nodes.map((id) => this.network.getBoundingBox(id)).filter(Boolean)
      .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }));
    const unnamed = [];
    for (const edge of this.edges) {
      if (far || !this.place(context, edge, edge.label, taken)) unnamed.push(edge);
    }
    for (const edge of unnamed) {
      if (!far || edge.symbol !== edge.label) this.place(context, edge, edge.symbol, taken);
    }
  }

  place(context, edge, words, taken) {
    const drawn = this.network.body.edges[edge.id];
    if (!drawn?.connected || !words) return false;
    return ALONG.some((part) => {
      const { x, y } = drawn.edgeType.getPoint(part);
      return this.put(context, words, x, y, taken);
    });
  }

  // Writes words around a point, unless something is there.
  put(context, words, x, y, taken) {
    context.font = `${this.size}px system-ui, sans-serif`;
    const width = this.width(context, words) * this.size;
    const pad = this.size / 6;
    const box = {
      left: x - width / 2 - pad, right: x + width / 2 + pad,
      top: y - this.size * HIGH / 2, bottom: y + this.size * HIGH / 2,
    };
    if (taken.some((other) => overlap(box, other))) return false;
    taken.push(box);
    context.fillStyle = this.colours.paper;
    context.globalAlpha = 0.88;
    context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.globalAlpha = 1;
    context.fillStyle = this.colours.ink;
    context.fillText(words, x, y);
    return true;
  }

  // For a size of 1; measured once for each text.
  width(context, words) {
    if (!this.widths.has(words)) {
      this.widths.set(words, context.measureText(words).width / this.size);
    }
    return this.widths.get(words);
  }
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
}
