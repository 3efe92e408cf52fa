// The button "Cetak"; without this script the browser's own command prints the page.
(function () {
  "use strict";
  document.querySelectorAll("[data-cetak]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
