// The page of a running stream: asks its server for what is new, each second, and for nothing else.

const PERIOD_MILLIS = 1000;

// an answer that takes longer will not come
const PATIENCE_MILLIS = 10000;

const byId = id => document.getElementById(id);
let start = 0;
let sequence = 0;
let paused = false;

function showHead(latest) {
  document.title = printable(latest.title);
  byId("title").textContent = printable(latest.title);
  byId("facts").textContent = latest.facts.map(printable).join(" · ");
  byId("tiles").replaceChildren(...latest.figures.map(([title, value]) => {
    const tile = element("div");
    tile.append(element("dt", "", title), element("dd", "", value));
    return tile;
  }));
  byId("reasons").textContent = latest.reasons.map(reason => printable(reason.join(" "))).join(" · ");
}

function sectionOf(table) {
  const head = element("thead");
  head.append(rowOf("th", table.columns));
  const body = element("tbody");
  body.append(...table.rows.map(texts => rowOf("td", texts)));
  const cells = element("table");
  cells.append(head, body);
  const section = element("section");
  section.append(element("h2", "", table.title), cells);
  return section;
}

function rowOf(cell, texts) {
  const row = element("tr");
  row.append(...texts.map(text => element(cell, "", text)));
  return row;
}

function showDrift(tables) {
  byId("drift").replaceChildren(...tables.map(sectionOf));
}

// Puts the newest card first and forgets the oldest.
function showImage({ image, jpeg }, most) {
  const kind = image.reason ? "rejected" : "tagged";
  const source = jpeg ? `data:image/jpeg;base64,${jpeg}` : undefined;
  const grid = byId(kind);
  grid.prepend(cardOf(image, source, [], "li"));
  while (grid.children.length > most) {
    grid.lastElementChild.remove();
  }
  byId(`no-${kind}`).hidden = true;
}

function show(latest) {
  // the command was started anew
  if (latest.start !== start) {
    byId("tagged").replaceChildren();
    byId("rejected").replaceChildren();
    start = latest.start;
  }
  showHead(latest);
  showDrift(latest.drift);
  latest.images.forEach(image => showImage(image, latest.most));
  sequence = latest.sequence;
}

async function ask(after) {
  const answer = await fetch(`latest.json?after=${after}`, { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
  if (!answer.ok) {
    throw new Error(`the command answers with ${answer.status}`);
  }
  return answer.json();
}

async function update() {
  try {
    let latest = await ask(sequence);
    if (latest.start !== start && sequence > 0) {
      latest = await ask(0);
    }
    show(latest);
    byId("trouble").hidden = true;
  } catch (error) {
    byId("trouble").textContent = "'tagstream watch' does not answer; this page resumes when it does.";
    byId("trouble").hidden = false;
  }
}

async function watch() {
  if (!paused && !document.hidden) {
    await update();
  }
  setTimeout(watch, PERIOD_MILLIS);
}

byId("pause").addEventListener("click", () => {
  paused = !paused;
  byId("pause").textContent = paused ? "Go on" : "Pause";
  byId("pause").setAttribute("aria-pressed", String(paused));
});
watch();
