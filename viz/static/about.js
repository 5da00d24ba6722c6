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

function card(study) {
  return el("div", { class: "source" },
    el("p", {}, el("b", {}, "Source: "), text(study.citation || study.title), " ",
      study.doi ? link(study.doi, study.doi.replace(/^https?:\/\//, "")) : "", " ",
      study.licence ? ["Licence: ", link(study.licence, licenceName(study.licence)), "."] : ""),
    el("div", { class: "coding" }, study.coders.map((coder) => el("p", {}, el("b", {}, "Coding: "),
      text(coder.note ? firstSentence(coder.note) : coder.name))),
    notes(study)));
}

function notes(study) {
  const said = [study.question, ...study.notes, ...study.coders.map((coder) => coder.note)];
  const paragraphs = said.filter(Boolean).map((words) => text(words, "p"));
  if (!paragraphs.length) return "";
  return el("details", {}, el("summary", {}, "About this study and its coding"), paragraphs);
}

function firstSentence(words) {
  const end = words.indexOf(". ");
  return end < 0 ? words : words.slice(0, end + 1);
}

function licenceName(address) {
  const found = /creativecommons\.org\/licenses\/([a-z-]+)\/([\d.]+)/.exec(address);
  return found ? `CC ${found[1].toUpperCase()} ${found[2]}` : address.replace(/^https?:\/\//, "");
}
