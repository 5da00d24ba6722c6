// Whose study this is, whose coding, and under which licence: always in sight.

import { byId, el, link, text } from "./dom.js";
import { ABOUT, PAGE } from "./english_page.js";

export function showAbout(data) {
  const shown = data.studies.filter((study) => !data.study || study.id === data.study);
  byId("study-title").textContent = shown.length === 1
    ? shown[0].title
    : PAGE.studies(shown.length);
  document.title = shown.length === 1 ? PAGE.titled(shown[0].title) : PAGE.name;
  byId("about").replaceChildren(...(shown.length > 1 ? [many(shown)] : shown.map(card)));
}

function many(studies) {
  return el("details", {}, el("summary", {}, ABOUT.sources(studies.length)),
    studies.map(card));
}

// One line, in which the citation and the note on coding may be cut; "About" has both in full.
function card(study) {
  return el("div", { class: "source" },
    el("p", { class: "cut cited" }, el("b", {}, ABOUT.source), text(study.citation || study.title)),
    study.doi ? link(study.doi, study.doi.replace(/^https?:\/\//, "")) : "",
    study.licence ? el("p", {}, ABOUT.licence, link(study.licence, licenceName(study.licence))) : "",
    study.coders.map((coder) => el("p", { class: "cut" }, el("b", {}, ABOUT.coding),
      text(coder.note ? firstSentence(coder.note) : coder.name))),
    inFull(study));
}

function inFull(study) {
  const said = [study.citation || study.title, study.question, ...study.notes, ...study.coders.map((coder) => coder.note)];
  return el("details", {}, el("summary", { "aria-label": ABOUT.aboutAll }, ABOUT.about),
    said.filter(Boolean).map((words) => text(words, "p")));
}

function firstSentence(words) {
  const end = words.indexOf(". ");
  return end < 0 ? words : words.slice(0, end + 1);
}

function licenceName(address) {
  const found = /creativecommons\.org\/licenses\/([a-z-]+)\/([\d.]+)/.exec(address);
  return found ? `CC ${found[1].toUpperCase()} ${found[2]}` : address.replace(/^https?:\/\//, "");
}
