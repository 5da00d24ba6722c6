// The review: one suggestion at a time with its context, and what somebody decides on it. What comes
// from the study only enters as text.

import { byId, el, text } from "./dom.js";
import { REVIEW } from "./english_review.js";

const BATCH = 50; // suggestions that are fetched at once
const KEYS = { a: "accept", r: "reject", e: "edit", s: "skip", u: "undo" };
const DECISIONS = { accept: "accepted", reject: "rejected" };

const data = JSON.parse(byId("data").textContent);
const card = byId("card");
let items = []; // fetched and not yet gone through
let skipped = new Set();
let left = 0; // to be decided with these filters, as the server says
let walked = 0; // gone through since the filters were chosen
let isBusy = false;

// ---------------------------------------------------------------- asking the server

async function send(path, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", [data.header]: data.token };
  const request = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${data.api}${path}`, { headers, ...request }).catch(() => {
    throw new Error(REVIEW.unreachable);
  });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  const error = new Error(problem.detail || REVIEW.answered(response.status));
  error.isConflict = response.status === 409;
  throw error;
}

async function load(first = "") {
  const filters = Object.fromEntries(new FormData(byId("filters")));
  const wanted = new URLSearchParams({ ...filters, first, limit: BATCH, offset: skipped.size });
  const answer = await send(`?${wanted}`);
  left = answer.left;
  items = answer.items.filter((item) => !skipped.has(item.reference));
}

async function start() {
  skipped = new Set();
  walked = 0;
  await load();
  show();
}

// ---------------------------------------------------------------- deciding

// Does one thing at a time: whoever presses a key twice decides once. What went wrong is said.
async function only(action) {
  if (isBusy) return;
  isBusy = true;
  byId("problem").textContent = "";
  try {
    await action();
  } catch (error) {
    byId("problem").textContent = error.message;
    if (error.isConflict) await start().catch(() => {});
  } finally {
    isBusy = false;
  }
}

const ACTIONS = {
  accept: () => only(() => decide({ decision: DECISIONS.accept })),
  reject: () => only(() => decide({ decision: DECISIONS.reject })),
  skip: () => only(skip),
  undo: () => only(undo),
  edit: openForm,
};

async function decide(verdict) {
  if (!items.length) return;
  const made = await send("/decisions", { reference: items[0].reference, ...verdict });
  left -= 1;
  await goOn(REVIEW.made(made.decision, made.about));
}

async function skip() {
  if (!items.length) return;
  skipped.add(items[0].reference);
  await goOn(REVIEW.skipped);
}

async function goOn(said) {
  walked += 1;
  items.shift();
  if (!items.length) await load();
  show(said);
}

async function undo() {
  const undone = await send("/undo", {});
  walked = Math.max(0, walked - 1 - skipped.size);
  skipped = new Set();
  await load(undone.back[0]);
  show(REVIEW.undone(undone.decision, undone.about));
}

async function build() {
  byId("status").textContent = REVIEW.building;
  const built = await send("/build", {});
  byId("status").textContent = built.changed ? REVIEW.built : REVIEW.builtBefore;
}

// ---------------------------------------------------------------- showing

function show(said = "") {
  const item = items[0];
  const place = REVIEW.place(walked + 1, walked + left - skipped.size); // those skipped are in both
  byId("status").textContent = [said, item ? place : ending()].filter(Boolean).join(" ");
  card.replaceChildren(item ? cardOf(item) : again());
  card.firstElementChild?.focus();
}

function ending() {
  if (skipped.size) return REVIEW.endSkipped(skipped.size);
  return REVIEW.end;
}

function again() {
  if (!skipped.size) return el("div", { tabindex: "-1" });
  const restart = () => only(start);
  return el("button", { type: "button", class: "button", onclick: restart }, REVIEW.again);
}

function cardOf(item) {
  const claim = text(item.claim, "h2");
  claim.id = "claim";
  return el(
    "article", { class: "term-card suggestion", tabindex: "-1", "aria-labelledby": "claim" },
    el("p", { class: "kind" }, text(item.reference), item.theme && [" · ", text(item.theme)]),
    claim,
    item.words.map(figureOf),
    item.more ? el("p", { class: "quiet" }, REVIEW.morePieces(item.more)) : "",
    el("dl", {}, item.meanings.map((meaning) => [
      text(meaning.label, "dt"), text(meaning.definition, "dd"),
    ])),
    ruleOf(item),
    buttonsOf(item),
  );
}

function figureOf(words) {
  const pieces = words.pieces.map((piece) => (piece.marked ? text(piece.text, "mark") : piece.text));
  const caption = [words.speaker && text(words.speaker), words.speaker && ", ", text(words.place)];
  return el(
    "figure", {},
    el("blockquote", { class: "text", dir: "auto" }, pieces),
    el("figcaption", {}, caption, ` (${words.reference})`),
  );
}

function ruleOf(item) {
  if (!item.rule) return "";
  return el("p", { class: "quiet" }, REVIEW.foundBy, " ", el("span", { class: "badge" }, text(item.rule)), " ", item.reason);
}

function buttonsOf(item) {
  const shown = Object.entries(KEYS).filter(([, name]) => REVIEW.actions[name] && (name !== "edit" || item.fields.length));
  return el("div", { class: "ways actions" }, shown.map(([key, name]) => (
    el("button", { type: "button", class: "button", "data-action": name, onclick: ACTIONS[name] },
      REVIEW.actions[name], " ", el("kbd", {}, key))
  )));
}

// ---------------------------------------------------------------- editing

function openForm() {
  const item = items[0];
  if (!item?.fields.length || byId("edit")) return;
  const form = el(
    "form", { id: "edit", class: "ask", onsubmit: (event) => { event.preventDefault(); only(saveForm); } },
    item.fields.map((field) => el("label", {}, field.column, inputOf(field))),
    el("div", { class: "ways" },
      el("button", { type: "submit", class: "button" }, REVIEW.save),
      el("button", { type: "button", class: "button", onclick: closeForm }, REVIEW.cancel)),
  );
  card.querySelector(".actions").replaceWith(form);
  form.querySelector("select, textarea").focus();
}

function inputOf(field) {
  if (field.allowed === null) {
    const area = el("textarea", { name: field.column, rows: "2" });
    area.value = field.value;
    return area;
  }
  return el("select", { name: field.column }, field.allowed.map((value) => (
    el("option", { value, selected: value === field.value }, value || REVIEW.noValue)
  )));
}

async function saveForm() {
  const given = Object.fromEntries(new FormData(byId("edit")));
  const changed = items[0].fields.filter((field) => given[field.column] !== field.value);
  if (!changed.length) return closeForm();
  const changes = Object.fromEntries(changed.map((field) => [field.column, given[field.column]]));
  return decide({ decision: "edited", changes });
}

function closeForm() {
  byId("edit")?.replaceWith(buttonsOf(items[0]));
  card.firstElementChild?.focus();
}

// ---------------------------------------------------------------- start

// Keys work in the suggestion alone and never in a form, so that they take none from a screen reader.
card.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return closeForm();
  const isTyping = event.target.closest("form");
  const name = KEYS[event.key];
  if (!name || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  event.preventDefault();
  ACTIONS[name]();
});
byId("filters").addEventListener("change", () => only(start));
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("undo").addEventListener("click", ACTIONS.undo);
byId("build").addEventListener("click", () => only(build));
await only(start);
document.body.dataset.ready = "true";
