// All that the network view's tools say in English, beside english.js.

import { count } from "./dom.js";

export const TOOLS = {
  fold: "Fold by",
  nothing: "nothing",
  alone: "nothing, however many (slow)",
  foldedBy: (label) => label,
  path: "Path",
  from: "From",
  to: "To",
  choose: "choose …",
  showPath: "Show path",
  clearPath: "Show no path",
  pathLead: "A shortest way over what is shown, but for ties that are missing or wanted.",
  within: (steps) => `within ${count(steps, "step")} of`,
  wider: "One step more",
  narrower: "One step less",
  unfocus: "Show all again",
  foldAgain: (label) => `Fold ${label} again`,
  focus: (steps) => `Only what is within ${count(steps, "step")}`,
  pathFrom: "Path from here …",
  move: "Move it",
  moveHint: "The arrow keys and the arrows above the picture move it.",
  stopMoving: "Stop moving it",
  resetPlaces: (number) => `Put ${count(number, "moved node")} back`,
  unfold: "Unfold",
  wide: { 1: "1 step", 2: "2 steps", 3: "3 steps" },
};

export const TAKE = {
  title: "Take along",
  lead: "What is seen now: with its filters, focus, folding, places and notes.",
  PNG: ["Picture (PNG)", "as on the screen"],
  SVG: ["Picture (SVG)", "all that is shown, to be scaled and edited"],
  GraphML: ["Network (GraphML)", "for Gephi, yEd, igraph, networkx"],
  GEXF: ["Network (GEXF)", "for Gephi, with places and colours"],
  HTML: ["Page (HTML)", "one file that opens without a server"],
  needsServer: "The other formats need the server: this page is from disk.",
  folded: "Folded nodes go along unfolded, as they are in the data.",
  saved: (name) => `Saved ${name}.`,
  failed: (reason) => `It couldn’t be made: ${reason}`,
};

export const NOTES = {
  title: (number) => (number ? `Notes (${number})` : "Notes"),
  lead: "Your notes stay in this browser, and go along with what you take along.",
  none: "There are no notes yet. Open a node, a tie or a gap, and write one.",
  own: "Your note",
  kept: "Kept in this browser.",
  notKept: "Kept until this page is closed: this browser stores nothing here.",
  exportAll: "Save notes (JSON)",
  importAll: "Read notes (JSON)",
  imported: (number) => `${count(number, "note")} read.`,
  badFile: "This isn’t a file of notes: it should be JSON with “notes”, texts by id.",
  tooLarge: "The file is larger than 5 MB.",
  gone: "no longer in the study",
};
