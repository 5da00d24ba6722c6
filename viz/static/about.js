// Whose study this is, whose coding, and under which licence: always in sight.

import { byId, el, link, text } from "./dom.js";

export function showAbout(data) {
  const shown = data.studies.filter((study) => !data.study || study.id === data.study);
  byId("study-title").textContent = shown.length === 1
    ? shown[0].title
    : `${shown.length} studies`;
  document.title = shown.length === 1 ? `${shown[0].title} – Themegraph` : "Themegraph";
  byId("about").replaceChildren(...(shown.length > 1 ? [many(shown)] : shown.map(card)));
}

function many(studies) {
  return el("details", {}, el("summary", {}, `Sources and licences of ${studies.length} studies`),
    studies.map(card));
}

// One line, in which the citation and the note on coding may be cut; "About" has both in full.
function card(study) {
  return el("div", { class: "source" },
    el("p", { class: "cut cited" }, el("b", {}, "Source: "), text(study.citation || study.title)),
    study.doi ? link(study.doi, study.doi.replace(/^https?:\/\//, "")) : "",
    study.licence ? el("p", {}, "Licence: ", link(study.licence, licenceName(study.licence))) : "",
    study.coders.map((coder) => el("p", { class: "cut" }, el("b", {}, "Coding: "),
      text(coder.note ? firstSentence(coder.note) : coder.name))),
    inFull(study));
}

function inFull(study) {
  const said = [study.citation || study.title, study.question, ...study.notes, ...study.coders.map((coder) => coder.note)];
  return el("details", {}, el("summary", { "aria-label": "About this study and its coding" }, "About"),
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
