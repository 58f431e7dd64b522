/* Settings → Imports: the progress page keeps itself fresh, and links inside the frame that shows
   an imported page open beside it. */
(() => {
  const box = document.querySelector("[data-import-progress]");
  const offline = document.querySelector("[data-import-offline]");

  const refresh = async () => {
    try {
      const answer = await fetch(box.dataset.importProgress, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      // Logged out, or no longer allowed: the page itself says so.
      if (answer.redirected || answer.status === 403 || answer.status === 404) {
        window.location.reload();
        return;
      }
      if (!answer.ok) throw new Error(answer.statusText);
      const figures = await answer.json();
      if (figures.next) {
        window.location.replace(figures.next);
        return;
      }
      // Untouched when nothing has moved, so that a screen reader is not thrown back.
      if (box.dataset.shown !== figures.html) box.innerHTML = figures.html;
      box.dataset.shown = figures.html;
      offline.hidden = true;
    } catch {
      offline.hidden = false;
    }
    window.setTimeout(refresh, 1000);
  };
  if (box) window.setTimeout(refresh, 1000);

  const frame = document.querySelector("[data-import-frame]");
  const openBeside = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  };
  const watch = () => frame.contentDocument?.addEventListener("click", openBeside);
  if (frame) {
    frame.addEventListener("load", watch);
    watch();
  }
})();
