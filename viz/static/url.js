// The view in the address, so that it can be shared: only what differs from the default view.

const LISTS = ["layers", "valences"];
const WORDS = ["view", "study", "role", "selected", "tab", "words"];
const NAMES = { selected: "show", words: "q" };

export function fromAddress(address, base) {
  const given = new URLSearchParams(address.hash.replace(/^#/, ""));
  const asked = new URLSearchParams(address.search).get("study");
  const state = {};
  for (const key of WORDS) {
    const value = given.get(NAMES[key] ?? key);
    if (value !== null) state[key] = value;
  }
  for (const key of LISTS) {
    const value = given.get(key);
    if (value !== null) state[key] = new Set(value.split(",").filter(Boolean));
  }
  if (asked && !state.study) state.study = asked;
  for (const key of ["selected", "role"]) {
    if (state[key] && base) state[key] = long(state[key], base);
  }
  return state;
}

export function toAddress(state, defaults, base) {
  const given = new URLSearchParams();
  for (const key of WORDS) {
    const value = ["selected", "role"].includes(key) ? short(state[key], base) : state[key];
    // A study is named always: without one, the address is that of all studies.
    if (value && (key === "study" || state[key] !== defaults[key])) given.set(NAMES[key] ?? key, value);
  }
  for (const key of LISTS) {
    if (!same(state[key], defaults[key])) given.set(key, [...state[key]].sort().join(","));
  }
  const words = given.toString();
  return words ? `#${words}` : "#";
}

function same(one, other) {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

function short(id, base) {
  return base ? id.split("|").map((part) => part.replace(base, "~")).join("|") : id;
}

function long(id, base) {
  return id.split("|").map((part) => part.replace(/^~/, () => base)).join("|");
}
