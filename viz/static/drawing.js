// The picture: vis-network draws what it is told, where the server says.

import { shorten, text } from "./dom.js";
import { CROWDED, LEAST, Names, textSize } from "./names.js";
import { listenToPanning } from "./panning.js";

const LARGEST = 1.1;
const SMALLEST = 0.02;
const LEGIBLE = 0.32;
const CLOSE = 0.42;
const MARGIN = 20;
const NARROW = 600;
const DIM = 0.13;
const FAINT = 0.25;
const CHOSEN = 2;
const STEP = Math.log(1.1);
const PAUSE = 100;
const MANY = 1000; // so many edges take longer to draw than a frame
const CROWD = 20_000; // so many take longer than a second, which what is pointed at isn't worth
const SEVERAL = 400; // from so many nodes on, the whole is seen first, as on a map

export class Drawing {
  // `on` has select(id), clear(), dragged(places) and outside(ids).
  constructor(container, data, on) {
    Object.assign(this, { container, data, on, legend: data.legend, network: null });
    this.bright = null;
    this.placeOf = (node) => node;
    this.noted = new Set();
    this.shown = { nodes: new Set(), edges: new Set() };
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.looks = new Map();
  }

  // vis-network is given all at once: filled bit by bit, it measures and draws again and again.
  begin(nodes, edges) {
    this.nodes = new vis.DataSet(nodes);
    this.edges = new vis.DataSet(edges);
    const { on } = this;
    const options = withDefaults(this.data.options);
    this.network = new vis.Network(this.container, { nodes: this.nodes, edges: this.edges }, options);
    this.names = new Names(this.network, this.data);
    this.network.canvas.frame.tabIndex = -1; // the container has the focus and the name
    this.network.on("click", (event) => {
      this.network.interactionHandler.popup?.hide();
      const id = event.nodes[0] ?? event.edges[0];
      if (id === undefined) on.clear();
      else on.select(id);
    });
    this.network.on("dragEnd", ({ nodes: dragged }) => {
      if (dragged.length) on.dragged(this.network.getPositions(dragged));
    });
    this.network.on("hoverNode", ({ node }) => this.explain(this.network.body.nodes[node], node));
    this.network.on("hoverEdge", ({ edge }) => this.explain(this.network.body.edges[edge], edge));
    this.network.on("dragging", ({ nodes: dragged }) => dragged.length && this.names.forget());
    this.network.on("resize", () => this.refit());
    this.network.on("dragStart", () => (this.touched = true));
    listenToPanning(this.network, () => this.shown.edges.size > MANY);
    this.network.on("zoom", () => (this.touched = true));
    this.network.on("afterDrawing", () => this.look(on));
    this.dark.addEventListener("change", () => this.paint());
  }

