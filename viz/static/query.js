// The query page: asking in SPARQL under an address of its own.

import { fillFromAddress, startAsking } from "./asking.js";
import { byId } from "./dom.js";

const data = JSON.parse(byId("data").textContent);

// A question has a short address, with its parameters; any other query stands in the address itself.
startAsking(data, {
  read() {
    const query = new URLSearchParams(location.hash.slice(1)).get("query");
    if (query !== null) return { question: "", values: {}, query };
    const { question, ...values } = Object.fromEntries(new URLSearchParams(location.search));
    return { question: question ?? "", values, query: question ? "" : byId("text").value };
  },
  write({ question, values, query }) {
    const asked = data.questions.find(({ number }) => number === question);
    const given = new URLSearchParams(values).toString();
    const hash = query.trim() ? `#${new URLSearchParams({ query })}` : "";
    history.replaceState(null, "", asked ? asked.url + (given ? `&${given}` : "") : `${data.page}${hash}`);
  },
});
addEventListener("hashchange", fillFromAddress);
document.body.dataset.ready = "true";
