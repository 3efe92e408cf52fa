// Buttons that copy a text: <button data-salin="id of a textarea" hidden>. They show once this
// script runs; without it the text can be marked and copied by hand.
(function () {
  "use strict";
  const kabar = document.getElementById("kabar-salin");

  // The clipboard of the browser is there on https and localhost alone; offices also use http.
  async function salin(teks) {
    try {
      await navigator.clipboard.writeText(teks);
      return true;
    } catch {
      const bantu = document.createElement("textarea");
      bantu.value = teks;
      bantu.setAttribute("readonly", "");
      bantu.className = "sr-only";
      document.body.append(bantu);
      bantu.select();
      const berhasil = document.execCommand("copy");
      bantu.remove();
      return berhasil;
    }
  }

  document.querySelectorAll("button[data-salin]").forEach((tombol) => {
    const asal = tombol.firstChild;
    const semula = asal.textContent;
    const keterangan = tombol.textContent;
    let nanti = 0;
    tombol.hidden = false;
    tombol.addEventListener("click", async () => {
      const kotak = document.getElementById(tombol.dataset.salin);
      const berhasil = await salin(kotak.value);
      tombol.focus();
      asal.textContent = berhasil ? "Tersalin" : "Tidak tersalin";
      if (kabar) kabar.textContent = `${asal.textContent}: ${keterangan}`;
      if (!berhasil) {
        const rincian = kotak.closest("details");
        if (rincian) rincian.open = true;
        kotak.select();
      }
      clearTimeout(nanti);
      nanti = setTimeout(() => {
        asal.textContent = semula;
        if (kabar) kabar.textContent = "";
      }, 4000);
    });
  });
})();
