// What is seen, to take along: a PNG by the canvas, all other formats by the server.

import { el } from "./dom.js";
import { TAKE } from "./english_network.js";
import { PAGE } from "./english_page.js";
import { isCarried } from "./data.js";
import { notes, places } from "./keeping.js";

const ENDINGS = { PNG: "png", SVG: "svg", GraphML: "graphml", GEXF: "gexf", HTML: "html" };

// Hands a file to the reader. The address is given back once the browser has surely taken it.
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: `themegraph-${name}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function showTake(menu, network, page) {
  const status = el("p", { role: "status" });
  const formats = Object.keys(ENDINGS).filter((format) => format === "PNG" || !isCarried());
  const button = (format) => el("li", {}, el("button", {
    type: "button", class: "opener", "data-format": format,
    onclick: () => take(format, network, page, status),
  }, TAKE[format][0], el("small", {}, TAKE[format][1])));
  menu.querySelector(".menu-body").replaceChildren(
    el("p", { class: "lead" }, TAKE.lead),
    el("ul", { class: "items" }, formats.map(button)),
    isCarried() ? el("p", { class: "lead" }, TAKE.needsServer) : "",
    [...network.shown().nodes].some((id) => network.scene().nodes.get(id).kind === "group")
      ? el("p", { class: "lead" }, TAKE.folded) : "",
    status,
  );
}

async function take(format, network, page, status) {
  const { study, studies } = page.data;
  const name = `${study || (studies.length === 1 ? studies[0].id : "studies")}.${ENDINGS[format]}`;
  try {
    const blob = format === "PNG" ? await picture(network, page) : await made(format, network, page);
    save(blob, name);
    status.textContent = TAKE.saved(name);
  } catch (error) {
    status.textContent = TAKE.failed(error.message);
  }
}

// ---------------------------------------------------------------- by the canvas

function picture({ drawing }, { data }) {
  const [width, height] = drawing.size();
  const scale = globalThis.devicePixelRatio || 1;
  const canvas = el("canvas", { width: Math.round(width * scale), height: Math.round((height + 44) * scale) });
  const context = canvas.getContext("2d");
  const page = getComputedStyle(document.body);
  context.scale(scale, scale);
  context.fillStyle = page.getPropertyValue("--paper");
  context.fillRect(0, 0, width, height + 44);
  drawing.copyTo(context, width, height);
  context.fillStyle = page.getPropertyValue("--quiet");
  context.font = "12px system-ui, sans-serif";
  credits(data).forEach((line, index) => context.fillText(line, 12, height + 16 + 16 * index, width - 24));
  return new Promise((resolve, reject) => {
    const given = (blob) => (blob ? resolve(blob) : reject(new Error(TAKE.tooLarge)));
    canvas.toBlob(given, "image/png");
  });
}

// Whose study it is: every picture says so.
function credits(data) {
  const shown = data.studies.filter((study) => !data.study || study.id === data.study);
  if (shown.length !== 1) return [PAGE.studies(shown.length)];
  const [study] = shown;
  return [study.citation || study.title, [study.doi, study.licence].filter(Boolean).join(" · ")];
}

// ---------------------------------------------------------------- by the server

async function made(format, network, page) {
  const ask = format === "SVG" ? drawnScene : format === "HTML" ? wholePage : seen;
  const answer = await fetch(`/explorer/seen.${ENDINGS[format]}`, {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify(ask(network, page)),
  });
  if (answer.ok) return answer.blob();
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail || PAGE.answered(answer.status));
}

function drawnScene(network, { data }) {
  const scene = network.scene();
  const { nodes, edges } = network.shown();
  const bright = network.drawing.bright;
  const dim = (id) => Boolean(bright) && !bright.has(id);
  const own = notes(data);
  return {
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    credits: credits(data),
    nodes: [...nodes].map((id) => {
      const node = scene.nodes.get(id);
      const { x, y } = network.placeOf(node);
      const label = own[id] ? `${node.label} ✎` : node.label;
      return { id, name: node.name, label, style: node.style, size: node.font.size, x, y, dim: dim(id) };
    }),
    edges: [...edges].map((id) => {
      const { from, to, name, label, style, width, arrows, smooth } = scene.edges.get(id);
      const turn = smooth.type === "curvedCCW" ? -1 : 1;
      return { from, to, name, label, style, width, dim: dim(id),
        bend: smooth.enabled ? turn * smooth.roundness : 0,
        arrows: [arrows.from?.enabled ? "from" : "", arrows.to?.enabled ? "to" : ""].filter(Boolean) };
    }),
  };
}

// Ids of what is seen, with what folded nodes hold; the server knows the rest.
function seen(network, { data }) {
  const { nodes, edges } = network.unfolded();
  return {
    study: data.study, notes: notes(data), edges: [...edges],
    nodes: [...nodes].map((id) => {
      const { x, y } = network.placeOf(data.nodes.get(id));
      return { id, x, y };
    }),
  };
}

function wholePage(network, { data }) {
  const known = ([id]) => data.nodes.has(id);
  return {
    study: data.study, notes: notes(data), address: location.hash,
    places: Object.fromEntries(Object.entries(places(data)).filter(known)),
  };
}
