// The view in the address, so that it can be shared: only what differs from the default view.

import { defaults as defaultsOf } from "./view.js";

const NAMES = { selected: "show", words: "q" };
const IRIS = ["selected", "role", "theme", "person", "cell", "focus", "from", "to"];
const PLAIN = defaultsOf(null);
const KEYS = Object.keys(PLAIN);

// Texts stand for themselves, sets are one list with commas, lists are given once for each part.
export function fromAddress(address, base) {
  const given = new URLSearchParams(address.hash.replace(/^#/, ""));
  const asked = new URLSearchParams(address.search).get("study");
  const state = {};
  for (const key of KEYS) {
    const values = given.getAll(NAMES[key] ?? key);
    if (!values.length) continue;
    if (PLAIN[key] instanceof Set) state[key] = new Set(values[0].split(",").filter(Boolean));
    else state[key] = Array.isArray(PLAIN[key]) ? values : values[0];
  }
  if (asked && !state.study) state.study = asked;
  for (const key of IRIS) {
    if (state[key] && base) state[key] = long(state[key], base);
  }
  return state;
}

export function toAddress(state, defaults, base) {
  const given = new URLSearchParams();
  for (const key of KEYS) {
    // A study is named always: without one, the address is that of all studies.
    if (key !== "study" && same(state[key], defaults[key])) continue;
    for (const value of written(key, state[key], base)) given.append(NAMES[key] ?? key, value);
  }
  const words = given.toString();
  return words ? `#${words}` : "#";
}

// A frame such as a notebook's has no address of its own, and keeps none.
export function hasAddress() {
  return location.protocol !== "about:";
}

export function writeAddress(address, remember = false) {
  if (!hasAddress()) return;
  history[remember ? "pushState" : "replaceState"](null, "", address);
}

function written(key, value, base) {
  if (value instanceof Set) return [[...value].sort().join(",")];
  if (Array.isArray(value)) return value;
  if (IRIS.includes(key)) return value ? [short(value, base)] : [];
  return value ? [value] : [];
}

function same(one, other) {
  if (!(one instanceof Set) && !Array.isArray(one)) return one === other;
  const [these, those] = [[...one], new Set(other)];
  return these.length === those.size && these.every((value) => those.has(value));
}

function short(id, base) {
  return base ? id.split("|").map((part) => part.replace(base, "~")).join("|") : id;
}

function long(id, base) {
  return id.split("|").map((part) => part.replace(/^~/, () => base)).join("|");
}
