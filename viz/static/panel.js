// The evidence of one thing: a quote, a theme, a tie … with what it rests on, all clickable.

import { el, shorten, text } from "./dom.js";
import { KINDS, PANEL, STATUS } from "./english_network.js";

const STATUS_ORDER = Object.keys(STATUS); // what is amiss first

export function kindName(detail) {
  return KINDS[detail.kind] ?? KINDS.other;
}

// Writes the evidence into `panel`; `open(id)` is called for what is clicked in it.
export function showEvidence(panel, data, id, open) {
  const detail = data.details.get(id);
  if (!detail) {
    panel.replaceChildren(el("p", { class: "empty" }, PANEL.nothing));
    return;
  }
  panel.replaceChildren(
    el("button", { type: "button", class: "back", onclick: () => open("") }, PANEL.back),
    el("p", { class: "kind" }, mark(data, id), kindName(detail)),
    el("h2", { id: "evidence-title", tabindex: "-1" }, title(detail)),
    ...body(data, detail, open),
    ...sections(data, detail, open),
    pageLink(id),
  );
}

// Where the server says everything about a thing; a page from disk has no server.
function pageLink(id) {
  if (!document.body.dataset.url || !URL.canParse(id)) return "";
  const address = `/describe?${new URLSearchParams({ iri: id })}`;
  return el("p", { class: "page" }, el("a", { href: address }, PANEL.page));
}

function title(detail) {
  return detail.kind === "quote" ? text(detail.speaker) : text(detail.label);
}

function body(data, detail, open) {
  const parts = [];
  if (detail.kind === "quote") parts.push(el("blockquote", {}, text(detail.text, "p")));
  else if (detail.text && detail.text !== detail.label) parts.push(text(detail.text, "p"));
  if (detail.note) parts.push(el("p", { class: "note" }, detail.note));
  if (detail.facts.length) parts.push(facts(detail.facts));
  return parts;
}

function facts(pairs) {
  return el("dl", {}, pairs.map(([term, value]) => [el("dt", {}, term), el("dd", {}, text(value))]));
}

function sections(data, detail, open) {
  return Object.entries(detail.related).map(([name, ids]) => {
    const heading = PANEL.headings[name] ?? name;
    const many = ids.length > 1 ? ` (${ids.length})` : "";
    return el("section", {}, el("h3", {}, `${heading}${many}`),
      el("ul", { class: "items" }, ordered(data, name, ids).map((other) => {
        return el("li", {}, item(data, other, open));
      })));
  });
}

// What is amiss first: that is what most readers look for.
function ordered(data, name, ids) {
  if (name !== "ties") return ids;
  const rank = (id) => STATUS_ORDER.indexOf(status(data, id));
  return [...ids].sort((one, other) => rank(one) - rank(other));
}

function status(data, id) {
  return data.edges.get(id)?.style.replace("tie-", "") ?? "";
}

// One thing in a list: a quote with its speaker and themes, a passage with its note, or a name.
export function item(data, id, open) {
  const gap = data.gaps.get(id);
  if (gap) return opener(id, open, mark(data, id), el("b", {}, `${gap.label}: `), text(gap.sentence));
  const detail = data.details.get(id);
  if (!detail) return text(id);
  if (detail.kind === "quote") return quote(data, id, detail, open);
  if (detail.kind === "passage") return passage(id, detail, open);
  return opener(id, open, mark(data, id), text(shorten(detail.label, 300)), ...statusOf(data, id));
}

function statusOf(data, id) {
  const edge = data.edges.get(id);
  return edge?.kind === "tie" ? [el("span", { class: "status" }, STATUS[status(data, id)] ?? status(data, id))] : [];
}

function quote(data, id, detail, open) {
  const themes = (detail.related.themes ?? []).map((theme) => data.details.get(theme)?.label);
  const said = [text(detail.speaker, "b"), themes.length ? ` ${PANEL.on} ` : "", text(themes.join(", "))];
  return el("figure", {}, el("blockquote", {}, text(detail.text, "p")),
    el("figcaption", {}, opener(id, open, mark(data, id), ...said)));
}

function passage(id, detail, open) {
  return el("div", { class: "passage" }, text(detail.text || detail.label, "p"),
    opener(id, open, el("small", {}, detail.note)));
}

function opener(id, open, ...children) {
  return el("button", { type: "button", class: "opener", "data-id": id, onclick: () => open(id) },
    ...children);
}

// The mark of a thing as the legend has it: shape and colour, dash and symbol.
export function mark(data, id) {
  const node = data.nodes.get(id);
  if (node) return nodeMark(data.legend, node.style);
  const edge = data.edges.get(id);
  if (edge) return edgeMark(data.legend, edge.style);
  return el("span", { class: "mark none", "aria-hidden": "true" }, data.gaps.has(id) ? "◌" : "¶");
}

const SVG = "http://www.w3.org/2000/svg";

const SHAPES = {
  box: ["rect", { x: 1.5, y: 3, width: 19, height: 12 }],
  diamond: ["path", { d: "M11 1.5 18.5 9 11 16.5 3.5 9Z" }],
  triangle: ["path", { d: "M11 2 19 16H3Z" }],
};

export function nodeMark(legend, style) {
  const look = legend.nodeStyles[style];
  const [tag, attributes] = SHAPES[look.shape] ?? SHAPES.box;
  const dashes = look.dashed ? "4 3" : "";
  return drawnMark(style, tag, { ...attributes, ...corners(look), "stroke-width": 2, "stroke-dasharray": dashes });
}

function corners(look) {
  return look.shape === "box" ? { rx: Math.min(look.radius / 3, 6) } : {};
}

export function edgeMark(legend, style) {
  const look = legend.edgeStyles[style];
  const dashes = look.dashes.map((dash) => dash / 1.6).join(" ");
  const line = drawnMark(style, "path", {
    d: "M0 9H26", "stroke-width": Math.max(look.width, 1.5), "stroke-dasharray": dashes,
  });
  line.classList.add("line");
  return el("span", { class: "edge-mark" }, line, look.symbol);
}

function drawnMark(style, tag, attributes) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", tag === "path" && attributes.d.startsWith("M0") ? "0 0 26 18" : "0 0 22 18");
  picture.setAttribute("aria-hidden", "true");
  picture.classList.add("mark", `look-${style}`);
  const shape = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== "") shape.setAttribute(name, value);
  }
  picture.append(shape);
  return picture;
}

// The colours of marks, from the data's palette: set as properties, which any policy lets pass.
export function paintMarks(legend) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = dark ? "dark" : "light";
  const root = document.documentElement.style;
  for (const [name, look] of Object.entries(legend.nodeStyles)) {
    root.setProperty(`--${name}-fill`, look[scheme].background);
    root.setProperty(`--${name}-line`, look[scheme].border);
  }
  for (const [name, look] of Object.entries(legend.edgeStyles)) {
    root.setProperty(`--${name}-line`, look[scheme]);
  }
}
