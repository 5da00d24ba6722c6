// The cells of the matrix: which quotes stand where a row and a theme meet, and why a cell is empty.
// From the data and the state alone, without a page.

import { FACTS } from "./english.js";
import { byName } from "./english_words.js";
import { isFiltered, quotesThrough } from "./filters.js";

export const ROWS = ["spoken", "speakers", "people", "themes"];
export const UNITS = ["quotes", "respondents"];

// Returns { rows, columns, cell(row, column) }; a cell is { quotes, respondents, reason }, where the
// quotes pass the filters, and `reason` is the key of why there are none.
export function matrix(data, state) {
  const kind = ROWS.includes(state.rows) ? state.rows : ROWS[0];
  const all = filled(data, kind, quotesOf(data));
  const shown = isFiltered(data, state) ? filled(data, kind, quotesThrough(data, state)) : all;
  const rows = ordered(data, state, kind, rowsOf(data, kind), (row) => sum(shown, (key) => key.row === row));
  const columns = ordered(data, state, kind, data.legend.themes.map(({ key }) => key),
    (column) => sum(shown, (key) => key.column === column), "columns");
  const known = facts(data, kind);
  const cell = (row, column) => {
    const quotes = shown.get(row, column);
    const hidden = all.get(row, column).length;
    return {
      quotes,
      respondents: speakers(data, quotes),
      reason: quotes.length ? "" : hidden ? "filtered" : known.reason(row, column),
    };
  };
  return { kind, rows: rows.filter((row) => !hides(state, row)), columns, cell };
}

function hides(state, row) {
  return Boolean(state.person) && row !== state.person && state.rows === "people";
}

function quotesOf(data) {
  return [...data.details].filter(([, { kind }]) => kind === "quote").map(([id]) => id);
}

function speakers(data, quotes) {
  return [...new Set(quotes.flatMap((id) => data.details.get(id).related.respondents ?? []))];
}

// ---------------------------------------------------------------- what is in rows

function rowsOf(data, kind) {
  if (kind === "themes") return data.legend.themes.map(({ key }) => key);
  if (kind === "people") return [...data.nodes.values()].filter((n) => n.kind === "respondent").map((n) => n.id);
  return data.legend.roles.map(({ key }) => key);
}

// For each thing, itself and all that it is part of.
function upwards(entries) {
  const above = new Map(entries.map(({ key }) => [key, []]));
  for (const { key, below } of entries) below.forEach((id) => above.get(id)?.push(key));
  return (id) => above.get(id) ?? [];
}

function holders(data) {
  const up = upwards(data.legend.roles);
  const held = new Map();
  for (const { from, to, kind } of data.edges.values()) {
    if (kind !== "holds" && kind !== "belongs") continue;
    held.set(from, new Set([...(held.get(from) ?? []), ...up(to)]));
  }
  return held;
}

function keysOf(data, kind) {
  const [roles, themes] = [upwards(data.legend.roles), upwards(data.legend.themes)];
  const held = kind === "speakers" ? holders(data) : new Map();
  const unique = (ids) => [...new Set(ids)];
  const of = {
    spoken: ({ related }) => unique((related.roles ?? []).flatMap(roles)),
    speakers: ({ related }) => unique((related.respondents ?? []).flatMap((id) => [...(held.get(id) ?? [])])),
    people: ({ related }) => related.respondents ?? [],
    themes: ({ related }) => unique((related.themes ?? []).flatMap(themes)),
  };
  return { row: of[kind], column: of.themes };
}

function filled(data, kind, quotes) {
  const { row, column } = keysOf(data, kind);
  const cells = new Map();
  for (const id of quotes) {
    const detail = data.details.get(id);
    for (const one of row(detail)) {
      for (const other of column(detail)) {
        const key = `${one}\n${other}`;
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(id);
      }
    }
  }
  return { cells, get: (one, other) => cells.get(`${one}\n${other}`) ?? [] };
}

function sum({ cells }, wanted) {
  let found = 0;
  for (const [key, quotes] of cells) {
    const [row, column] = key.split("\n");
    if (wanted({ row, column })) found += quotes.length;
  }
  return found;
}

// ---------------------------------------------------------------- order

function ordered(data, state, kind, ids, total, end = "rows") {
  if (state.order === "name") {
    return [...ids].sort((one, other) => byName(data.details.get(one).label, data.details.get(other).label));
  }
  if (state.order === "number") {
    const totals = new Map(ids.map((id) => [id, total(id)]));
    return [...ids].sort((one, other) => totals.get(other) - totals.get(one));
  }
  // What no quote has isn't clustered, and stands at the end.
  const known = new Set(ids);
  const first = (data.orders[kind]?.[end] ?? []).filter((id) => known.has(id));
  const placed = new Set(first);
  return [...first, ...ids.filter((id) => !placed.has(id))];
}

// ---------------------------------------------------------------- why a cell is empty

function facts(data, kind) {
  const held = holders(data);
  const studyOf = (id) => data.studies.find(({ iri }) => id.startsWith(`${iri}/`))?.iri ?? "";
  const present = studiesOf(data, held, studyOf);
  const heard = heardIn(held, studyOf);
  const number = (id) => Number(data.details.get(id).facts.find(([name]) => name === FACTS.quotes)?.[1] ?? 0);
  const reason = (row, column) => {
    const study = studyOf(column);
    const own = present.get(row) ?? new Set([studyOf(row)].filter(Boolean));
    if (study && own.size && !own.has(study)) return "unasked";
    if (!number(column)) return "uncoded";
    if (kind === "speakers" && !heard.get(row)?.has(study)) return "unheard";
    if (kind === "themes") return number(row) ? "apart" : "uncoded";
    const { quotes } = data.details.get(row).related;
    if (kind === "people") return quotes ? "silent" : "unquoted";
    if (kind === "speakers") return "silent";
    return authors(data, row, column) ? "authors" : "unspoken";
  };
  return { reason };
}

// In which studies somebody holds a role or belongs to it.
function heardIn(held, studyOf) {
  const found = new Map();
  for (const [person, roles] of held) {
    roles.forEach((role) => found.set(role, (found.get(role) ?? new Set()).add(studyOf(person))));
  }
  return found;
}

// In which studies a role of the shared scheme is held or spoken of.
function studiesOf(data, held, studyOf) {
  const found = heardIn(held, studyOf);
  const add = (id, study) => found.set(id, (found.get(id) ?? new Set()).add(study));
  for (const [id, { kind, related }] of data.details) {
    if (["quote", "passage", "tie"].includes(kind)) related.roles?.forEach((role) => add(role, studyOf(id)));
  }
  return found;
}

function authors(data, role, theme) {
  const passages = data.details.get(role).related.passages ?? [];
  return passages.some((id) => data.details.get(id).related.themes?.includes(theme));
}
