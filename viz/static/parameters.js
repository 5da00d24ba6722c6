// The parameters of a competency question: a field for each, and the query with their values.

import { el } from "./dom.js";
import { ASKING } from "./english.js";

// One field for each parameter; `changed()` is called when a value is typed.
export function fields(parameters, values, changed) {
  return parameters.map(({ name, example, meaning }) => {
    const id = `parameter-${name}`;
    const input = el("input", { id, name, placeholder: ASKING.anyOr(example), autocomplete: "off", oninput: changed });
    input.value = values[name] ?? "";
    return el("p", {}, el("label", { for: id }, el("code", {}, name), ` ${meaning}`), input);
  });
}

export function valuesOf(form) {
  const inputs = [...form.querySelectorAll("input")].filter((input) => input.value.trim());
  return Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
}

// The query with its parameters bound as plain literals. A JSON string is a SPARQL string too.
export function withValues(query, values) {
  const names = Object.keys(values);
  if (!names.length) return query;
  const terms = Object.values(values).map((value) => JSON.stringify(value));
  const line = `  VALUES (?${names.join(" ?")}) { (${terms.join(" ")}) }\n`;
  return query.replace(/^WHERE \{\n/m, (start) => start + line);
}
