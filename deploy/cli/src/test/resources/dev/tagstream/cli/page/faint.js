// Texts that are to be seen and have less contrast than WCAG 2 asks for, 4.5 to 1.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function rgba(color) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}

function luminance([red, green, blue]) {
  const linear = [red, green, blue].map(level => level / 255)
    .map(level => (level <= 0.03928 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function ground(element) {
  for (let at = element; at; at = at.parentElement) {
    const color = rgba(getComputedStyle(at).backgroundColor);
    if (color[3] === 255) {
      return color;
    }
  }
  return [255, 255, 255, 255];
}

return [...document.querySelectorAll("body *")]
  .filter(element => element.checkVisibility() &&
    [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
  .map(element => {
    const text = luminance(rgba(getComputedStyle(element).color));
    const behind = luminance(ground(element));
    const ratio = (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
    return [ratio, `${ratio.toFixed(2)}: ${element.className || element.tagName} "${element.textContent.trim()}"`];
  })
  .filter(([ratio]) => ratio < 4.5)
  .map(([, line]) => line)
  .slice(0, 5);
