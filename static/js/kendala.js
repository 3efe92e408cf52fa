// The obstacles of the entry page: one field set each, opened when it is needed.
//   kendalaIsian(form)   which there are, and how another is opened
(function () {
  "use strict";
  window.kendalaIsian = function (form) {
    const tombolKendala = document.getElementById("tambah-kendala");
    const daftarKendala = () => [...form.querySelectorAll("fieldset.kendala")];
    function kendalaTerisi(f) {
      return [...f.querySelectorAll("textarea, select, input:not([type=radio])")].some((x) => x.value);
    }
    function bukaKendala() {
      for (const f of daftarKendala()) if (kendalaTerisi(f)) f.hidden = false;
    }
    function tambahKendala() {
      const tutup = daftarKendala().find((f) => f.hidden);
      if (tutup) { tutup.hidden = false; return tutup; }
      const total = form.elements["kendala-TOTAL_FORMS"];
      const nomor = Number(total.value);
      if (nomor >= 20) return null;
      const akhir = daftarKendala().at(-1);
      const baru = akhir.cloneNode(true);
      const lama = akhir.dataset.nomor;
      baru.id = "kendala-" + nomor;
      baru.dataset.nomor = String(nomor);
      for (const el of baru.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const sifat of ["name", "id", "for", "aria-describedby"]) {
          const nilai = el.getAttribute(sifat);
          if (nilai) el.setAttribute(sifat, nilai.replace("kendala-" + lama + "-", "kendala-" + nomor + "-"));
        }
        if (el.matches("textarea, select, input")) { el.value = ""; el.removeAttribute("aria-invalid"); }
      }
      for (const el of baru.querySelectorAll(".pilihan, .field-error:not([data-salah])")) el.remove();
      const salah = baru.querySelector("[data-salah]");
      salah.hidden = true;
      salah.id = "salah-kendala-" + nomor;
      salah.dataset.salah = "kendala-" + nomor;
      bidangIsian(baru);
      baru.querySelector("legend").textContent = "Kendala baru";
      akhir.after(baru);
      total.value = String(nomor + 1);
      return baru;
    }
    if (tombolKendala) {
      const kosong = daftarKendala().filter((f) => f.dataset.kosong);
      for (const f of kosong) f.hidden = true;
      tombolKendala.hidden = false;
      tombolKendala.addEventListener("click", () => {
        const f = tambahKendala();
        if (f) f.querySelector("select").focus();
      });
    }

    return { daftarKendala, kendalaTerisi, bukaKendala, tambahKendala };
  };
})();
