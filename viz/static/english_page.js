// What the explorer says in English around its views, beside english.js: whose study it is, legend
// and filters, the search, and what is said where there is nothing to show.

import { count, numeral } from "./english_words.js";

export const PAGE = {
  name: "Themegraph",
  titled: (study) => `${study} – Themegraph`,
  studies: (number) => count(number, "study", "studies"),
  noSelection: "Nothing is selected.",
  isReset: "Filters, focus and selection are as at first.",
  selectedGap: (sentence) => `Gap: ${sentence}`,
  selected: (kind, label) => `Selected: ${kind}, ${label}`,
  notHere: "What this link shows isn’t in this store.",
  noData: "The data can’t be had",
  isRunning: (reason) => `${reason}. Is the server still running?`,
  empty: "There is nothing to show yet",
  emptyHelp: "The store is empty, or has nothing of this study. Put a study into it, then load this page again:",
  answered: (status) => `the server answered ${status}`,
};

export const ABOUT = {
  sources: (studies) => `Sources and licences of ${count(studies, "study", "studies")}`,
  source: "Source: ",
  licence: "Licence: ",
  coding: "Coding: ",
  about: "About",
  aboutAll: "About this study and its coding",
};

export const FILTERS = {
  show: "Show",
  ties: "Ties",
  tieKind: (label) => label.replace(/ ties$/, ""), // under the heading “Ties” it needn’t be said again
  unheard: "unheard role",
  mutual: "⇄ tie both ways",
  other: "Other",
  valence: "Valence",
  reset: "Reset view",
  role: "Role",
  theme: "Theme",
  person: "Respondent",
  coder: "Coder",
  find: "Words",
  findHint: "words of quotes",
  more: "More filters",
  any: "any",
};

export const SEARCH = {
  found: (number, words) => `${count(number, "result")} for ${words}`,
  left: (number) => `and ${numeral(number)} more: type on`,
  nothing: "Nothing has these words.",
  alsoNamed: (label, other) => `${label} (${other})`,
  allStudies: "All studies",
};
