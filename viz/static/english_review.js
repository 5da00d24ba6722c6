// What the review says in English, beside its template.

import { count, numeral } from "./english_words.js";

export const REVIEW = {
  actions: { accept: "Accept", reject: "Reject", edit: "Edit", skip: "Skip" },
  unreachable: "The server can’t be reached. Is it still running?",
  answered: (status) => `The server answered ${status}.`,
  made: (decision, about) => `${decision[0].toUpperCase()}${decision.slice(1)} ${about}.`,
  skipped: "Skipped.",
  undone: (decision, about) => `Undone: ${decision} ${about}.`,
  building: "Building …",
  built: "Built: the explorer shows it.",
  builtBefore: "The store holds all of it already.",
  place: (at, all) => `${numeral(at)} of ${numeral(all)}`,
  endSkipped: (number) => `All gone through; ${count(number, "suggestion")} skipped.`,
  end: "Nothing is left to decide.",
  again: "Go through the skipped",
  morePieces: (number) => `and ${count(number, "more piece")} of evidence`,
  foundBy: "Found by",
  save: "Save",
  cancel: "Cancel",
  noValue: "none",
};
