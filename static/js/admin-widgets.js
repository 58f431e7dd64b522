/* Starts the choosers, date fields and inline panels of the Wagtail admin.

   Wagtail starts them with inline scripts, which the content security policy forbids. Our
   templates (templates/wagtailadmin/) and portal/delivery/admin_widgets.py write an
   <admin-widget> element in the same place instead. A custom element is started in the moment it
   enters the document, as an inline script is: while the page is parsed, when a child is added to
   an inline panel, and when a form arrives in a dialog. */
(() => {
  const starters = {
    chooser: (id, options, chooser) => new window[chooser](id, options),
    "task-chooser": (id) => window.createTaskChooser(id),
    date: (id, options) => window.initDateChooser(id, options),
    time: (id, options) => window.initTimeChooser(id, options),
    datetime: (id, options) => window.initDateTimeChooser(id, options),
    "inline-panel": (id, options) => new window.InlinePanel(options),
    "multiple-chooser-panel": (id, options) => new window.MultipleChooserPanel(options),
  };

  class AdminWidget extends HTMLElement {
    connectedCallback() {
      const { kind, for: id, options, chooser } = this.dataset;
      // A child that is moved within its panel enters the document again; it runs already.
      if (!kind) return;
      delete this.dataset.kind;
      starters[kind](id, JSON.parse(options || "{}"), chooser);
    }
  }

  window.customElements.define("admin-widget", AdminWidget);
})();
