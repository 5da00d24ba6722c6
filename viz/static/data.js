// The data: fetched from the same origin, or carried by the page; and looked up by id.

import { byId } from "./dom.js";
import { PAGE } from "./english_page.js";
import { unpacked } from "./unpacking.js";

export async function load(study) {
  const carried = byId("data");
  if (carried) return indexed(JSON.parse(carried.textContent));
  const address = document.body.dataset.url;
  return indexed(await read(study ? `${address}?study=${encodeURIComponent(study)}` : address));
}

// What the server answers as JSON; throws an error whose message is for people.
export async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(await reason(answer));
  return answer.json();
}

export function isCarried() {
  return byId("data") !== null;
}

async function reason(answer) {
  const problem = await answer.json().catch(() => ({}));
  return problem.detail || problem.title || PAGE.answered(answer.status);
}

function indexed(sent) {
  const data = unpacked(sent);
  if (data.corpus) return { ...data, nodes: new Map(), edges: new Map(), gaps: new Map(), details: new Map(), studies: [] };
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const gaps = new Map(data.gaps.map((gap) => [gap.id, gap]));
  const edgesOf = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    edgesOf.get(edge.from).push(edge);
    if (edge.to !== edge.from) edgesOf.get(edge.to).push(edge);
  }
  return { ...data, nodes, edges, gaps, edgesOf };
}

// The study that a thing is of, by its IRI.
export function studyOf(data, id) {
  return data.studies.find(({ iri }) => id.startsWith(`${iri}/`));
}

// Everything that a thing is about: what a click on it shows bright, while the rest is dimmed.
export function concerned(data, id) {
  const found = new Set([id]);
  const gap = data.gaps.get(id);
  if (gap) return new Set([...gap.involves, ...gap.evidence.flatMap((e) => withEnds(data, e))]);
  const edge = data.edges.get(id);
  if (edge) withEnds(data, id).forEach((end) => found.add(end));
  for (const ids of Object.values(data.details.get(id)?.related ?? {})) {
    ids.forEach((other) => withEnds(data, other).forEach((end) => found.add(end)));
  }
  for (const near of data.edgesOf.get(id) ?? []) {
    withEnds(data, near.id).forEach((end) => found.add(end));
  }
  return found;
}

function withEnds(data, id) {
  const edge = data.edges.get(id);
  return edge ? [id, edge.from, edge.to] : [id];
}

// Writing that puts no spaces between words has a word begin anywhere.
const IN_WORD = /(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])[\p{L}\p{M}\p{N}]/u.source;

// Matches where a word begins so; what begins with a sign is found anywhere.
function beginning(word) {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(/^[\p{L}\p{M}\p{N}]/u.test(word) ? `(?<!${IN_WORD})${literal}` : literal, "iu");
}

// Patterns of all words in a text that somebody typed.
export function beginnings(words) {
  return words.trim().split(/\s+/).filter(Boolean).map(beginning);
}

// Returns what has words that begin so, names before texts: `id`, and `also`, the other name by
// which it was found, or "".
export function search(data, words) {
  const wanted = beginnings(words);
  if (!wanted.length) return [];
  const [named, said] = [[], []];
  for (const id of [...data.nodes.keys(), ...data.edges.keys()]) {
    const detail = data.details.get(id);
    if (!data.nodes.has(id) && detail.kind !== "tie" && detail.kind !== "link") continue;
    const has = (written) => wanted.every((word) => word.test(written));
    const also = detail.alternatives.find(has);
    if (has(detail.label)) named.push({ id, also: "" });
    else if (also) named.push({ id, also });
    else if (has(`${detail.label} ${detail.text} ${detail.speaker}`)) said.push({ id, also: "" });
  }
  return [...named, ...said];
}
