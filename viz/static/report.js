// The report: overview, matrix, gaps and evidence on one page that is made for print, as the filters
// let them through.

import { matrix } from "./cells.js";
import { byId, el, text } from "./dom.js";
import { EVIDENCE, GAP_KINDS, GAPS, MATRIX, REPORT } from "./english.js";
import { gapsThrough, quotesThrough } from "./filters.js";
import { SIGNS } from "./matrix.js";
import { parts } from "./overview.js";

const MOST_COLUMNS = 16; // what fits on a page's width

export const reportView = {
  name: "report",
  title: REPORT.title,

  show(page) {
    const { data } = page;
    const shown = data.studies.filter((study) => !data.study || study.id === data.study);
    byId("view-report").replaceChildren(el("article", { class: "reading report" },
      el("div", { class: "view-head no-print" },
        el("p", { class: "lead" }, REPORT.lead),
        el("button", { type: "button", class: "primary", onclick: () => print() }, REPORT.print)),
      el("header", {}, shown.slice(0, 20).map((study) => [el("h2", {}, text(study.title)),
        el("p", { class: "note" }, text([study.citation, study.doi, study.licence].filter(Boolean).join(" ")))])),
      el("section", { class: "part" }, ...parts(page)),
      el("section", { class: "part" }, ...table(page)),
      el("section", { class: "part" }, ...gaps(page)),
      el("section", { class: "part" }, ...evidence(page))));
  },
};

function table({ data, state }) {
  const found = matrix(data, state);
  const columns = found.columns.slice(0, MOST_COLUMNS);
  const reasons = new Set();
  const value = (row, column) => {
    const cell = found.cell(row, column);
    const number = cell[state.unit === "respondents" ? "respondents" : "quotes"].length;
    if (number) return String(number);
    reasons.add(cell.reason);
    return SIGNS[cell.reason];
  };
  const body = el("tbody", {}, found.rows.map((row) => el("tr", {},
    el("th", { scope: "row" }, text(data.details.get(row).label)),
    columns.map((column) => el("td", {}, value(row, column))))));
  const left = found.columns.length - columns.length;
  return [
    el("h2", {}, MATRIX.title),
    el("p", { class: "note" }, MATRIX.said(found.rows.length, columns.length, MATRIX.rows[found.kind]), left > 0 ? REPORT.cut(left) : ""),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": MATRIX.title },
      el("table", { class: "printed" }, el("thead", {}, el("tr", {}, el("td", {}), columns.map((id) =>
        el("th", { scope: "col" }, text(data.details.get(id).label))))), body)),
    el("p", { class: "note" }, [...reasons].map((reason) => `${SIGNS[reason]} ${MATRIX.why[reason]}`).join(" · ")),
  ];
}

function gaps({ data, state }) {
  const found = gapsThrough(data, state);
  const kinds = data.gap_kinds.filter(({ kind }) => found.some((gap) => gap.kind === kind));
  return [
    el("h2", {}, GAPS.title), el("p", { class: "lead" }, GAPS.lead),
    ...kinds.map(({ kind, label, definition }) => el("section", {}, el("h3", {}, GAP_KINDS[kind] ?? label),
      el("p", { class: "note" }, definition),
      el("ol", { class: "printed-gaps" }, found.filter((gap) => gap.kind === kind).map((gap) => el("li", {},
        el("p", {}, text(gap.sentence)), gap.note ? el("p", { class: "note" }, gap.note) : "",
        el("p", { class: "note" }, text(gap.numbers.join(" · "))),
        el("p", { class: "note" }, el("b", {}, `${GAPS.ask}: `), text(gap.question))))))),
    found.length ? "" : el("p", {}, GAPS.none),
  ];
}

function evidence({ data, state }) {
  const quotes = quotesThrough(data, state).map((id) => data.details.get(id));
  return [
    el("h2", {}, EVIDENCE.title), quotes.length ? "" : el("p", {}, EVIDENCE.none),
    ...quotes.map((quote) => el("figure", {}, el("blockquote", {}, text(quote.text || EVIDENCE.withheld, "p")),
      el("figcaption", {}, el("b", {}, text(quote.speaker || EVIDENCE.nobody)),
        (quote.related.themes ?? []).map((theme, index) => [index ? ", " : ` ${REPORT.on} `, text(data.details.get(theme)?.label ?? "")]),
        ` · ${quote.at[1]}–${quote.at[2]}`))),
  ];
}
