// The picture: vis-network draws what it is told, where the server says.

import { shorten, text } from "./dom.js";
import { CROWDED, LEAST, Names, textSize } from "./names.js";

const LARGEST = 1.1;
const SMALLEST = 0.02;
const LEGIBLE = 0.32;
const CLOSE = 0.42;
const MARGIN = 20;
const NARROW = 600;
const DIM = 0.13;
const CHOSEN = 2;
const STEP = Math.log(1.1);
const PAUSE = 100;

export class Drawing {
  // `on` has select(id), clear() and outside(ids).
  constructor(container, data, on) {
    this.data = data;
    this.bright = null;
    this.placeOf = (node) => node;
    this.noted = new Set();
    this.shown = { nodes: new Set(), edges: new Set() };
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.looks = new Map();
    const { legend, options } = data;
    this.legend = legend;
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, options);
    this.names = new Names(this.network, data);
    this.network.canvas.frame.tabIndex = -1; // the container has the focus and the name
    this.network.on("click", (event) => {
      this.network.interactionHandler.popup?.hide();
      const id = event.nodes[0] ?? event.edges[0];
      if (id === undefined) on.clear();
      else on.select(id);
    });
    this.network.on("dragEnd", ({ nodes }) => {
      if (nodes.length) on.dragged(this.network.getPositions(nodes));
    });
    this.network.on("resize", () => this.refit());
    this.network.on("dragStart", () => (this.touched = true));
    this.network.on("zoom", () => (this.touched = true));
    this.network.on("afterDrawing", () => this.look(on));
    this.dark.addEventListener("change", () => this.paint());
  }

  // After a change of scale, labels get their size; when all is still, what is outside is told.
  look(on) {
    if (this.painted !== this.zoomStep()) this.paint();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => on.outside(this.outside()), PAUSE);
  }

  zoomStep() {
    return Math.floor(Math.log(this.network.getScale()) / STEP);
  }

  destroy() {
    clearTimeout(this.pause);
    this.network.destroy();
  }

  // Shows these nodes and edges and no others; `bright` (a set of ids, or null for all) stand out.
  // `placeOf(node)` says where a node stands, `noted` which have a note.
  draw(data, shown, bright, selected, { placeOf, noted }) {
    Object.assign(this, { data, placeOf, noted });
    this.names.data = data;
    this.shown = shown;
    this.bright = bright;
    this.selected = selected;
    this.paint();
    const known = (ids, id) => (ids.has(id) ? [id] : []);
    this.network.setSelection(
      { nodes: known(shown.nodes, selected), edges: known(shown.edges, selected) },
      { highlightEdges: false },
    );
  }

  paint() {
    this.painted = this.zoomStep();
    const scheme = this.dark.matches ? "dark" : "light";
    const page = getComputedStyle(document.body);
    const ink = page.getPropertyValue("--ink").trim();
    const paper = page.getPropertyValue("--paper").trim();
    const node = (each) => this.nodeLook(each, scheme, ink, paper);
    const edge = (each) => this.edgeLook(each, scheme);
    const named = [...this.shown.edges].filter((id) => !this.bright || this.bright.has(id));
    const around = [...this.shown.nodes].filter((id) => !this.bright || this.bright.has(id));
    this.names.name(named, around, { ink, paper }, this.bright ? CHOSEN : CROWDED);
    this.update(this.nodes, this.data.nodes, this.shown.nodes, node);
    this.update(this.edges, this.data.edges, this.shown.edges, edge);
  }

  // Changes only what looks different from before: vis-network repaints for every change.
  update(held, all, shown, look) {
    const gone = held.getIds().filter((id) => !shown.has(id));
    gone.forEach((id) => this.looks.delete(id));
    if (gone.length) held.remove(gone);
    const changed = [];
    for (const id of shown) {
      const item = look(all.get(id));
      const key = JSON.stringify([item, id === this.selected]);
      if (this.looks.get(id) === key) continue;
      this.looks.set(id, key);
      changed.push({ ...item, title: id === this.selected ? undefined : this.tooltip(id) });
    }
    if (changed.length) held.update(changed);
  }

  nodeLook(node, scheme, ink, paper) {
    const colours = this.legend.nodeStyles[node.style][scheme];
    const inside = ["box", "ellipse"].includes(node.shape);
    const dim = this.bright !== null && !this.bright.has(node.id);
    const colour = { background: colours.background, border: colours.border };
    const { x, y } = this.placeOf(node);
    return {
      ...node,
      x,
      y,
      label: this.noted.has(node.id) ? `${node.label} ✎` : node.label,
      opacity: dim ? DIM : 1,
      color: { ...colour, highlight: colour, hover: colour },
      scaling: { label: { drawThreshold: LEAST } },
      font: {
        ...node.font,
        size: textSize(node.font.size, Math.exp(this.painted * STEP), this.mostGrowth(node.id)),
        color: faded(inside ? colours.text : ink, dim ? 0.3 : 1),
        strokeWidth: inside || dim ? 0 : 4,
        strokeColor: paper,
        face: "system-ui, sans-serif",
      },
    };
  }

  // How much a label may grow so that it can be read: all may a little, for which there is room.
  mostGrowth(id) {
    if (id === this.selected) return Infinity;
    return this.bright?.has(id) ? CHOSEN : CROWDED;
  }

  edgeLook(edge, scheme) {
    const colour = this.legend.edgeStyles[edge.style][scheme];
    const dim = this.bright !== null && !this.bright.has(edge.id);
    const opacity = dim ? DIM : edge.label ? 1 : 0.55;
    return {
      ...edge,
      label: undefined, // names.js writes them
      color: { color: colour, highlight: colour, hover: colour, opacity },
    };
  }

  // An element of plain text: vis-network would show a string as it is, but only since 9.0.
  tooltip(id) {
    const detail = this.data.details.get(id);
    const said = detail.speaker ? `${detail.speaker}: “${detail.text}”` : detail.label;
    return text(shorten(said, 300), "div", "tooltip");
  }

  // ---------------------------------------------------------------- moving

  // Shows these nodes as large as they fit, their labels included.
  fit(ids = [...this.shown.nodes]) {
    const boxes = ids.filter((id) => this.shown.nodes.has(id))
      .map((id) => this.network.getBoundingBox(id)).filter(Boolean);
    const { clientWidth: width, clientHeight: height } = this.network.canvas.frame;
    if (!boxes.length || !width || !height) return;
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    const top = Math.min(...boxes.map((box) => box.top));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    const room = [(width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top)];
    const scale = Math.max(Math.min(...room, LARGEST), SMALLEST);
    this.network.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 },
      scale,
      animation: this.animation(),
    });
  }

  // The first view: all, if that can be read; else the middle of things, as large as needed.
  home() {
    this.network.setSize("100%", "100%"); // the page may have changed since it was looked at
    this.network.redraw(); // labels have their sizes only once they are drawn
    this.fit();
    if (this.network.getScale() >= LEGIBLE) return;
    const ties = new Map();
    for (const id of this.shown.edges) {
      const { from, to } = this.data.edges.get(id);
      for (const end of [from, to]) ties.set(end, (ties.get(end) ?? 0) + 1);
    }
    const [hub] = [...this.shown.nodes].sort((a, b) => (ties.get(b) ?? 0) - (ties.get(a) ?? 0));
    this.network.moveTo({ position: this.network.getPosition(hub), scale: CLOSE });
  }

  refit() {
    if (!this.touched) this.home();
  }

  isTouched() {
    return Boolean(this.touched);
  }

  // Brings nodes into sight without moving if all of them are; where there is little room, those
  // in `most` are enough.
  bringIntoSight(all, most = all) {
    const { clientWidth: width, clientHeight: height } = this.network.canvas.frame;
    const ids = width < NARROW ? most : all;
    const points = ids.filter((id) => this.shown.nodes.has(id)).map((id) => {
      return this.network.canvasToDOM(this.network.getPosition(id));
    });
    const inside = ({ x, y }) => x > 40 && y > 20 && x < width - 40 && y < height - 20;
    if (!points.every(inside)) this.fit(ids);
  }

  // Returns the nodes that are shown, but whose middles aren't in the picture; none while something
  // is selected, which the picture was moved to.
  outside() {
    if (this.bright) return [];
    const { clientWidth: width, clientHeight: height } = this.network.canvas.frame;
    return [...this.shown.nodes].filter((id) => {
      const { x, y } = this.network.canvasToDOM(this.network.getPosition(id));
      return x < 0 || y < 0 || x > width || y > height;
    });
  }

  size() {
    const { clientWidth, clientHeight } = this.network.canvas.frame;
    return [clientWidth, clientHeight];
  }

  // Draws the picture as it's seen into another canvas, as fine as that is: nothing else is redrawn.
  copyTo(context, width, height) {
    context.drawImage(this.network.canvas.frame.canvas, 0, 0, width, height);
  }

  move(how) {
    this.touched = how !== "fit";
    if (how === "fit") return this.fit();
    const scale = this.network.getScale();
    const { x, y } = this.network.getViewPosition();
    const step = 120 / scale;
    const moves = { left: [-step, 0], right: [step, 0], up: [0, -step], down: [0, step] };
    const [dx, dy] = moves[how] ?? [0, 0];
    const zoom = { in: 1.25, out: 0.8 }[how] ?? 1;
    this.network.moveTo({
      position: { x: x + dx, y: y + dy },
      scale: Math.min(Math.max(scale * zoom, SMALLEST), 5),
      animation: this.animation(),
    });
  }

  animation() {
    return this.still.matches ? false : { duration: 250, easingFunction: "easeInOutQuad" };
  }
}

function faded(colour, alpha) {
  const digits = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour);
  if (!digits || alpha === 1) return colour;
  return `rgba(${digits.slice(1).map((pair) => parseInt(pair, 16)).join(",")},${alpha})`;
}
