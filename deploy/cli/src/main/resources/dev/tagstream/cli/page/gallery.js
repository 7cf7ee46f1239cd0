// The page of a file: filters, sorts and shows the images that lie in it.

const data = JSON.parse(document.getElementById("data").textContent);
const images = data.images;
const sides = data.sides || ["model", "reference"];
const byId = id => document.getElementById(id);
const number = new Intl.NumberFormat("en");

// ---- thumbnails: parsed a block at a time, when one of it is first shown

const blocks = [...document.querySelectorAll("script.thumbnails")];
const parsed = new Map();

function sourceOf(image) {
  const block = Math.floor(image.at / data.blockImages);
  if (!blocks[block]) {
    return undefined;
  }
  if (!parsed.has(block)) {
    parsed.set(block, JSON.parse(blocks[block].textContent));
  }
  const jpeg = parsed.get(block)[image.at % data.blockImages];
  return jpeg ? `data:image/jpeg;base64,${jpeg}` : undefined;
}

// ---- what is known of each image

function best(image) {
  return image.tags && image.tags.length > 0 ? image.tags[0] : undefined;
}

function confidence(image) {
  return best(image) ? best(image)[1] : 0;
}

// How far the sides are from each other: disagreements first, those that both are sure of before the others.
function disagreement(image) {
  if (!image.reference || image.reference.length === 0 || !best(image)) {
    return -1;
  }
  const other = image.reference[0][1];
  return image.differs ? 1 + confidence(image) + other : Math.abs(confidence(image) - other);
}

images.forEach((image, at) => {
  image.at = at;
  image.shuffled = (at * 0x9e3779b1) % 0x100000000;
  const texts = [image.id, image.place, image.reason, image.detail, image.known];
  (image.tags || []).concat(image.reference || []).forEach(tag => texts.push(tag[0]));
  image.text = texts.filter(text => text !== undefined).join("\n").toLowerCase();
});

const SHOWS = [
  ["all", "All", () => true],
  ["tagged", "Tagged", image => !image.reason],
  ["rejected", "Rejected", image => Boolean(image.reason)],
  ["right", "Right", image => image.right === true],
  ["wrong", "Wrong", image => image.right === false],
  ["differs", "Disagree", image => image.differs === true],
];

const byName = new Intl.Collator("en", { numeric: true });

const SORTS = [
  ["order", "Order of the run", () => true, (left, right) => left.at - right.at],
  ["shuffled", "Shuffled", () => true, (left, right) => left.shuffled - right.shuffled],
  ["unsure", "Least sure first", () => true, (left, right) => confidence(left) - confidence(right)],
  ["sure", "Most sure first", () => true, (left, right) => confidence(right) - confidence(left)],
  ["name", "Id", () => true, (left, right) => byName.compare(nameOf(left), nameOf(right))],
  ["label", "Label", () => true, (left, right) => byName.compare(labelOf(left), labelOf(right))],
  ["wrong", "Surest mistakes first", () => images.some(image => image.right === false),
    (left, right) => mistake(right) - mistake(left)],
  ["differs", "Disagreement", () => images.some(image => image.reference),
    (left, right) => disagreement(right) - disagreement(left)],
];

function labelOf(image) {
  return best(image) ? best(image)[0] : "\uffff";
}

function mistake(image) {
  return image.right === false ? 1 + confidence(image) : -confidence(image);
}

// ---- counts and options

function count(values) {
  const counts = new Map();
  for (const value of values) {
    if (value !== undefined) {
      counts.set(value, (counts.get(value) || 0) + 1);
    }
  }
  return [...counts].sort((left, right) => right[1] - left[1] || byName.compare(left[0], right[0]));
}

function fillSelect(select, all, counts) {
  select.append(new Option(all, ""));
  [...counts].sort((left, right) => byName.compare(left[0], right[0]))
    .forEach(([value, times]) => select.append(new Option(`${printable(value)} (${number.format(times)})`, value)));
}

const labels = count(images.map(image => (best(image) ? best(image)[0] : undefined)));
const reasons = count(images.map(image => image.reason));
const classes = count(images.map(image => image.known));

