/* Starts the date fields and inline panels of the Wagtail admin.

   Their own templates do it with inline scripts, which the content security policy forbids. Ours
   (templates/wagtailadmin/) leave a marker in the same place; this script starts what each marker
   names, as soon as it stands in the document: while the page is parsed, when a child is added to
   an inline panel, and when a form arrives in a dialog. */
(() => {
  const starters = {
    date: (id, options) => window.initDateChooser(id, options),
    time: (id, options) => window.initTimeChooser(id, options),
    datetime: (id, options) => window.initDateTimeChooser(id, options),
    "inline-panel": (id, options) => new window.InlinePanel(options),
    "multiple-chooser-panel": (id, options) => new window.MultipleChooserPanel(options),
  };

  const start = (marker) => {
    const { adminWidget, adminWidgetFor, adminWidgetOptions } = marker.dataset;
    // A child that is moved within its panel enters the document again and is not started again.
    delete marker.dataset.adminWidget;
    starters[adminWidget](adminWidgetFor, JSON.parse(adminWidgetOptions));
  };

  const startWithin = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches("[data-admin-widget]")) start(node);
    node.querySelectorAll("[data-admin-widget]").forEach(start);
  };

  startWithin(document.documentElement);
  new MutationObserver((changes) => {
    changes.forEach((change) => change.addedNodes.forEach(startWithin));
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
