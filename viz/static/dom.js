// Elements from plain text. Nothing in the explorer is ever parsed as HTML: text from studies only
// enters the page through `textContent`, and links only if they lead to http or https.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== "" && child != null));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

// A text in its own direction, so that a label from right to left can't turn what stands beside it.
export function text(words, tag = "bdi", className = undefined) {
  const element = el(tag, { class: className, dir: tag === "bdi" ? undefined : "auto" });
  element.textContent = words;
  return element;
}

export function link(address, words) {
  const safe = /^https?:\/\//i.test(address);
  return safe ? el("a", { href: address, rel: "noreferrer" }, words) : text(words);
}

export function shorten(words, length) {
  return words.length <= length ? words : `${words.slice(0, length - 1).trimEnd()}…`;
}
