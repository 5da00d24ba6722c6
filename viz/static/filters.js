// What the filters let through: one set for all views, from the data and the state alone.

import { beginnings } from "./data.js";

// Returns a function of an id. A filter of quotes (respondent, coder, words) lets through whatever
// rests on a quote that passes all filters.
export function letsThrough(data, state) {
  const roles = below(data.legend.roles, state.role);
  const themes = below(data.legend.themes, state.theme);
  const allValences = state.valences.size === data.legend.valences.length;
  const own = (detail, id) => (allValences || detail.valences.some((each) => state.valences.has(each)))
    // What ties a quote to a theme or a role concerns whatever its ends concern; links know no role.
    && (!roles || isPlain(detail) || detail.kind === "link" || detail.roles.some((each) => roles.has(each)))
    && (!themes || isPlain(detail) || themes.has(id) || meets(detail.related.themes, themes));
  if (!ofQuotes(state)) return (id) => own(data.details.get(id), id);
  const quotes = keptQuotes(data, state, own);
  return (id) => {
    const detail = data.details.get(id);
    if (detail.kind === "quote") return quotes.has(id);
    return own(detail, id) && (isPlain(detail) || id === state.person ||
      meets(detail.related.quotes, quotes));
  };
}

// The quotes that all filters let through.
export function quotesThrough(data, state) {
  const lets = letsThrough(data, state);
  return [...data.details].filter(([id, { kind }]) => kind === "quote" && lets(id)).map(([id]) => id);
}

// The gaps that involve, or rest on, something that the filters let through.
export function gapsThrough(data, state) {
  const all = [...data.gaps.values()];
  if (!isFiltered(data, state)) return all;
  const lets = letsThrough(data, state);
  return all.filter((gap) => [...gap.involves, ...gap.evidence].some((id) => lets(id)));
}

export function isFiltered(data, state) {
  return Boolean(state.role || state.theme || ofQuotes(state) ||
    state.valences.size !== data.legend.valences.length);
}

function keptQuotes(data, state, own) {
  const words = beginnings(state.find);
  const kept = ([id, detail]) => detail.kind === "quote" && own(detail, id)
    && (!state.person || meets(detail.related.respondents, new Set([state.person])))
    && (!state.coder || detail.coders.includes(state.coder))
    && words.every((word) => word.test(detail.text));
  return new Set([...data.details].filter(kept).map(([id]) => id));
}

function ofQuotes(state) {
  return Boolean(state.person || state.coder || state.find.trim());
}

function below(entries, key) {
  const chosen = entries.find((entry) => entry.key === key);
  return chosen ? new Set(chosen.below) : null;
}

function meets(ids, wanted) {
  return (ids ?? []).some((id) => wanted.has(id));
}

function isPlain(detail) {
  return !["theme", "role", "quote", "respondent", "tie", "link", "passage"].includes(detail.kind);
}
