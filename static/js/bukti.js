// Says before sending that a file is too large: over a slow line the server's answer comes late.
(function () {
  "use strict";
  const masukan = document.getElementById("berkas-bukti");
  const galat = document.getElementById("galat-bukti");
  if (!masukan || !galat) return;
  function periksa() {
    const berkas = masukan.files[0];
    const terlalu = Boolean(berkas) && berkas.size > Number(masukan.dataset.terbesar);
    galat.textContent = terlalu ? `${berkas.name} lebih dari 5 MB. Perkecil berkasnya, lalu pilih lagi.` : "";
    galat.hidden = !terlalu;
    masukan.setAttribute("aria-invalid", String(terlalu));
    return !terlalu;
  }
  masukan.addEventListener("change", periksa);
  masukan.form.addEventListener("submit", (event) => {
    if (!periksa()) {
      event.preventDefault();
      masukan.focus();
    }
  });
})();
