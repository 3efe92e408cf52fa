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
  // A partial update that fails is never silent: the server's page is shown whole, and a
  // lost line is said, for the filter bar then no longer tells what the page shows.
  document.addEventListener("htmx:responseError", (event) => {
    window.location.assign(event.detail.pathInfo.finalRequestPath || window.location.href);
  });
  document.addEventListener("htmx:sendError", () => {
    const main = document.getElementById("isi");
    if (!main || document.getElementById("tanpa-sambungan")) return;
    const box = document.createElement("div");
    box.id = "tanpa-sambungan";
    box.className = "notice notice-merah message wrap";
    box.setAttribute("role", "alert");
    box.textContent = "Sambungan terputus, jadi halaman tidak berubah. Muat ulang halaman setelah tersambung lagi.";
    main.prepend(box);
  });
  document.documentElement.classList.add("berskrip");
})();
