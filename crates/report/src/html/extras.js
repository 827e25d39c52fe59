// Extras: the report reads the same without them. Copy buttons, the filter, folds opened for paper.
(function () {
  "use strict";
  var all = function (q, n) { return Array.prototype.slice.call((n || document).querySelectorAll(q)); };

  function select(node) {
    var range = document.createRange();
    range.selectNodeContents(node);
    var selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  function copied(button, word) {
    var label = button.firstChild, before = label.nodeValue;
    label.nodeValue = word;
    setTimeout(function () { label.nodeValue = before; }, 2000);
  }
  all("button[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var node = document.getElementById(button.dataset.copy);
      var text = all("p", node).map(function (p) { return p.textContent; }).join("\n") || node.textContent;
      var fallback = function () { select(node); copied(button, document.execCommand("copy") ? "Copied" : "Selected"); };
      // Files opened from a mail attachment have no clipboard in some browsers.
      if (!navigator.clipboard) { fallback(); return; }
      navigator.clipboard.writeText(text).then(function () { copied(button, "Copied"); }, fallback);
    });
  });

  var form = document.getElementById("filter");
  function filter() {
    var state = form.elements.state.value, severity = form.elements.severity.value, host = form.elements.host.value;
    var on = Boolean(state || severity || host), shown = 0;
    all("#checks .row").forEach(function (row) {
      var fits = (!state || row.dataset.state === state) && (!severity || row.dataset.severity === severity) &&
        (!host || row.dataset.host.split(" ").indexOf(host) >= 0);
      row.hidden = !fits;
      if (fits) { shown += 1; }
    });
    all("#checks details.fold").forEach(function (fold) {
      var some = all(".row", fold).some(function (row) { return !row.hidden; });
      fold.hidden = !some;
      fold.open = some && state === fold.dataset.fold;
    });
    document.getElementById("shown").textContent = on ? shown + (shown === 1 ? " line" : " lines") : "";
  }
  if (form) {
    form.hidden = false;
    form.addEventListener("change", filter);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  }

  // A link to a folded row opens it.
  function reveal() {
    var node = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (node && node.tagName === "DETAILS") { node.open = true; }
  }
  addEventListener("hashchange", reveal);
  reveal();

  var folded = [];
  addEventListener("beforeprint", function () {
    folded = all("details:not([open])");
    folded.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () { folded.forEach(function (d) { d.open = false; }); });
})();
