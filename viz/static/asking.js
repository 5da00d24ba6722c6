// Asking in SPARQL: examples, running, results. What comes from the store only enters as text. The
// query page and the explorer's Query view have the same elements, and each its own address.

import { byId, el } from "./dom.js";
import { ASKING } from "./english.js";
import { listenToEditor } from "./editor.js";
import { edgesOfGraph, edgesOfRows, showNetwork } from "./result_network.js";
import { fields, valuesOf, withValues } from "./parameters.js";
import { table } from "./rows.js";

const SHOWN = 1000; // rows in the page; a download has all
const ROWS = "application/sparql-results+json";
const FIRST = `${ROWS},text/turtle;q=0.9`;
const DOWNLOADS = {
  rows: [["CSV", "text/csv", "csv"], ["JSON", ROWS, "json"]],
  truth: [["JSON", ROWS, "json"]],
  graph: [["Turtle", "text/turtle", "ttl"], ["JSON-LD", "application/ld+json", "jsonld"]],
};

let data = null; // what viz/query_page.py says
let address = null; // read(): { question, values, query }; write() the same
let box = null;
let select = null;
let editor = null;
let own = ""; // what was typed or shared, so that a look at an example loses nothing
let running = null;

// Begins, once the elements are there.
export function startAsking(given, where) {
  [data, address] = [given, where];
  box = byId("text");
  select = byId("question");
  editor = listenToEditor(box, data.completions, data.prefixes);
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  box.addEventListener("input", edited);
  box.addEventListener("change", keepAddress);
  select.addEventListener("change", choose);
  fillFromAddress();
}

// ---------------------------------------------------------------- the query and its address

function chosen() {
  return data.questions.find((question) => String(question.number) === select.value);
}

function keepAddress() {
  const question = chosen();
  address.write({ question: question?.number ?? "", values: valuesOf(byId("parameters")),
    query: question ? "" : box.value });
}

export function fillFromAddress() {
  const { question, values, query } = address.read();
  if (question) return ask(data.questions.find(({ number }) => String(number) === question), values);
  own = query;
  write(query);
  return ask(data.questions.find(({ text: words }) => words === query), {});
}

function write(query) {
  box.value = query;
  editor.paint();
}

function ask(question, values) {
  select.value = question?.number ?? "";
  byId("note").textContent = question?.note ?? "";
  byId("parameters").replaceChildren(...fields(question?.parameters ?? [], values, bind));
  byId("parameters").hidden = !question?.parameters.length;
  if (question) write(withValues(question.text, valuesOf(byId("parameters"))));
}

function bind() {
  write(withValues(chosen().text, valuesOf(byId("parameters"))));
  keepAddress();
}

function choose() {
  write(own);
  ask(chosen(), {});
  keepAddress();
}

function edited() {
  own = box.value;
  if (select.value) ask(undefined, {});
}

// ---------------------------------------------------------------- asking

// Answers with the response, or throws an error whose message is for people.
async function send(query, accept, signal) {
  const headers = { "Content-Type": "application/sparql-query", Accept: accept };
  const request = { method: "POST", headers, body: query, signal };
  const response = await fetch(data.endpoint, request).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Error(ASKING.unreachable);
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || ASKING.answered(response.status));
}

async function run() {
  const query = box.value;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  keepAddress();
  clear();
  byId("status").textContent = ASKING.running;
  byId("result").setAttribute("aria-busy", "true");
  try {
    const response = await send(query, FIRST, mine.signal);
    const isGraph = !response.headers.get("Content-Type").startsWith(ROWS);
    const answer = isGraph ? await response.text() : await response.json();
    if (mine === running) show(query, answer);
  } catch (error) {
    if (mine === running) fail(error);
  } finally {
    if (mine === running) byId("result").removeAttribute("aria-busy");
  }
}

function clear() {
  byId("problem").textContent = "";
  byId("result").replaceChildren();
  byId("downloads").replaceChildren();
  byId("downloads").hidden = true;
}

function fail(error) {
  byId("status").textContent = "";
  byId("problem").textContent = error.message;
}

// ---------------------------------------------------------------- showing

function show(query, answer) {
  if (typeof answer === "string") return showGraph(query, answer);
  if ("boolean" in answer) {
    byId("status").textContent = ASKING.truth(answer.boolean);
    return offer(query, DOWNLOADS.truth);
  }
  return showRows(query, answer.head.vars, answer.results.bindings);
}

async function showGraph(query, turtle) {
  byId("status").textContent = turtle.trim() ? ASKING.graph : ASKING.emptyGraph;
  const place = { tabindex: "0", role: "region", "aria-label": ASKING.graphName, dir: "ltr" };
  if (turtle.trim()) byId("result").append(el("pre", place, turtle));
  offer(query, DOWNLOADS.graph);
  if (!turtle.trim()) return;
  const triples = await (await send(query, "application/n-triples")).text();
  offerNetwork(edgesOfGraph(triples, data.prefixes));
}

// Columns without any value are named and not drawn: questions select their parameters too.
function showRows(query, names, rows) {
  const empty = rows.length ? names.filter((name) => !rows.some((row) => name in row)) : [];
  const columns = names.filter((name) => !empty.includes(name));
  byId("status").textContent = ASKING.rows(rows.length, SHOWN, empty);
  if (!rows.length && chosen()?.compares && data.studies.length < 2) {
    byId("status").textContent += ASKING.oneStudy;
  }
  if (rows.length) byId("result").append(table(columns, rows.slice(0, SHOWN), pageOf));
  offer(query, DOWNLOADS.rows);
  offerNetwork(edgesOfRows(columns, rows, data.prefixes));
}

// Where the page can draw, a switch from rows to a network and back.
function offerNetwork(edges) {
  if (!globalThis.vis || !edges.length) return;
  const [rows, place] = [byId("result").firstElementChild, el("div", { id: "result-network", hidden: true })];
  byId("result").append(place);
  const toggle = el("button", { type: "button", class: "button", "aria-pressed": "false", onclick: () => {
    const isOn = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(isOn));
    [rows.hidden, place.hidden] = [isOn, !isOn];
    if (isOn) byId("status").textContent = showNetwork(place, edges);
  } }, ASKING.asNetwork);
  byId("downloads").prepend(toggle);
}

// The page here about a study, a record or a term, or "".
function pageOf(iri) {
  const [part, name] = iri.split(/#(.*)/s);
  if (Object.hasOwn(data.terms, part)) {
    return data.terms[part] + (name ? `#${encodeURIComponent(name)}` : "");
  }
  const isOurs = data.studies.some((study) => `${iri}/`.startsWith(`${study}/`));
  return isOurs ? `${data.describe}?${new URLSearchParams({ iri })}` : "";
}

function offer(query, formats) {
  byId("downloads").hidden = false;
  byId("downloads").append(...formats.map(([label, mediaType, ending]) => {
    const save = () => download(query, mediaType, `themegraph.${ending}`).catch(fail);
    return el("button", { type: "button", class: "button", onclick: save }, ASKING.download(label));
  }));
}

async function download(query, mediaType, file) {
  const address = URL.createObjectURL(await (await send(query, mediaType)).blob());
  el("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

