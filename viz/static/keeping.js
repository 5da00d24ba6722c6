// What stays in this browser: places that somebody gave to nodes, and notes. Places are kept for a
// picture and forgotten when it becomes another; notes are kept for a study. A frame without
// storage, such as a notebook's, keeps them until it's closed.

const held = new Map();

function storage() {
  try {
    return globalThis.localStorage;
  } catch (error) {
    if (error.name === "SecurityError") return null;
    throw error;
  }
}

function read(key) {
  if (held.has(key)) return held.get(key);
  const written = storage()?.getItem(key);
  const found = written ? parsed(written) : {};
  held.set(key, found);
  return found;
}

// Whatever else writes into this storage can break it, and mustn't break the page.
function parsed(written) {
  try {
    const found = JSON.parse(written);
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

// Returns whether it will be there another time.
function write(key, value) {
  held.set(key, value);
  try {
    if (Object.keys(value).length) storage()?.setItem(key, JSON.stringify(value));
    else storage()?.removeItem(key);
    return storage() !== null;
  } catch (error) {
    if (error.name === "QuotaExceededError") return false;
    throw error;
  }
}

const placesKey = (data) => `themegraph places ${data.study} ${data.version}`;
const notesKey = (data) => `themegraph notes ${data.study}`;

// The places that were chosen: `x` and `y` by id.
export function places(data) {
  return { ...data.carried?.places, ...read(placesKey(data)) };
}

export function keepPlaces(data, chosen) {
  return write(placesKey(data), chosen);
}

// The notes: a text by id.
export function notes(data) {
  const own = Object.entries({ ...data.carried?.notes, ...read(notesKey(data)) });
  return Object.fromEntries(own.filter(([, text]) => typeof text === "string" && text));
}

// An empty text takes a note away, also one that the page came with.
export function keepNotes(data, changed) {
  const all = { ...read(notesKey(data)), ...changed };
  const kept = Object.entries(all).filter(([id, text]) => text || data.carried?.notes?.[id]);
  return write(notesKey(data), Object.fromEntries(kept));
}

// Another tab has written.
addEventListener("storage", () => held.clear());
