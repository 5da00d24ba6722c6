// The matrix: roles, respondents or themes against themes. Empty cells are things with a reason.

import { matrix, ROWS, UNITS } from "./cells.js";
import { csvButton } from "./csv.js";
import { byId, el, shorten, text } from "./dom.js";
import { COMMON, MATRIX } from "./english.js";
import { item } from "./panel.js";

const MOST_ROWS = 200;
const MOST_COLUMNS = 60;
const MANY = 9; // columns from which on their names stand upright
const SHADES = 5;
export const SIGNS = { silent: "○", unspoken: "○", apart: "○", unheard: "–", unquoted: "–", uncoded: "∅",
  authors: "¶", unasked: "×", filtered: "▽" };

export const matrixView = {
  name: "matrix",
  title: MATRIX.title,
  page: null,

  start(page) {
    this.page = page;
  },

  show(page) {
    const place = byId("view-matrix");
    const focused = document.activeElement?.closest("#view-matrix") && document.activeElement.dataset.focus;
    const found = matrix(page.data, page.state);
    place.replaceChildren(
      el("div", { class: "reading wide" }, ...head(page, found), grid(page, found), legend(page, found)),
      el("section", { class: "aside", id: "cell", "aria-label": MATRIX.cell }, ...cellPanel(page, found)));
    if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  },

  takes(id) {
    return ["theme", "role", "respondent"].includes(matrixView.page?.data.nodes.get(id)?.kind);
  },
};

// ---------------------------------------------------------------- controls

function head(page, found) {
  const { data, state } = page;
  const select = (name, label, options) => {
    const box = el("select", { name, "data-focus": `matrix-${name}`,
      onchange: (event) => page.change({ [name]: event.target.value, cell: name === "rows" ? "" : state.cell }, { remember: true }) },
    options.map((key) => el("option", { value: key }, MATRIX[name][key])));
    box.value = options.includes(state[name]) ? state[name] : options[0];
    return el("label", { class: "field" }, label, box);
  };
  return [
    el("div", { class: "view-head" }, el("h2", { tabindex: "-1", "data-first": true }, MATRIX.title),
      el("div", { class: "ways" }, csvButton(MATRIX.title, () => wide(page, found)),
        csvButton(MATRIX.reasons, () => long(page, found), MATRIX.withReasons))),
    el("p", { class: "lead" }, MATRIX.lead),
    el("div", { class: "settings" }, select("rows", MATRIX.rowsLabel, ROWS), select("unit", MATRIX.unitLabel, UNITS),
      select("order", MATRIX.orderLabel, ["alike", "name", "number"])),
    el("p", { class: "count", role: "status" }, MATRIX.said(found.rows.length, found.columns.length, MATRIX.rows[found.kind]),
      found.rows.length > MOST_ROWS || found.columns.length > MOST_COLUMNS ? MATRIX.cut(MOST_ROWS, MOST_COLUMNS) : ""),
  ];
}

// ---------------------------------------------------------------- the grid

function number(state, cell) {
  return cell[state.unit === "respondents" ? "respondents" : "quotes"].length;
}

function grid(page, found) {
  const { data, state } = page;
  const rows = found.rows.slice(0, MOST_ROWS);
  const columns = found.columns.slice(0, MOST_COLUMNS);
  const cells = rows.map((row) => columns.map((column) => found.cell(row, column)));
  const most = Math.max(1, ...cells.flat().map((cell) => number(state, cell)));
  const marked = markedBy(data, state.selected);
  const head = el("tr", {}, el("td", { class: "corner" }),
    columns.map((id) => el("th", { scope: "col", class: marked.has(id) ? "marked" : undefined },
      el("span", { class: "name", title: data.details.get(id).label }, text(shorten(data.details.get(id).label, 60))))));
  const first = `${rows[0]}|${columns[0]}`;
  const chosen = cells.length && rows.some((row) => columns.some((column) => `${row}|${column}` === state.cell))
    ? state.cell : first;
  const body = el("tbody", {}, rows.map((row, index) => el("tr", {},
    el("th", { scope: "row", class: marked.has(row) ? "marked" : undefined },
      el("span", { class: "name" }, text(shorten(data.details.get(row).label, 70)))),
    columns.map((column, at) => drawnCell(page, row, column, cells[index][at], most, chosen)))));
  body.addEventListener("keydown", (event) => walk(event, body));
  return el("div", { class: "scroll matrix-scroll" },
    el("table", { role: "grid", class: columns.length > MANY ? "matrix many" : "matrix", "aria-label": MATRIX.gridName(MATRIX.rows[found.kind]) },
      el("thead", {}, head), body));
}

