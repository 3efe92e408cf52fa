// Fields of the entry page: days repeated in words, texts in full, nothing hidden behind the bar.
//   bidangIsian(wadah)   looks over the fields of an element again after a script has filled them
(function () {
  "use strict";
  // A field for a day writes it as the browser's language has it, 10/07 or 07/10: words leave no doubt.
  const hariLengkap = new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeZone: "UTC" });
  function sebutTanggal(el) {
    let sebutan = el.parentElement.querySelector(".hari-kata");
    if (!sebutan) {
      sebutan = document.createElement("p");
      sebutan.className = "hint hari-kata";
      sebutan.id = "hari-" + el.id;
      el.after(sebutan);
      const salah = el.parentElement.querySelector("[data-salah]");
      el.setAttribute("aria-describedby", [sebutan.id, salah && salah.id].filter(Boolean).join(" "));
    }
    sebutan.textContent = el.value ? hariLengkap.format(new Date(el.value + "T00:00:00Z")) : "";
  }

  // Browsers whose text areas do not grow by themselves (pelaporan.css) are helped.
  const tumbuhSendiri = CSS.supports("field-sizing", "content");
  function muatTeks(el) {
    if (tumbuhSendiri) return;
    el.style.height = "auto";
    if (el.scrollHeight > el.clientHeight) el.style.height = el.scrollHeight + 2 + "px";
  }

  window.bidangIsian = function (wadah) {
    wadah.querySelectorAll('input[type="date"]').forEach(sebutTanggal);
    wadah.querySelectorAll("textarea").forEach(muatTeks);
  };
  document.addEventListener("input", (event) => {
    if (event.target.type === "date") sebutTanggal(event.target);
    if (event.target.matches("textarea")) muatTeks(event.target);
  });
  bidangIsian(document);

  // However many lines the bar has, what is focused is scrolled to above it.
  const bilah = document.querySelector(".result-bar");
  if (bilah) {
    new ResizeObserver(() => {
      document.documentElement.style.scrollPaddingBottom = bilah.offsetHeight + 16 + "px";
    }).observe(bilah);
  }
})();
