// The data as it's sent (viz/packing.py) into the rows that the views work with. Values that repeat
// become one object that many rows share, so no row's value may be changed in place.

export function unpacked(data) {
  if (!data.ids) return data;
  const { ids, nodes, edges, gaps, details } = data;
  const rows = table(details, ids);
  return {
    ...data,
    nodes: table(nodes, ids),
    edges: table(edges, ids),
    gaps: table(gaps, ids),
    details: new Map(rows.map((row, number) => [ids[number], row])),
  };
}

function table({ rows, columns }, ids) {
  const found = Array.from({ length: rows }, () => ({}));
  for (const [name, column] of Object.entries(columns)) {
    const values = reader(column, ids);
    for (let row = 0; row < rows; row += 1) found[row][name] = values(row);
  }
  return found;
}

function reader(column, ids) {
  if (column.ids) return (row) => ids[column.ids[row]];
  if (column.lists) return reader(ofValues(column.lists, (list) => list.map((each) => ids[each])), ids);
  if (column.related) return reader(ofValues(column.related, (related) => named(related, ids)), ids);
  if (column.at) return (row) => column.values[column.at[row]];
  if (column.each) return (row) => column.each[row];
  return () => column.all;
}

// A column with its values made into others, each once.
function ofValues(column, make) {
  if (column.at) return { ...column, values: column.values.map(make) };
  if (column.each) return { each: column.each.map(make) };
  return { all: make(column.all) };
}

// What isn't in the data comes as an id.
function named(related, ids) {
  return Object.fromEntries(Object.entries(related)
    .map(([kind, list]) => [kind, list.map((each) => (typeof each === "number" ? ids[each] : each))]));
}
