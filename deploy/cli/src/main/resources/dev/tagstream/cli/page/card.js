"use strict";

// One image as a card, or at large. Everything that comes from data becomes text, never markup.

// controls, half pairs, and what changes the direction of text
const STEERING = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

// an image with fewer pixels on its longer side is not smoothed
const TINY_PIXELS = 64;

function printable(text) {
  return text.replace(STEERING, "\ufffd");
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = printable(String(text));
  }
  return made;
}

// 99.96 is not yet 100
function percent(share) {
  const tenths = share < 1 ? Math.min(999, Math.round(share * 1000)) : 1000;
  return `${(tenths / 10).toFixed(1)} %`;
}

function nameOf(image) {
  return image.id === undefined ? image.place : image.id;
}

function frameOf(image, source) {
  const frame = element("div", "frame");
  if (source) {
    const picture = element("img");
    picture.alt = "";
    picture.decoding = "async";
    picture.addEventListener("load", () =>
      picture.classList.toggle("tiny", Math.max(picture.naturalWidth, picture.naturalHeight) < TINY_PIXELS));
    picture.src = source;
    frame.append(picture);
  } else {
    frame.append(element("span", "blank", image.reason ? "cannot be shown" : "no thumbnail"));
  }
  return frame;
}

function tagLine(tag, className) {
  const line = element("div", `tag ${className || ""}`);
  const label = element("span", "label", tag[0]);
  label.title = printable(tag[0]);
  const bar = element("span", "bar");
  bar.style.setProperty("--share", Math.max(0, Math.min(1, tag[1])));
  line.append(label, element("span", "score", percent(tag[1])), bar);
  return line;
}

function tagLines(tags, most) {
  if (tags.length === 0) {
    return [element("div", "detail", "no tag reaches its threshold")];
  }
  return tags.slice(0, most).map((tag, at) => tagLine(tag, at === 0 ? "first" : ""));
}

// What a person must see of an image at once; undefined if nothing.
function markOf(image) {
  if (image.differs) {
    return element("span", "mark differs", "they disagree");
  }
  if (image.known !== undefined && image.right === false) {
    return element("span", "mark wrong", `is ${image.known}`);
  }
  return undefined;
}

// The words of an image: of so many tags at most, for each side.
function wordsOf(image, sides, most) {
  const words = [];
  if (image.reason) {
    words.push(element("span", "mark rejected", image.reason), element("div", "detail", image.detail));
    return words;
  }
  if (image.reference) {
    words.push(element("div", "side", sides[0]), ...tagLines(image.tags, most));
    words.push(element("div", "side", sides[1]), ...tagLines(image.reference, most));
  } else {
    words.push(...tagLines(image.tags, most));
  }
  const mark = markOf(image);
  if (mark) {
    words.push(mark);
  }
  return words;
}

// Fills a card. `kind` is the name of its element: a button where it can be chosen.
function cardOf(image, source, sides, kind) {
  const card = element(kind, "card");
  const words = element("div", "words");
  const name = element("div", "name", nameOf(image));
  name.title = printable(nameOf(image));
  words.append(name, ...wordsOf(image, sides, image.reference ? 1 : 2));
  card.append(frameOf(image, source), words);
  return card;
}
