/* Everything here is an addition: each page works without it. */

/* A video or an embedded page is fetched from its host only when the visitor presses the button. */
function embed(poster) {
  const link = poster.querySelector(".poster-play");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  if (link.ariaLabel) button.ariaLabel = link.ariaLabel;
  link.replaceWith(button);
  button.addEventListener("click", () => {
    const address = new URL(poster.dataset.embed);
    if (address.hostname.includes("youtube") || address.hostname.includes("vimeo")) {
      address.searchParams.set("autoplay", "1");
    }
    const frame = document.createElement("iframe");
    frame.title = poster.dataset.title || button.textContent.trim();
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.src = address.href;
    poster.replaceChildren(frame);
    frame.focus();
  });
}

/* The panels of the menu close with Escape and when the visitor goes elsewhere. */
function closePanels(except) {
  for (const group of document.querySelectorAll(".nav-group[open]")) {
    if (group !== except) group.open = false;
  }
}

function menu() {
  const desktop = matchMedia("(min-width: 72rem)");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.(".nav-group[open]");
    closePanels();
    open?.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (desktop.matches) closePanels(event.target.closest(".nav-group"));
  });
  document.addEventListener("focusin", (event) => {
    if (desktop.matches) closePanels(event.target.closest(".nav-group"));
  });
}

/* Marks the place in the table of contents that is being read. */
function contents() {
  const links = [...document.querySelectorAll(".contents a[href^='#']")];
  const headings = links
    .map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))))
    .filter(Boolean);
  if (!headings.length) return;
  let waiting = false;
  const mark = () => {
    waiting = false;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    const current = passed.at(-1)?.id;
    for (const link of links) {
      const isCurrent = decodeURIComponent(link.hash.slice(1)) === current;
      if (isCurrent) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const later = () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  };
  addEventListener("scroll", later, { passive: true });
  later();
  for (const details of document.querySelectorAll(".contents details")) {
    details.addEventListener("click", (event) => {
      if (event.target.closest("a")) details.open = false;
    });
  }
}

/* Browsers without ::details-content print closed details closed. */
function printing() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

for (const poster of document.querySelectorAll("[data-embed]")) embed(poster);
menu();
contents();
printing();