function drawnCell(page, row, column, cell, most, chosen) {
  const { state } = page;
  const value = number(state, cell);
  const id = `${row}|${column}`;
  const choose = () => {
    page.change({ cell: state.cell === id ? "" : id }, { remember: true });
    if (matchMedia("(max-width: 1099px)").matches) byId("cell").scrollIntoView({ block: "nearest" });
  };
  return el("td", { role: "gridcell", tabindex: chosen === id ? "0" : "-1", "data-focus": `cell-${id}`,
    class: value ? `shade-${Math.ceil(value / most * SHADES)}` : `empty ${cell.reason}`,
    "aria-selected": String(state.cell === id), onclick: choose,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    } },
  value ? String(value) : [el("span", { "aria-hidden": "true" }, SIGNS[cell.reason]),
    el("span", { class: "hidden-text" }, `0, ${MATRIX.why[cell.reason]}`)]);
}

// What a selected gap involves, or the selected thing itself.
function markedBy(data, selected) {
  return new Set(data.gaps.get(selected)?.involves ?? [selected]);
}

function walk(event, body) {
  const cell = event.target.closest("td");
  const row = cell?.closest("tr");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = [...row.cells].indexOf(cell);
  const last = row.cells.length - 1;
  const to = {
    ArrowRight: [row, at + 1], ArrowLeft: [row, at - 1], Home: [row, 1], End: [row, last],
    ArrowDown: [row.nextElementSibling, at], ArrowUp: [row.previousElementSibling, at],
    PageDown: [body.lastElementChild, at], PageUp: [body.firstElementChild, at],
  }[event.key];
  if (!to) return;
  event.preventDefault();
  const next = to[0]?.cells[to[1]];
  if (!next || next.tagName !== "TD") return;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function legend(page, found) {
  const seen = new Set();
  for (const row of found.rows.slice(0, MOST_ROWS)) {
    for (const column of found.columns.slice(0, MOST_COLUMNS)) seen.add(found.cell(row, column).reason);
  }
  seen.delete("");
  return el("dl", { class: "signs" }, [...seen].map((reason) =>
    el("div", {}, el("dt", { class: `empty ${reason}` }, SIGNS[reason]), el("dd", {}, MATRIX.why[reason]))));
}

// ---------------------------------------------------------------- one cell

function cellPanel(page, found) {
  const { data, state } = page;
  const [row, column] = state.cell.split("|");
  if (!found.rows.includes(row) || !found.columns.includes(column)) {
    return [el("h2", {}, MATRIX.cell), el("p", { class: "lead" }, MATRIX.choose)];
  }
  const cell = found.cell(row, column);
  const [one, other] = [data.details.get(row).label, data.details.get(column).label];
  // No filter finds what a role's own people say, nor what illustrates two themes.
  const filter = { spoken: { role: row }, people: { person: row } }[found.kind];
  return [
    el("h2", { "aria-live": "polite" }, text(one), " × ", text(other)),
    cell.quotes.length
      ? el("p", { class: "lead" }, MATRIX.counted(cell.quotes.length, cell.respondents.length))
      : el("p", { class: "why" }, el("span", { class: `sign empty ${cell.reason}`, "aria-hidden": "true" }, SIGNS[cell.reason]),
        ` ${MATRIX.why[cell.reason]}`),
    cell.reason && MATRIX.next[cell.reason] ? el("p", { class: "note" }, MATRIX.next[cell.reason]) : "",
    cell.quotes.length && filter ? el("p", {}, el("a", { class: "small",
      href: page.addressOf({ view: "evidence", theme: column, ...filter }) }, MATRIX.allEvidence)) : "",
    el("ul", { class: "items" }, cell.quotes.slice(0, 50).map((id) => el("li", {}, item(data, id, page.open)))),
  ];
}

// ---------------------------------------------------------------- to take along

function wide({ data, state }, { rows, columns, cell }) {
  const label = (id) => data.details.get(id).label;
  return [[MATRIX.units[state.unit] ?? MATRIX.units.quotes, ...columns.map(label)],
    ...rows.map((row) => [label(row), ...columns.map((column) => number(state, cell(row, column)))])];
}

function long({ data }, { rows, columns, cell }) {
  const label = (id) => data.details.get(id).label;
  return [MATRIX.columns, ...rows.flatMap((row) => columns.map((column) => {
    const { quotes, respondents, reason } = cell(row, column);
    return [label(row), label(column), quotes.length, respondents.length, reason ? MATRIX.why[reason] : "", row, column];
  }))];
}
