// The gap cards: what the study's network lacks, by kind, each with its sentence and evidence.

import { el, text } from "./dom.js";
import { GAP_KINDS, GAPS } from "./english.js";
import { PANEL } from "./english_network.js";
import { item } from "./panel.js";

export function showGaps(panel, data, selected, open, back) {
  const groups = data.gap_kinds.map((kind) => group(data, kind, selected, open, back));
  panel.replaceChildren(
    el("p", { class: "lead" }, data.gaps.size ? PANEL.gaps : PANEL.noGaps),
    ...groups,
  );
}

function group(data, kind, selected, open, back) {
  const gaps = [...data.gaps.values()].filter((gap) => gap.kind === kind.kind);
  const heading = GAP_KINDS[kind.kind] ?? kind.label;
  return el("section", { class: "gap-kind" },
    el("h2", {}, heading, el("span", { class: "badge" }, String(gaps.length))),
    el("p", { class: "definition" }, kind.definition),
    kind.note || !gaps.length ? el("p", { class: "none-found" }, kind.note || GAPS.noneFound) : "",
    gaps.length
      ? el("ul", { class: "cards" }, gaps.map((gap) => card(data, gap, selected, open, back)))
      : "");
}

function card(data, gap, selected, open, back) {
  const isOpen = gap.id === selected;
  return el("li", { class: isOpen ? "card open" : "card" },
    el("button", {
      type: "button", class: "card-button", "data-id": gap.id,
      "aria-expanded": String(isOpen), onclick: () => (isOpen ? back() : open(gap.id)),
    }, text(gap.sentence), gap.note ? el("small", {}, gap.note) : ""),
    isOpen ? evidence(data, gap, open) : "");
}

function evidence(data, gap, open) {
  const list = (ids) => el("ul", { class: "items" },
    ids.map((id) => el("li", {}, item(data, id, open))));
  return el("div", { class: "card-body" },
    el("h3", {}, GAPS.involves), list(gap.involves),
    el("h3", {}, GAPS.evidence(gap.evidence.length)),
    gap.evidence.length ? list(inOrder(data, gap.evidence)) : el("p", {}, GAPS.noEvidence),
    el("h3", {}, GAPS.numbers), el("p", {}, text(gap.numbers.join(" · "))),
    el("h3", {}, GAPS.ask), el("p", {}, text(gap.question)));
}

// Ties first, then people's words, then the authors'.
export function inOrder(data, ids) {
  const rank = { tie: 0, quote: 1, passage: 2 };
  const of = (id) => rank[data.details.get(id)?.kind] ?? 3;
  return [...ids].sort((one, other) => of(one) - of(other));
}
