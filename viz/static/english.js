// All that the views say in English. To speak another language, translate this file and those beside
// it: english_network.js, english_page.js, english_review.js and english_words.js. Texts with numbers
// or names in them are functions.

import { count, countedOf, numeral, quoted } from "./english_words.js";

export const GAP_KINDS = { "missing-tie": "Missing ties", "wanted-tie": "Wanted ties",
  "strained-tie": "Strained ties", "one-way-tie": "One-way ties",
  "unheard-actor": "Unheard actors", "unaddressed-barrier": "Unaddressed barriers",
  "thin-theme": "Thin themes", "voice-imbalance": "Voice imbalance",
  "contested-theme": "Contested themes", "authors-only": "On the authors’ word alone",
  "broker-at-risk": "Brokers at risk", "structural-hole": "Structural holes",
  "expected-tie": "Expected ties", "tie-elsewhere": "Ties reported elsewhere",
  "theme-elsewhere": "Themes reported elsewhere" };

// Names of facts that the server gives, by which they are found: viz/details.py has the same.
export const FACTS = { quotes: "Quotes", position: "Position" };

export const COMMON = {
  csv: "Save as CSV",
  csvOf: (name) => `Save “${name}” as CSV`,
  view: (name) => `${name} view`,
  inNetwork: "Show in network",
  inMatrix: "Show in matrix",
  filtered: "the filters above hide the rest",
  none: "None",
  notHere: "This needs the server: a page from disk carries its data, and nothing else.",
};