  // After a change of scale, labels get their size; when all is still, what is outside is told.
  look(on) {
    if (this.painted !== this.zoomStep()) this.paint();
    // From afar whatever is dragged is a node, and what is meant is the picture.
    const { options } = this.network.interactionHandler;
    options.dragNodes = !this.isFar();
    options.hover = !(this.isFar() && this.shown.edges.size > CROWD);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => on.outside(this.outside()), PAUSE);
  }

  zoomStep() {
    return Math.floor(Math.log(this.network?.getScale() ?? this.firstScale()) / STEP);
  }

  isFar() {
    return this.shown.nodes.size > SEVERAL && this.network.getScale() < LEGIBLE;
  }

  // Before anything is drawn: about the scale at which a large picture will be shown, so that its
  // labels get their sizes once.
  firstScale() {
    if (this.shown.nodes.size <= SEVERAL) return 1;
    const places = [...this.shown.nodes].map((id) => this.placeOf(this.data.nodes.get(id)));
    const extent = (axis) => {
      const [least, most] = range(places.map((place) => place[axis]));
      return most - least || 1;
    };
    const { clientWidth: width, clientHeight: height } = this.container;
    return Math.max(Math.min(width / extent("x"), height / extent("y"), LARGEST), SMALLEST);
  }

  destroy() {
    clearTimeout(this.pause);
    this.network?.destroy();
  }

  // Shows these nodes and edges and no others; `bright` (a set of ids, or null for all) stand out.
  // `placeOf(node)` says where a node stands, `noted` which have a note.
  draw(data, shown, bright, selected, { placeOf, noted }) {
    Object.assign(this, { data, shown, bright, selected, placeOf, noted });
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
    const nodes = this.changed(this.data.nodes, this.shown.nodes, (node) => this.nodeLook(node, scheme, ink, paper));
    const edges = this.changed(this.data.edges, this.shown.edges, (edge) => this.edgeLook(edge, scheme));
    if (!this.network) this.begin(nodes, edges);
    else {
      this.update(this.nodes, this.shown.nodes, nodes);
      this.update(this.edges, this.shown.edges, edges);
    }
    const named = [...this.shown.edges].filter((id) => !this.bright || this.bright.has(id));
    const around = [...this.shown.nodes].filter((id) => !this.bright || this.bright.has(id));
    this.names.data = this.data;
    this.names.name(named, around, { ink, paper }, this.bright ? CHOSEN : CROWDED);
  }

  // What of these looks different from before, as vis-network takes it. `look(item)` returns all
  // that decides it, as a text, and a function that makes the item.
  changed(all, ids, look) {
    const found = [];
    for (const id of ids) {
      const item = all.get(id);
      const [key, make] = look(item);
      const before = this.looks.get(id);
      if (before?.item === item && before.key === key) continue;
      this.looks.set(id, { item, key });
      found.push(make());
    }
    return found;
  }

  // vis-network repaints for every change, so it's told of all at once and of nothing else.
  update(held, shown, changed) {
    const gone = held.getIds().filter((id) => !shown.has(id));
    gone.forEach((id) => this.looks.delete(id));
    if (gone.length) held.remove(gone);
    if (changed.length) held.update(changed);
  }

  nodeLook(node, scheme, ink, paper) {
    const inside = ["box", "ellipse"].includes(node.shape);
    const dim = this.bright !== null && !this.bright.has(node.id);
    const { x, y } = this.placeOf(node);
    const noted = this.noted.has(node.id);
    const size = textSize(node.font.size, Math.exp(this.painted * STEP), this.mostGrowth(node.id));
    const make = () => {
      const { background, border, text: words } = this.legend.nodeStyles[node.style][scheme];
      const { id, kind, name, shape, shapeProperties, margin } = node;
      return {
        id, kind, name, shape, shapeProperties, margin, x, y, size: node.size,
        label: noted ? `${node.label} ✎` : node.label,
        opacity: dim ? DIM : 1,
        color: { background, border, highlight: { background, border }, hover: { background, border } },
        font: {
          size, color: faded(inside ? words : ink, dim ? 0.3 : 1),
          strokeWidth: inside || dim ? 0 : 4, strokeColor: paper,
        },
      };
    };
    return [`${scheme} ${dim} ${x} ${y} ${noted} ${size}`, make];
  }

  // How much a label may grow so that it can be read: all may a little, for which there is room.
  mostGrowth(id) {
    if (id === this.selected) return Infinity;
    return this.bright?.has(id) ? CHOSEN : CROWDED;
  }

  edgeLook(edge, scheme) {
    const dim = this.bright !== null && !this.bright.has(edge.id);
    const isMany = this.shown.edges.size > MANY; // lines upon lines would hide the nodes
    const make = () => {
      const color = this.legend.edgeStyles[edge.style][scheme];
      const full = isMany && !this.bright ? FAINT : edge.label ? 1 : 0.55;
      const opacity = dim ? DIM : full;
      const { id, from, to, kind, dashes, width, arrows, smooth } = edge; // names.js writes the label
      return { id, from, to, kind, dashes, width, arrows, smooth, color: { color, highlight: color, hover: color, opacity } };
    };
    return [`${scheme} ${dim} ${isMany && !this.bright}`, make];
  }

  // What is pointed at gets its text only then; what is selected has it beside the picture.
  explain(drawn, id) {
    drawn.options.title = id === this.selected ? undefined : this.tooltip(id);
  }

  // An element of plain text: vis-network would show a string as it is, but only since 9.0.
  tooltip(id) {
    const detail = this.data.details.get(id);
    const said = detail.speaker ? `${detail.speaker}: “${detail.text}”` : detail.label;
    return text(shorten(said, 300), "div", "tooltip");
  }

  // ---------------------------------------------------------------- moving

  // Shows these nodes as large as they fit, their labels included.
  fit(ids = [...this.shown.nodes], animation = this.animation()) {
    const boxes = ids.filter((id) => this.shown.nodes.has(id))
      .map((id) => this.network.getBoundingBox(id)).filter(Boolean);
    const { clientWidth: width, clientHeight: height } = this.network.canvas.frame;
    if (!boxes.length || !width || !height) return;
    const [left, right] = range(boxes.flatMap((box) => [box.left, box.right]));
    const [top, bottom] = range(boxes.flatMap((box) => [box.top, box.bottom]));
    const room = [(width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top)];
    const scale = Math.max(Math.min(...room, LARGEST), SMALLEST);
    this.network.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 },
      scale,
      animation,
    });
  }

  // The first view: all, if that can be read, or if there is so much that a part tells little; else
  // the middle of things, as large as needed.
  home() {
    this.network.setSize("100%", "100%"); // the page may have changed since it was looked at
    this.network.body.emitter.emit("_resizeNodes"); // labels have their sizes only once they are measured
    this.fit(undefined, false);
    this.paint(); // labels get their sizes for this scale before anything is seen
    if (this.network.getScale() >= LEGIBLE || this.shown.nodes.size > SEVERAL) return;
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

// What holds for all nodes and edges is said once: vis-network copies what each of them says.
function withDefaults(options) {
  const nodes = { physics: false, scaling: { label: { drawThreshold: LEAST } }, font: { face: "system-ui, sans-serif" } };
  return { ...options, nodes: { ...options.nodes, ...nodes } };
}

// The least and the greatest; Math.min can't take as many numbers as a large picture has.
function range(numbers) {
  let [least, most] = [Infinity, -Infinity];
  for (const each of numbers) {
    if (each < least) least = each;
    if (each > most) most = each;
  }
  return [least, most];
}

function faded(colour, alpha) {
  const digits = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour);
  if (!digits || alpha === 1) return colour;
  return `rgba(${digits.slice(1).map((pair) => parseInt(pair, 16)).join(",")},${alpha})`;
}