function prepareForm() {
  SHOWS.map(show => [...show, images.filter(show[2]).length])
    .filter(([name, , , times]) => name === "all" || times > 0)
    .forEach(([name, title, , times]) => {
      const label = element("label");
      const input = element("input");
      input.type = "radio";
      input.name = "show";
      input.value = name;
      input.defaultChecked = name === "all";
      label.append(input, element("span", "", `${title} ${number.format(times)}`));
      byId("choices").append(label);
    });
  fillSelect(byId("label"), "any", labels);
  fillSelect(byId("reason"), "any", reasons);
  fillSelect(byId("known"), "any", classes);
  byId("reason-field").hidden = reasons.length === 0;
  byId("known-field").hidden = classes.length === 0;
  SORTS.filter(sort => sort[2]()).forEach(([name, title]) =>
    byId("sort").append(new Option(title, name, name === data.sort, name === data.sort)));
}

// ---- filtering

let shown = images;

function filter() {
  const show = SHOWS.find(choice => choice[0] === byId("form").elements.show.value)[2];
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const label = byId("label").value;
  const known = byId("known").value;
  const reason = byId("reason").value;
  const least = byId("least").valueAsNumber / 100;
  const most = byId("most").valueAsNumber / 100;
  byId("least-value").textContent = `${byId("least").value} %`;
  byId("most-value").textContent = `${byId("most").value} %`;
  const anyConfidence = least <= 0 && most >= 1;
  shown = images
    .filter(image =>
      show(image) &&
      (!label || labelOf(image) === label) &&
      (!known || image.known === known) &&
      (!reason || image.reason === reason) &&
      (anyConfidence || (!image.reason && confidence(image) >= least && confidence(image) <= most)) &&
      words.every(word => image.text.includes(word)))
    .sort(SORTS.find(sort => sort[0] === byId("sort").value)[3]);
  byId("count").textContent = `${number.format(shown.length)} of ${number.format(images.length)} images`;
  byId("nothing").hidden = shown.length > 0;
  current = 0;
  layOut();
}

function filterBy(fields) {
  byId("form").reset();
  Object.entries(fields).forEach(([name, value]) => {
    byId(name).value = value;
  });
  filter();
  byId("count").scrollIntoView({ block: "nearest" });
}

// ---- the grid: only the rows near the window are in the document

const grid = byId("grid");
const MARGIN_ROWS = 3;
let current = 0;
let placed = new Map();
let shape = { all: 0, columns: 1, width: 0, height: 0 };

function measure() {
  const narrow = window.innerWidth <= 640;
  const least = narrow ? 150 : 180;
  const frame = narrow ? 120 : 140;
  const words = images.some(image => image.reference) ? 168 : 128;
  const columns = Math.max(1, Math.floor(grid.clientWidth / least));
  const all = grid.clientWidth;
  shape = { all, columns, width: all / columns, height: frame + words + (narrow ? 8 : 12) };
}

function layOut() {
  const focused = grid.contains(document.activeElement);
  placed.forEach(item => item.remove());
  placed = new Map();
  measure();
  grid.style.height = `${Math.ceil(shown.length / shape.columns) * shape.height}px`;
  render();
  if (focused && placed.has(current)) {
    placed.get(current).firstChild.focus({ preventScroll: true });
  }
}

function render() {
  const top = -grid.getBoundingClientRect().top;
  const firstRow = Math.max(0, Math.floor(top / shape.height) - MARGIN_ROWS);
  const lastRow = Math.ceil((top + window.innerHeight) / shape.height) + MARGIN_ROWS;
  const first = firstRow * shape.columns;
  const end = Math.min(shown.length, lastRow * shape.columns);
  placed.forEach((item, at) => {
    if ((at < first || at >= end) && at !== current) {
      item.remove();
      placed.delete(at);
    }
  });
  for (let at = first; at < end; at++) {
    place(at);
  }
}

function place(at) {
  if (placed.has(at)) {
    return placed.get(at);
  }
  const item = element("li");
  item.setAttribute("aria-posinset", at + 1);
  item.setAttribute("aria-setsize", shown.length);
  item.style.width = `${shape.width}px`;
  item.style.height = `${shape.height}px`;
  item.style.transform =
    `translate(${(at % shape.columns) * shape.width}px, ${Math.floor(at / shape.columns) * shape.height}px)`;
  const card = cardOf(shown[at], sourceOf(shown[at]), sides, "button");
  card.type = "button";
  card.tabIndex = at === current ? 0 : -1;
  card.addEventListener("click", () => open(at));
  card.addEventListener("focus", () => choose(at));
  item.append(card);
  // in the order of the images, for whoever reads the document
  const next = [...placed.keys()].filter(other => other > at).sort((left, right) => left - right)[0];
  grid.insertBefore(item, next === undefined ? null : placed.get(next));
  placed.set(at, item);
  return item;
}

function choose(at) {
  const before = placed.get(current);
  if (before) {
    before.firstChild.tabIndex = -1;
  }
  current = at;
  place(at).firstChild.tabIndex = 0;
}