export const GAPS = {
  title: "Gaps",
  lead: "What the study doesn’t show, or says is lacking, the strongest of each kind first. Absence in " +
    "what was said is not absence in the world.",
  shownOf: (shown, all) => (shown === all ? count(all, "gap") : countedOf(shown, all, "gap")),
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

export const MATRIX = {
  title: "Matrix",
  lead: "Who speaks on what, and who doesn’t. Rows and columns that are alike stand side by side. A theme " +
    "or role counts what is below it too. A cell opens its quotes; an empty one says why it’s empty.",
  cell: "A cell",
  choose: "Choose a cell with the mouse, or walk there with the arrow keys and press Enter.",
  rowsLabel: "Rows",
  rows: { spoken: "Roles spoken of", speakers: "Roles that speak", people: "Respondents", themes: "Themes" },
  unitLabel: "Count",
  unit: { quotes: "quotes", respondents: "respondents" },
  units: { quotes: "Quotes", respondents: "Respondents" },
  orderLabel: "Order",
  order: { alike: "what is alike", name: "by name", number: "by number" },
  said: (rows, columns, what) => `${what}: ${rows} rows, ${columns} columns. `,
  cut: (rows, columns) => `The first ${rows} rows and ${columns} columns are drawn; the CSV has all.`,
  gridName: (rows) => `${rows} against themes`,
  counted: (quotes, respondents) => `${count(quotes, "quote")} of ${count(respondents, "respondent")}`,
  allEvidence: "What concerns both, in Evidence",
  reasons: "Matrix with reasons",
  withReasons: "CSV with reasons",
  columns: ["Row", "Theme", "Quotes", "Respondents", "Why empty", "Row IRI", "Theme IRI"],
  why: {
    silent: "asked and silent: quoted in this study, but not on this theme",
    unspoken: "no quote on this theme speaks of this role",
    apart: "no quote illustrates both",
    unheard: "not heard: no respondent is identified as this role",
    unquoted: "no quote is given to this respondent",
    uncoded: "not coded: no quote is coded to this theme",
    authors: "only the authors’ own text speaks of it here",
    unasked: "not asked: the theme is another study’s",
    filtered: "the filters hide what is here",
  },
  next: {
    silent: "Silence isn’t absence: nobody may have asked, or the words weren’t quoted.",
    unheard: "Whether people in this role would speak of this can’t be told from this study.",
    uncoded: "The theme may be a heading, or rest on the authors’ words.",
    authors: "The respondents’ own words on this aren’t quoted.",
  },
};

export const EVIDENCE = {
  title: "Evidence",
  lead: "The words that everything rests on. Press a speaker, theme, role or coder to see only what has it too.",
  none: "No quote passes the filters. Take one away above, or reset them.",
  shownOf: (shown, all) => (shown === all ? count(all, "quote") : countedOf(shown, all, "quote")),
  more: (left) => `Show more (${left} left)`,
  on: "On",
  of: "Speaks of",
  codedBy: "Coded by",
  where: "Where",
  context: "In context",
  cite: "Copy as citation",
  copied: "Copied, with its source.",
  withheld: "(its text isn’t here)",
  somebody: "A respondent",
  nobody: "The source doesn’t say who speaks",
  only: (label) => `Only: ${label}`,
  before: (distance) => `${count(distance, "character")} before`,
  after: (distance) => `${count(distance, "character")} after`,
  first: "Nothing that is coded stands before it in this text.",
  last: "Nothing that is coded stands after it in this text.",
  passage: "the authors’ text, described by the coder",
  citation: (words, speaker, source) => `${quoted(words)} (${[speaker, source].filter(Boolean).join(", in: ")})`,
  columns: ["Words", "Speaker", "Themes", "Roles spoken of", "Coded by", "Document", "Begins at", "Ends at", "IRI"],
};

export const CORPUS = {
  title: "All studies",
  lead: "So many studies are told in numbers, not drawn together: open one to see its network, gaps and evidence.",
  query: "Ask all of them in SPARQL",
  find: "Find a study", findHint: "words of its title",
  listed: (shown, number) => (shown < number
    ? `The first ${numeral(shown)} of ${numeral(number)}: type words of a title` : count(number, "study", "studies")),
  roles: "Shared actor roles", ties: "Ties between actor roles", sectors: "Ties between sectors", gaps: "Gaps across the studies",
  studies: "studies", gapHeads: ["kind of gap", "gaps", "studies"],
  counting: "Being counted …",
  reported: "A tie counts once for each study that reports it to exist.",
};

export const OVERVIEW = {
  title: "Overview",
  inNumbers: "The study in numbers",
  numbers: { studies: "studies", themes: "themes", quotes: "quotes", people: "respondents", roles: "actor roles",
    ties: "ties", gaps: "gaps" },
  // The study in a sentence; `facts` has lists of what passes the filters.
  sentence: ({ people, quotes, strongest, ties, gaps, label, isLeaf }) => {
    const top = strongest.filter(({ id, quotes: number }) => number && isLeaf(id)).slice(0, 2).map(({ id }) => quoted(label(id).slice(0, 120)));
    const absent = ties.filter(({ style }) => ["tie-missing", "tie-wanted"].includes(style)).length;
    return [
      `${count(people.length, "respondent")}, quoted ${count(quotes.length, "time")}`,
      top.length ? `, most on ${top.join(" and ")}` : "",
      `. ${count(ties.length, "tie")} between actors are reported`,
      absent ? `, of which ${absent} as missing or wanted` : "",
      `; ${count(gaps.length, "gap")} follow from what is coded.`,
    ].join("");
  },
  strongest: "Strongest themes",
  themeHeads: ["Theme", "Quotes", "Respondents"],
  themeColumns: ["Theme", "Valence", "Quotes", "Respondents", "IRI"],
  topGaps: "Top gaps",
  noGaps: "No gap passes the filters.",
  allGaps: (number) => `All ${count(number, "gap")}`,
  ties: "Ties by status",
  tieColumns: ["Status", "Ties"],
  voices: "Who is quoted most",
  voiceColumns: ["Respondent", "Quotes", "IRI"],
  noVoices: "The source doesn’t say who speaks.",
  further: (people) => `and ${count(people, "respondent")} more, in the CSV`,
};

export const COMPARE = {
  title: "Compare",
  lead: "What both have, what only one has. Themes are the same by a confirmed match or an equal label; " +
    "roles and types of ties by the shared vocabulary. A theme that is chosen above stands for the same theme of the other study.",
  nothing: "Nothing passes the filters.",
  by: "Compare",
  sides: { studies: "two studies", sectors: "two sectors" },
  here: "this",
  there: "with",
  failed: (reason) => `This can’t be compared: ${reason}`,
  tooFew: (by) => (by === "studies"
    ? "The store has fewer than two studies. Build another, or compare two sectors of this one."
    : "What is coded concerns fewer than two sectors."),
  said: (by, aspects) => aspects.map(({ name, both, only_here: here, only_there: there }) =>
    (both.length + here.length + there.length
      ? `${COMPARE.aspects[by][name]}: ${both.length} in both, ${here.length} and ${there.length} in one. ` : "")).join(""),
  aspects: {
    studies: { themes: "Themes", about: "", voices: "Roles that speak", spoken: "Roles spoken of", ties: "Ties", gaps: "Kinds of gaps" },
    sectors: { themes: "Themes they speak on", about: "Themes on which they are spoken of", voices: "Who speaks",
      spoken: "Roles they speak of", ties: "Their ties", gaps: "" },
  },
  units: { quotes: "quotes", respondents: "respondents", ties: "ties", gaps: "gaps" },
  counts: (unit) => `Numbers count ${unit}.`,
  onlyIn: (label) => `Only: ${label}`,
  inBoth: "In both",
  pair: (here, there) => `${here} here, ${there} there`,
  further: (left) => `and ${left} more, in the CSV`,
  aspect: "Aspect",
  thing: "What",
  noteOf: (label) => `Note (${label})`,
};

export const REPORT = {
  title: "Report",
  lead: "Overview, matrix, gaps and evidence, as the filters let them through, made for print.",
  print: "Print or save as PDF",
  on: "on",
  cut: (columns) => `${columns} further themes don’t fit the page.`,
};

export const ASKING = {
  title: "Query",
  lead: "Ask the studies in SPARQL. Queries only read. The prefixes of our vocabulary need no declaration.",
  loading: "Getting the questions …",
  example: "Example",
  own: "A query of my own",
  parameters: "Parameters of the example",
  query: "Query in SPARQL",
  hint: "Choose an example above, or write a query, such as\nSELECT ?role { ?role a tg:ActorRole }",
  run: "Run",
  keys: "or Ctrl+Enter in the query; Ctrl+Space completes a term",
  unreachable: "The server can’t be reached. Is it still running?",
  answered: (status) => `The server answered ${status}.`,
  running: "Running …",
  truth: (isSo) => `The answer is ${isSo}.`,
  graph: "A graph, as Turtle.",
  emptyGraph: "An empty graph.",
  graphName: "Graph",
  rows: (number, shown, empty) => [count(number, "row"), number > shown ? `; the first ${numeral(shown)} are shown` : "",
    empty.length ? `; without any value: ${empty.join(", ")}` : "", "."].join(""),
  oneStudy: " This question compares studies, and the store has only one.",
  download: (format) => `Download ${format}`,
  anyOr: (example) => `any, or such as ${example}`,
  rowsName: "Rows",
  result: "Result",
  completions: "Terms",
  completing: (number, name, label) => `${count(number, "term")}: ${name}, ${label}`,
  asNetwork: "As a network",
  drawn: (nodes, edges) => `${count(nodes, "node")} and ${count(edges, "connection")} drawn; the table has the same in words.`,
  notDrawn: (left) => ` There is no room for ${count(left, "further connection")}.`,
};
