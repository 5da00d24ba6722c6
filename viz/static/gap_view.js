// The gaps: ranked cards by kind, each with its sentence, numbers and evidence, where to see it, and
// what would close it.

import { csvButton } from "./csv.js";
import { byId, el, text } from "./dom.js";
import { COMMON, GAP_KINDS, GAPS } from "./english.js";
import { gapsThrough, isFiltered } from "./filters.js";
import { inOrder } from "./gaps.js";
import { item } from "./panel.js";
import { showWhatIf, tieOf } from "./what_if.js";

export const gapView = {
  name: "gaps",
  title: GAPS.title,

  show(page) {
    const place = byId("view-gaps");
    if (!place.firstChild) place.append(...frame());
    showCards(page, byId("gap-cards"));
    showWhatIf(page, byId("what-if"));
    const { selected } = page.state;
    if (selected !== this.lastShown) place.querySelector(".card.open")?.scrollIntoView({ block: "nearest" });
    this.lastShown = selected;
  },

  takes: (id) => gapView.page?.data.gaps.has(id) ?? false,
  start(page) {
    this.page = page;
  },
};

function frame() {
  return [
    el("div", { class: "reading", id: "gap-cards" }),
    el("section", { class: "aside", id: "what-if", "aria-labelledby": "what-if-title" }),
  ];
}

function showCards(page, place) {
  const { data, state } = page;
  const focused = document.activeElement?.dataset?.focus;
  const through = gapsThrough(data, state);
  const kinds = data.gap_kinds.filter(({ kind }) => !state.kind || kind === state.kind);
  place.replaceChildren(
    el("div", { class: "view-head" },
      el("h2", { tabindex: "-1", "data-first": true }, GAPS.title),
      csvButton(GAPS.title, () => rows(data, through.filter((gap) => !state.kind || gap.kind === state.kind)))),
    el("p", { class: "lead" }, GAPS.lead),
    kindFilter(page, through),
    el("p", { class: "count" }, GAPS.shownOf(through.length, data.gaps.size),
      isFiltered(data, state) ? `: ${COMMON.filtered}.` : "."),
    ...kinds.map((kind) => group(page, kind, through.filter((gap) => gap.kind === kind.kind))),
  );
  if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function kindFilter(page, through) {
  const { data, state } = page;
  const chosen = (kind) => () => page.change({ kind }, { remember: true });
  const chip = (kind, label, number) => el("button", {
    type: "button", class: "chip", "aria-pressed": String(state.kind === kind), "data-focus": `kind-${kind}`,
    onclick: chosen(state.kind === kind ? "" : kind),
  }, label, el("span", { class: "number" }, String(number)));
  const with_gaps = data.gap_kinds.filter(({ kind }) => through.some((gap) => gap.kind === kind));
  return el("div", { class: "group choice", role: "group", "aria-label": GAPS.kind },
    chip("", GAPS.every, through.length),
    with_gaps.map(({ kind, label }) => chip(kind, GAP_KINDS[kind] ?? label,
      through.filter((gap) => gap.kind === kind).length)));
}

function group(page, kind, gaps) {
  const found = gaps.length || kind.note || page.state.kind;
  if (!found && page.data.gaps.size) return "";
  return el("section", { class: "gap-kind", "aria-label": GAP_KINDS[kind.kind] ?? kind.label },
    el("h3", {}, GAP_KINDS[kind.kind] ?? kind.label, el("span", { class: "badge" }, String(gaps.length))),
    el("p", { class: "definition" }, kind.definition),
    kind.note || !gaps.length ? el("p", { class: "none-found" }, kind.note || GAPS.noneFound) : "",
    gaps.length ? el("ol", { class: "cards" }, gaps.map((gap, index) => card(page, gap, index + 1))) : "");
}

function card(page, gap, rank) {
  const isOpen = gap.id === page.state.selected;
  const toggle = () => page.change({ selected: isOpen ? "" : gap.id }, { remember: true });
  return el("li", { class: isOpen ? "card open" : "card" },
    el("div", { class: "card-line" },
      el("span", { class: "rank", "aria-hidden": "true" }, String(rank)),
      el("div", {},
        el("p", { class: "sentence" }, text(gap.sentence)),
        gap.note ? el("p", { class: "note" }, gap.note) : "",
        gap.numbers.length ? el("ul", { class: "figures" }, gap.numbers.map((each) => el("li", {}, text(each)))) : "",
        el("div", { class: "ways" },
          el("button", { type: "button", class: "small", "aria-expanded": String(isOpen), "data-id": gap.id,
            "data-focus": gap.id, onclick: toggle }, GAPS.more),
          el("a", { class: "small", href: page.addressOf({ view: "network", tab: "gaps", selected: gap.id }) },
            COMMON.inNetwork),
          el("a", { class: "small", href: page.addressOf({ view: "matrix", selected: gap.id }) }, COMMON.inMatrix),
          imagine(page, gap)))),
    isOpen ? body(page, gap) : "");
}

// The tie that would close a gap: the one that is reported not to be there, or one between two roles.
function imagine(page, gap) {
  const tie = tieOf(page.data, gap);
  if (!tie) return "";
  const { data } = page;
  // A tie is imagined in one study's network: with several, the gap's own study is opened for it.
  if (!data.study && data.studies.length > 1) {
    const study = data.studies.find(({ iri }) => iri === gap.study)?.id;
    return study ? el("a", { class: "small", href: page.studyAddress(study, { add: [tie] }) }, GAPS.whatIf) : "";
  }
  const add = () => {
    page.change({ add: [...new Set([...page.state.add, tie])] }, { remember: true });
    byId("what-if").querySelector("h2").focus();
  };
  return el("button", { type: "button", class: "small", "data-focus": `if-${gap.id}`, onclick: add }, GAPS.whatIf);
}

function body(page, gap) {
  const list = (ids) => el("ul", { class: "items" },
    ids.map((id) => el("li", {}, item(page.data, id, page.open))));
  return el("div", { class: "card-body" },
    el("h4", {}, GAPS.involves), list(gap.involves),
    el("h4", {}, GAPS.evidence(gap.evidence.length)),
    gap.evidence.length ? list(inOrder(page.data, gap.evidence)) : el("p", {}, GAPS.noEvidence),
    el("h4", {}, GAPS.ask), el("p", {}, text(gap.question)));
}

function rows(data, gaps) {
  const named = (ids) => ids.map((id) => data.details.get(id)?.label ?? id).join("; ");
  const ranks = new Map();
  return [GAPS.columns, ...gaps.map((gap) => {
    ranks.set(gap.kind, (ranks.get(gap.kind) ?? 0) + 1);
    return [gap.label, ranks.get(gap.kind), gap.sentence, gap.numbers.join("; "), named(gap.involves),
      named(gap.evidence), gap.question, gap.id];
  })];
}