function focus(at) {
  const target = Math.max(0, Math.min(shown.length - 1, at));
  if (shown.length === 0) {
    return;
  }
  const row = Math.floor(target / shape.columns) * shape.height;
  const box = grid.getBoundingClientRect();
  if (box.top + row < 0 || box.top + row + shape.height > window.innerHeight) {
    window.scrollBy(0, box.top + row - (window.innerHeight - shape.height) / 2);
  }
  place(target).firstChild.focus({ preventScroll: true });
}

// ---- one image at large

const dialog = byId("dialog");
let opened = 0;

function open(at) {
  opened = at;
  choose(at);
  const image = shown[at];
  const words = element("div", "words");
  const title = element("h2", "", nameOf(image));
  title.id = "dialog-name";
  words.append(title);
  if (image.place !== undefined && image.place !== nameOf(image)) {
    words.append(element("div", "name", image.place));
  }
  words.append(...wordsOf(image, sides, Infinity));
  if (image.known !== undefined) {
    words.append(element("div", "detail", `known class: ${image.known}`));
  }
  if (image.more) {
    words.append(element("div", "detail", `and ${number.format(image.more)} more tags`));
  }
  byId("large").replaceChildren(frameOf(image, sourceOf(image)), words);
  byId("place").textContent = `${number.format(at + 1)} of ${number.format(shown.length)}`;
  byId("previous").disabled = at === 0;
  byId("next").disabled = at === shown.length - 1;
  if (!dialog.open) {
    dialog.showModal();
  }
}

function turn(by) {
  const at = opened + by;
  if (at >= 0 && at < shown.length) {
    open(at);
  }
}

// ---- the keyboard

const MOVES = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: () => -shape.columns,
  ArrowDown: () => shape.columns,
  PageUp: () => -shape.columns * Math.max(1, Math.floor(window.innerHeight / shape.height)),
  PageDown: () => shape.columns * Math.max(1, Math.floor(window.innerHeight / shape.height)),
  Home: () => -shown.length,
  End: () => shown.length,
};

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (dialog.open) {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      turn(event.key === "ArrowLeft" ? -1 : 1);
    }
  } else if (event.key === "/" && !event.target.matches("input, select")) {
    event.preventDefault();
    byId("filters").open = true;
    byId("search").focus();
  } else if (event.key in MOVES && event.target.closest(".grid")) {
    event.preventDefault();
    focus(current + MOVES[event.key]());
  } else if (event.key === "Escape" && event.target === byId("search")) {
    byId("search").value = "";
    filter();
  } else if ((event.key === "Enter" || event.key === "ArrowDown") && event.target === byId("search")) {
    event.preventDefault();
    // what was typed last may wait for its frame
    filter();
    focus(0);
  }
});

// ---- tables of classes

function table(headings, rows) {
  const made = element("table");
  const head = element("tr");
  headings.forEach(heading => {
    const cell = element("th", "", heading);
    cell.scope = "col";
    head.append(cell);
  });
  made.append(element("thead"), element("tbody"));
  made.tHead.append(head);
  rows.forEach(cells => {
    const row = element("tr");
    cells.forEach(cell => {
      const made = element("td");
      made.append(cell);
      row.append(made);
    });
    made.tBodies[0].append(row);
  });
  return made;
}

function link(text, action) {
  const made = element("button", "link", text);
  made.type = "button";
  made.title = printable(text);
  made.addEventListener("click", action);
  return made;
}

function panel(title, content) {
  const made = element("details", "panel");
  made.open = true;
  const scroll = element("div", "scroll");
  scroll.append(content);
  made.append(element("summary", "", title), scroll);
  byId("tables").append(made);
}

function share(part, all) {
  return all === 0 ? "–" : percent(part / all);
}

function classTable() {
  const compared = images.some(image => image.referenceRight !== undefined);
  const rows = classes.map(([known, times]) => {
    const right = images.filter(image => image.known === known && image.right).length;
    const other = images.filter(image => image.known === known && image.referenceRight).length;
    const cells = [link(known, () => filterBy({ known })), number.format(times), share(right, times)];
    return { rank: right / times, cells: compared ? [...cells, share(other, times)] : cells };
  });
  rows.sort((left, right) => left.rank - right.rank);
  const headings = compared ? ["class", "images", ...sides] : ["class", "images", "right"];
  panel("Accuracy of each class", table(headings, rows.map(row => row.cells)));
}

function labelTable() {
  panel("Labels", table(["best tag", "images"],
    labels.map(([label, times]) => [link(label, () => filterBy({ label })), number.format(times)])));
}

