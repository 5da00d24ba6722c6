// The analyst's notes: written beside what they are about, listed, saved and read as JSON.

import { byId, el, shorten, text } from "./dom.js";
import { NOTES } from "./english_network.js";
import { keepNotes, notes } from "./keeping.js";
import { save } from "./take.js";

const LONGEST = 5000;
const LARGEST_FILE = 5_000_000;
const FORMAT = "themegraph notes";

// Adds the place for a note below the evidence, or in the card of the gap that is open.
export function showNote(panel, page, redraw) {
  const { selected } = page.state;
  const place = page.data.gaps.has(selected) ? panel.querySelector(".card.open .card-body") : panel;
  const known = page.data.details.has(selected) || page.data.gaps.has(selected);
  if (!known || !place || panel.hidden) return;
  const status = el("span", { class: "status-line", role: "status" });
  const area = el("textarea", {
    id: "note", rows: "3", maxlength: String(LONGEST), dir: "auto",
    oninput: () => {
      const kept = keepNotes(page.data, { [selected]: area.value.trim() });
      status.textContent = kept ? NOTES.kept : NOTES.notKept;
    },
    onchange: redraw,
  });
  area.value = notes(page.data)[selected] ?? "";
  place.append(el("div", { class: "own-note" }, el("label", { for: "note" }, NOTES.own), area, status));
}

// The menu: every note with what it is about.
export function showNotes(menu, page, redraw) {
  const all = Object.entries(notes(page.data));
  menu.querySelector("summary").textContent = NOTES.title(all.length);
  const status = el("p", { role: "status" });
  const file = el("input", {
    type: "file", accept: ".json,application/json", class: "hidden-text", tabindex: "-1",
    "aria-label": NOTES.importAll,
    onchange: async () => {
      status.textContent = await read(page.data, file.files[0]);
      file.value = "";
      redraw();
      menu.querySelector("[role=status]").textContent = status.textContent;
    },
  });
  menu.querySelector(".menu-body").replaceChildren(
    el("p", { class: "lead" }, NOTES.lead),
    all.length ? el("ul", { class: "items" }, all.map(([id, words]) => listed(page, id, words)))
      : el("p", {}, NOTES.none),
    el("div", { class: "group" },
      all.length ? button(NOTES.exportAll, () => save(asJson(page.data), "notes.json")) : "",
      button(NOTES.importAll, () => file.click()), file),
    status,
  );
}

function button(words, onclick) {
  return el("button", { type: "button", onclick }, words);
}

function listed(page, id, words) {
  const label = page.data.details.get(id)?.label ?? page.data.gaps.get(id)?.sentence;
  const about = label === undefined ? el("small", {}, `${shorten(id, 80)}: ${NOTES.gone}`)
    : el("button", { type: "button", class: "opener", onclick: () => {
      byId("note-menu").open = false;
      page.open(id);
    } }, text(shorten(label, 120)));
  return el("li", {}, about, text(words, "p", "own-words"));
}

function asJson(data) {
  const written = { format: FORMAT, study: data.study, notes: notes(data) };
  return new Blob([JSON.stringify(written, null, 2)], { type: "application/json" });
}

// Returns what to tell the reader. Notes that are there keep their words, what differs is added.
async function read(data, file) {
  if (!file) return "";
  if (file.size > LARGEST_FILE) return NOTES.tooLarge;
  const given = valid(await file.text());
  if (!given) return NOTES.badFile;
  const own = notes(data);
  const joined = given.map(([id, words]) => [id, !own[id] || own[id].includes(words)
    ? own[id] || words : `${own[id]}\n\n${words}`.slice(0, LONGEST)]);
  keepNotes(data, Object.fromEntries(joined));
  return NOTES.imported(given.length);
}

function valid(written) {
  try {
    const entries = Object.entries(JSON.parse(written)?.notes ?? null);
    const good = ([, words]) => typeof words === "string" && words.trim();
    return entries.length && entries.every(good)
      ? entries.map(([id, words]) => [id, words.trim().slice(0, LONGEST)]) : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
