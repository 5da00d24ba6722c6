// All that the views say in English, in one place: to speak another language, translate this file.
// Texts with numbers or names in them are functions.

import { count } from "./dom.js";

export const GAP_KINDS = { "missing-tie": "Missing ties", "wanted-tie": "Wanted ties",
  "strained-tie": "Strained ties", "one-way-tie": "One-way ties",
  "unheard-actor": "Unheard actors", "unaddressed-barrier": "Unaddressed barriers",
  "thin-theme": "Thin themes", "voice-imbalance": "Voice imbalance",
  "contested-theme": "Contested themes", "authors-only": "On the authors’ word alone",
  "broker-at-risk": "Brokers at risk", "structural-hole": "Structural holes",
  "expected-tie": "Expected ties", "tie-elsewhere": "Ties reported elsewhere",
  "theme-elsewhere": "Themes reported elsewhere" };

export const COMMON = {
  csv: "CSV",
  csvOf: (name) => `Save “${name}” as CSV`,
  view: (name) => `${name} view`,
  inNetwork: "Show in network",
  inMatrix: "Show in matrix",
  shownOf: (shown, all, noun) => (shown === all
    ? count(all, noun) : `${shown.toLocaleString("en")} of ${count(all, noun)}`),
  filtered: "the filters above hide the rest",
  none: "None",
  notHere: "This needs the server: a page from disk carries its data, and nothing else.",
};

export const GAPS = {
  title: "Gaps",
  lead: "What the study doesn’t show, or says is lacking, the strongest of each kind first. Absence in " +
    "what was said is not absence in the world.",
  kind: "Kind",
  every: "every kind",
  none: "No gap passes the filters.",
  noneFound: "None found.",
  involves: "Involves",
  evidence: (number) => `Evidence (${number})`,
  noEvidence: "None: nobody speaks of it.",
  numbers: "Numbers",
  ask: "To ask next",
  whatIf: "What if it were tied?",
  more: "Evidence and numbers",
  columns: ["Kind", "Rank", "Sentence", "Numbers", "Involves", "Evidence", "To ask next", "IRI"],
};

export const WHAT_IF = {
  title: "What if …",
  lead: "Imagine ties between roles, and see which gaps would close. Nothing is stored.",
  from: "From",
  to: "To",
  type: "Kind of tie",
  choose: "choose a role",
  mutual: "goes both ways",
  add: "Add this tie",
  clear: "Clear all",
  remove: (tie) => `Remove ${tie}`,
  imagined: "Imagined ties",
  asking: "Working it out …",
  oneStudy: "Choose one study at the top: a tie is imagined in one study’s network.",
  needBoth: "Choose two different roles.",
  failed: (reason) => `This can’t be said: ${reason}`,
  answer: (found) => `${count(found.closed.length, "gap")} would close, ` +
    `${found.opened.length} would open, ${found.changed.length} would change; ` +
    `the constraint of ${count(found.moved.filter(isFall).length, "role")} would fall.`,
  closed: "Would close",
  opened: "Would open",
  changed: "Would change",
  moved: "Numbers that would move",
  nothing: "None.",
  columns: ["Role", "Measure", "Now", "Then"],
};

export function isFall({ name, falls }) {
  return name === "constraint" && falls > 0;
}
