/* Shows the tokens as this browser computes them, in the scheme of the device. */

const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/* A token as red, green and blue, whatever notation the style sheet has. */
function channels(token) {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = color;
  brush.fillRect(0, 0, 1, 1);
  return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/* https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(token) {
  const [red, green, blue] = channels(token).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function show() {
  for (const one of document.querySelectorAll("[data-token]")) {
    one.style.setProperty(one.dataset.as, `var(${one.dataset.token})`);
  }
  for (const one of document.querySelectorAll("[data-value-of]")) {
    const parts = channels(one.dataset.valueOf).map((value) => value.toString(16).padStart(2, "0"));
    one.textContent = `#${parts.join("")}`;
  }
  for (const pair of document.querySelectorAll("[data-front]")) {
    const ratio = contrast(pair.dataset.front, pair.dataset.ground);
    const passes = ratio >= Number(pair.dataset.minimum);
    pair.dataset.passes = passes;
    // What is only a line need not be readable as words.
    const shown = Number(pair.dataset.minimum) < 4.5 ? "border-color" : "color";
    pair.style.setProperty(shown, `var(${pair.dataset.front})`);
    pair.style.background = `var(${pair.dataset.ground})`;
    pair.querySelector(".guide-ratio").textContent = `${ratio.toFixed(1)} to 1${passes ? "" : ": too little"}`;
  }
}

show();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
