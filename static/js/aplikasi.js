// Small conveniences; every page works without them.
(function () {
  "use strict";
  // A changed select asks at once; without this script the button "Terapkan" does.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-saring]");
    if (form) form.requestSubmit();
  });
  // One open menu at a time; Escape and a click elsewhere close it.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  // A link to #mengapa opens the panel that it points to.
  function openTarget() {
    const panel = location.hash === "#mengapa" && document.getElementById("mengapa");
    if (panel) {
      panel.open = true;
      panel.scrollIntoView({ block: "start" });
    }
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();
  document.documentElement.classList.add("berskrip");
})();
