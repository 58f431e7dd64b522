/* Numbered lists of the rich text editor begin where they begin on the page.

   The first item of a list carries its number in its data (pages/contentstate.py). Each number in
   use gets one rule in a style sheet of its own, made through the CSSOM: the content security
   policy allows neither inline styles nor style elements. */
(() => {
  const sheet = new CSSStyleSheet();
  const known = new Set();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  function classOf(block) {
    const start = block.getData().get("start");
    if (block.getType() !== "ordered-list-item" || !Number.isInteger(start)) return "";
    const depth = block.getDepth();
    const name = `list-from-${start}-${depth}`;
    if (!known.has(name)) {
      known.add(name);
      // The marker itself counts one further.
      sheet.insertRule(`.${name} { counter-set: ol${depth} ${start - 1}; }`);
    }
    return name;
  }

  window.draftail.registerPlugin({ type: "LIST_NUMBERS", blockStyleFn: classOf }, "plugins");
})();
