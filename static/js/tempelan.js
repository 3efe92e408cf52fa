// Pasting a column or a block into the grid of the entry page; the server alone reads it.
//   tempelanIsian(form, kisi, {simpanan, keluar, berubah})   gives what forgets a refused paste
(function () {
  "use strict";
  window.tempelanIsian = function (form, kisi, { simpanan, keluar, berubah }) {
    const { baris, masukan, pesanBaris, tampilkanPesan, kotak, tandai } = kisi;

    function lupakanTempelan() {
      for (const lama of form.querySelectorAll('[data-tempelan="ditolak"]')) {
        const tr = form.querySelector('tr[data-jenis="' + lama.closest("tr").id.slice(2) + '"]');
        lama.remove();
        tampilkanPesan(tr);
      }
      for (const sel of form.querySelectorAll(".salah-tempel")) sel.classList.remove("salah-tempel");
    }

    // Each bad cell is marked and told in its own row until one types on. It keeps what it had, so it is not invalid.
    function tolakTempelan(galat, mulai, kolom) {
      lupakanTempelan();
      const perBaris = new Map();
      for (const g of galat) {
        const milik = baris.find((tr) => !tr.hidden && tr.dataset.jenis === String(g.bagian).slice(0, 2));
        if (milik) masukan(milik, kolom).classList.add("salah-tempel");
        const kalimat = (g.bagian ? g.bagian + ": " : "") + g.pesan;
        perBaris.set(milik || mulai, [...(perBaris.get(milik || mulai) || []), kalimat]);
      }
      const pesan = [...perBaris].map(([tr, kalimat], n) => {
        const ditolak = kotak("merah", (n ? "" : "Tempelan tidak dipakai, tidak ada yang diubah. ") + kalimat.join(" "));
        ditolak.dataset.tempelan = "ditolak";
        ditolak.setAttribute("role", "alert");
        pesanBaris(tr).querySelector(".tempat-galat").append(ditolak);
        tampilkanPesan(tr);
        return [tr, ditolak];
      });
      const [pertama, ditolak] = pesan[0];
      masukan(pertama, kolom).focus();
      ditolak.scrollIntoView({ block: "nearest" }); // else it may lie under the result bar
    }

    form.addEventListener("paste", async (event) => {
      const el = event.target;
      const kolom = el.dataset && el.dataset.kolom;
      const teks = event.clipboardData ? event.clipboardData.getData("text") : "";
      if (!kolom || !/[\t\n\r]/.test(teks.trim())) return;
      event.preventDefault();
      const tr = el.closest("tr");
      const data = new FormData();
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.set("json", "1");
      data.set("teks", teks);
      data.set("kolom", kolom);
      data.set("mulai", tr.dataset.jenis);
      try {
        const jawaban = await fetch(form.dataset.tempel, { method: "POST", body: data, redirect: "manual" });
        if (jawaban.status >= 500) {
          simpanan("Server sedang terganggu; tempelan belum dipakai. Coba lagi sebentar.", true);
          return;
        }
        // A form beyond what the server reads at all is refused before any page of ours sees it.
        const terlaluBesar = jawaban.status === 400 || jawaban.status === 413;
        if (!terlaluBesar && !(jawaban.headers.get("Content-Type") || "").startsWith("application/json")) {
          keluar("Sesi Anda berakhir atau halaman ini sudah lama dibuka; tempelan belum dipakai.");
          return;
        }
        const hasil = terlaluBesar
          ? { galat: [{ bagian: "", pesan: "Tempelan ini terlalu besar. Salin kolom angkanya saja di Excel, lalu tempel." }] }
          : await jawaban.json();
        if (!jawaban.ok) {
          tolakTempelan(hasil.galat, tr, kolom);
          return;
        }
        lupakanTempelan();
        for (const [jenis, tertulis] of Object.entries(hasil.baris)) {
          const ke = form.querySelector('tr[data-jenis="' + jenis + '"]');
          for (const k of ["r", "k"]) {
            masukan(ke, k).value = tertulis[k];
            masukan(ke, k).removeAttribute("aria-invalid");
          }
          ke.classList.remove("di-luar");
          tandai(ke, "");
        }
        berubah();
      } catch (_) {
        simpanan("Tempelan butuh sambungan ke server; coba lagi setelah tersambung.", true);
      }
    });

    // The paste form below builds on the same draft.
    const tempelan = document.getElementById("tempelan");
    if (tempelan) tempelan.addEventListener("submit", () => { tempelan.elements.perubahan_ke.value = form.elements.perubahan_ke.value; });

    return lupakanTempelan;
  };
})();
