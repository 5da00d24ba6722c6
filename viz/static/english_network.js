// All that the network view says in English, beside english.js: the picture's caption, the panel, the
// list and the tools.

import { count, countedOf, numeral } from "./english_words.js";

export const NETWORK = {
  title: "Network",
  gaps: (number) => `Gaps (${number})`,
  unfolded: (labels) => `Unfolded: ${labels.join(", ")}`,
  moved: (name, way) => `Moved ${name} ${{ left: "to the left", right: "to the right", up: "up", down: "down" }[way]}.`,
};

// What a thing is; `other` is whatever connects two things.
export const KINDS = {
  theme: "Theme",
  role: "Actor role",
  quote: "Quote",
  respondent: "Respondent",
  tie: "Tie",
  link: "Theme link",
  passage: "Passage",
  gap: "Candidate tie",
  group: "Group",
  other: "Connection",
};

// The status of a tie.
export const STATUS = { missing: "missing", wanted: "wanted", strained: "strained", emerging: "emerging",
  established: "established" };

// What the picture shows and hides, put together from these parts.
export const CAPTION = {
  showing: (nodes, allNodes, edges, allEdges) =>
    `Showing ${countedOf(nodes, allNodes, "node")} and ${countedOf(edges, allEdges, "connection")}`,
  asEvidence: (nodes) => `, ${numeral(nodes)} of them only as evidence of what is selected`,
  only: (filters) => `, only: ${filters.join(", ")}`,
  within: (steps, node) => `, within ${count(steps, "step")} of ${node}`,
  folded: (way, groups) => `, folded by ${way} into ${count(groups, "group")}`,
  tooMany: (most) => `, as more than ${numeral(most)} can’t be drawn at once`,
  left: (most, left) => `, the first ${numeral(most)}: ${numeral(left)} more can’t be drawn at once`,
  end: ".",
  noPath: (from, to) => ` No path leads from ${from} to ${to} over what is shown.`,
  path: (steps, way) => ` Shortest path, ${count(steps, "step")}: ${way}.`,
  layer: (label, number) => `${label.toLowerCase()} (${number})`,
  hidden: (layers) => ` Hidden: ${layers.join(", ")}.`,
  noValence: "no valence",
  outside: (numbers) => `${numbers.map(([kind, number]) =>
    count(number, (KINDS[kind] ?? KINDS.other).toLowerCase())).join(", ")} outside the picture`,
};

export const FOLDED = {
  by: (way) => `Folded by ${way}.`,
  group: (label, nodes) => `${label} (${count(nodes, "node")})`,
  connections: "Connections",
  between: (what, number, one, other) => `${what}: ${numeral(number)} between ${one} and ${other}`,
};

export const PANEL = {
  gaps: "What the study doesn’t show, or says is lacking. Absence in what was said is not absence " +
    "in the world. Open a gap to see it in the network, with its evidence.",
  noGaps: "No gaps were computed for what is shown.",
  nothing: "Select something in the picture, in the list or by searching, to see the words that it rests on.",
  back: "← Back",
  page: "All that is known of it, also as RDF",
  on: "on", // between a speaker and themes
  headings: {
    broader: "Part of",
    narrower: "Has parts",
    ends: "Connects",
    gaps: "Gaps",
    quotes: "Quotes",
    ties: "Ties",
    links: "Links to themes",
    passages: "Passages",
    respondents: "Respondents",
    roles: "Roles spoken of",
    themes: "Themes",
  },
};

export const LIST = {
  lead: "All that the picture shows. Up and down move through a table, Enter opens the evidence, Escape comes back.",
  nodes: "Nodes",
  nodeHeads: ["Node", "Kind", "Connections"],
  edges: "Connections",
  edgeHeads: ["Connection", "Kind", "Status"],
  notCoded: "not coded",
  status: (status, isMutual) => `${STATUS[status] ?? status}, ${isMutual ? "mutual" : "one-way"}`,
  caption: (name, number) => `${name} (${number})`,
  first: (most) => `: the first ${numeral(most)}`,
};

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
  surroundings: "Only its surroundings",
  withinGroup: "Within", // before the numbers of steps
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
  tooLarge: "the picture is too large",
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
