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
const WIDE = 8; // a cell of the room that is taken, in heights of a letter
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
    this.places = null;
    network.on("afterDrawing", (context) => this.write(context));
  }

  // Where names stand is found anew when next they're written.
  forget() {
    this.places = null;
  }

  // Tells which edges bear names; what is amiss comes first, so it keeps its name the longest.
  // `most` is how much the labels of nodes may grow.
  name(edges, nodes, colours, most) {
    this.forget();
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
    context.save();
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (this.places?.scale !== scale) this.find(context, scale);
    for (const place of this.places.found) this.draw(context, place);
    context.restore();
  }

  // Where names stand changes with the scale and with what is drawn, not with what is in sight.
  find(context, scale) {
    this.places = { scale, found: [] };
    this.size = Math.min(SIZE / scale, textSize(NODE, scale, this.most));
    if (this.size * scale < LEAST - 0.01) this.map(context, scale);
    else this.ties(context, scale);
  }

  // Names below their nodes; what is selected bears its own.
  map(context, scale) {
    const selected = this.network.getSelectedNodes();
    this.size = LEAST / scale;
    const taken = new Taken(this.size * WIDE);
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
    const taken = new Taken(NODE * WIDE);
    for (const id of this.nodes) taken.add(this.network.getBoundingBox(id));
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
    const pad = this.size / 6;
    const around = (width) => ({
      left: x - width / 2 - pad, right: x + width / 2 + pad,
      top: y - this.size * HIGH / 2, bottom: y + this.size * HIGH / 2,
    });
    // Measuring takes the longest by far, and is needless where not even one letter has room.
    if (taken.has(around(0))) return false;
    context.font = `${this.size}px system-ui, sans-serif`;
    const box = around(this.width(context, words) * this.size);
    if (taken.has(box)) return false;
    taken.add(box);
    this.places.found.push({ words, x, y, box, font: context.font });
    return true;
  }

  draw(context, { words, x, y, box, font }) {
    context.font = font;
    context.fillStyle = this.colours.paper;
    context.globalAlpha = 0.88;
    context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.globalAlpha = 1;
    context.fillStyle = this.colours.ink;
    context.fillText(words, x, y);
  }

  // For a size of 1; measured once for each text.
  width(context, words) {
    if (!this.widths.has(words)) {
      this.widths.set(words, context.measureText(words).width / this.size);
    }
    return this.widths.get(words);
  }
}

// The room that is taken, in cells, so that only what is near is looked at.
class Taken {
  constructor(cell) {
    this.cell = cell;
    this.cells = new Map();
  }

  add(box) {
    if (!box) return; // not drawn yet
    for (const cell of this.under(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }

  has(box) {
    return this.under(box).some((cell) => this.cells.get(cell)?.some((other) => overlap(box, other)));
  }

  under({ left, right, top, bottom }) {
    const at = (place) => Math.floor(place / this.cell);
    const found = [];
    for (let column = at(left); column <= at(right); column += 1) {
      for (let row = at(top); row <= at(bottom); row += 1) found.push(`${column} ${row}`);
    }
    return found;
  }
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
}
