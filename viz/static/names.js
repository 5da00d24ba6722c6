// The names of ties, written where they hide nothing: along each line the first free place is
// taken, at a size that can be read at any zoom. A name without room shrinks to its symbol.

const SIZE = 12;
const HIGH = 16;
const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73];
const MOST = 300;
const URGENT = ["tie-missing", "tie-wanted", "tie-strained", "link", "tie-emerging", "tie-established"];

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
  name(edges, nodes, colours) {
    this.colours = colours;
    this.nodes = nodes;
    this.edges = edges
      .map((id) => this.data.edges.get(id))
      .filter((edge) => edge.label)
      .sort((one, other) => URGENT.indexOf(one.style) - URGENT.indexOf(other.style))
      .slice(0, MOST);
  }

  write(context) {
    if (!this.edges.length) return;
    const scale = this.network.getScale();
    const taken = [...this.nodes].map((id) => this.network.getBoundingBox(id))
      .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }));
    context.save();
    context.textAlign = "center";
    context.textBaseline = "middle";
    const unnamed = [];
    for (const edge of this.edges) {
      if (!this.place(context, edge, edge.label, scale, taken)) unnamed.push(edge);
    }
    for (const edge of unnamed) this.place(context, edge, edge.symbol, scale, taken);
    context.restore();
  }

  place(context, edge, words, scale, taken) {
    const drawn = this.network.body.edges[edge.id];
    if (!drawn?.connected || !words) return false;
    context.font = `${SIZE / scale}px system-ui, sans-serif`;
    const width = this.width(context, words, scale) / scale;
    for (const part of ALONG) {
      const { x, y } = drawn.edgeType.getPoint(part);
      const box = {
        left: x - width / 2 - 2 / scale, right: x + width / 2 + 2 / scale,
        top: y - HIGH / 2 / scale, bottom: y + HIGH / 2 / scale,
      };
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      context.fillStyle = this.colours.paper;
      context.globalAlpha = 0.88;
      context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      context.globalAlpha = 1;
      context.fillStyle = this.colours.ink;
      context.fillText(words, x, y);
      return true;
    }
    return false;
  }

  // In pixels of the screen; measured once for each text.
  width(context, words, scale) {
    if (!this.widths.has(words)) this.widths.set(words, context.measureText(words).width * scale);
    return this.widths.get(words);
  }
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
}
