// How English writes numbers and orders names. Whoever translates the other english*.js translates
// this too; nothing else in the explorer knows a language.

const LANGUAGE = "en";
const NUMBERS = new Intl.NumberFormat(LANGUAGE);
const ORDER = new Intl.Collator(LANGUAGE, { sensitivity: "base", numeric: true });

export function numeral(number) {
  return NUMBERS.format(number);
}

// A number with its noun. The plural is given where it isn't made by an s.
export function count(number, noun, plural = `${noun}s`) {
  return `${numeral(number)} ${number === 1 ? noun : plural}`;
}

export function countedOf(shown, all, noun) {
  return `${numeral(shown)} of ${count(all, noun)}`;
}

// For sorting names: case and accents don't tell, and numbers in names go by size.
export function byName(one, other) {
  return ORDER.compare(one, other);
}

export function quoted(words) {
  return `“${words}”`;
}