function reasonTable() {
  panel("Rejects", table(["reason", "images"],
    reasons.map(([reason, times]) => [link(reason, () => filterBy({ reason })), number.format(times)])));
}

// ---- the confusion matrix, or the most frequent confusions of many classes

const MOST_CLASSES = 30;
const MOST_CONFUSIONS = 50;

function cells() {
  const counts = new Map();
  images.filter(image => image.known !== undefined && best(image)).forEach(image => {
    const key = JSON.stringify([image.known, labelOf(image)]);
    counts.set(key, (counts.get(key) || 0) + 1);
  });
  return counts;
}

function matrix(names, counts) {
  const made = element("table", "matrix");
  const head = element("tr");
  head.append(element("th", "", "known class, tagged as"));
  names.forEach(name => {
    const cell = element("th");
    cell.scope = "col";
    cell.append(element("span", "", name));
    head.append(cell);
  });
  made.append(element("thead"), element("tbody"));
  made.tHead.append(head);
  names.filter(known => classes.some(([name]) => name === known)).forEach(known => {
    const row = element("tr");
    const heading = element("th", "", known);
    heading.scope = "row";
    row.append(heading);
    const total = images.filter(image => image.known === known).length;
    names.forEach(label => row.append(matrixCell(known, label, counts.get(JSON.stringify([known, label])), total)));
    made.tBodies[0].append(row);
  });
  return made;
}

function matrixCell(known, label, times, total) {
  const cell = element("td", known === label ? "right" : "wrong");
  if (times) {
    const button = element("button", "", times);
    button.type = "button";
    button.style.setProperty("--share", times / total);
    button.setAttribute("aria-label", printable(`${times} of ${known} tagged as ${label}`));
    button.addEventListener("click", () => filterBy({ known, label }));
    cell.append(button);
  }
  return cell;
}

function confusionList(counts) {
  const rows = [...counts].map(([key, times]) => [...JSON.parse(key), times])
    .filter(([known, label]) => known !== label)
    .sort((left, right) => right[2] - left[2])
    .slice(0, MOST_CONFUSIONS)
    .map(([known, label, times]) => [link(known, () => filterBy({ known, label })), printable(label), times]);
  return table(["known class", "tagged as", "images"], rows);
}

function showConfusions() {
  if (classes.length === 0) {
    return;
  }
  const counts = cells();
  const names = [...new Set([...counts.keys()].flatMap(key => JSON.parse(key)))].sort(byName.compare);
  const few = names.length <= MOST_CLASSES;
  byId("confusions-title").textContent = few ? "Confusion matrix" : "Most frequent confusions";
  byId("matrix").append(few ? matrix(names, counts) : confusionList(counts));
  byId("confusions").hidden = false;
}

// ---- the start

function tile(title, value) {
  const made = element("div");
  made.append(element("dt", "", title), element("dd", "", value));
  byId("tiles").append(made);
}

function showHead() {
  document.title = printable(data.title);
  byId("title").textContent = printable(data.title);
  byId("facts").textContent = data.facts.map(printable).join(" · ");
  data.figures.forEach(([title, value]) => tile(title, value));
  byId("notes").hidden = data.notes.length === 0;
  data.notes.forEach(note => byId("notes").append(element("li", "", note)));
}

const waiting = new Set();

// Works once before the next frame, however often it is asked to.
function later(work) {
  if (!waiting.has(work)) {
    waiting.add(work);
    requestAnimationFrame(() => {
      waiting.delete(work);
      work();
    });
  }
}

showHead();
prepareForm();
if (classes.length > 0) {
  classTable();
} else if (labels.length > 0) {
  labelTable();
}
if (reasons.length > 0) {
  reasonTable();
}
showConfusions();
byId("filters").open = window.innerWidth > 900;
byId("form").addEventListener("submit", event => event.preventDefault());
byId("form").addEventListener("input", () => later(filter));
byId("form").addEventListener("change", () => later(filter));
byId("form").addEventListener("reset", () => setTimeout(filter));
byId("previous").addEventListener("click", () => turn(-1));
byId("next").addEventListener("click", () => turn(1));
byId("close").addEventListener("click", () => dialog.close());
// the browser has moved the focus back to where it was when the dialog opened
dialog.addEventListener("close", () => focus(opened));
window.addEventListener("scroll", () => later(render), { passive: true });
new ResizeObserver(() => {
  if (grid.clientWidth !== shape.all) {
    layOut();
  }
}).observe(grid);
filter();
