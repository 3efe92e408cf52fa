// The copy of what is typed that stays in this browser until the server has it, and is offered again.
//   salinanIsian(form, kisi, kendala, berubah)   keeping, dropping and offering it
(function () {
  "use strict";
  window.salinanIsian = function (form, kisi, kendala, berubah) {
    const kunci = form.dataset.kunci;

    function isi() {
      const data = {};
      for (const [nama, nilai] of new FormData(form)) if (nama !== "csrfmiddlewaretoken") data[nama] = nilai;
      return data;
    }

    const tanpaHitungan = (data) => {
      const { perubahan_ke: _, timpa: __, ...lain } = data;
      return JSON.stringify(lain);
    };

    function salin() {
      try {
        localStorage.setItem(kunci, JSON.stringify({ waktu: Date.now(), isi: isi() }));
      } catch (_) { /* a full or forbidden store: the draft on the server is still kept */ }
    }

    function buang() {
      try { localStorage.removeItem(kunci); } catch (_) { /* as above */ }
    }

    function tawarkan() {
      let salinan = null;
      try { salinan = JSON.parse(localStorage.getItem(kunci)); } catch (_) { return; }
      if (!salinan || !salinan.isi || tanpaHitungan(salinan.isi) === tanpaHitungan(isi())) { buang(); return; }
      const tawaran = kisi.kotak("kuning", "");
      tawaran.id = "tawaran";
      tawaran.classList.add("message");
      tawaran.setAttribute("role", "alert");
      const teks = document.createElement("p");
      const waktu = new Date(salinan.waktu).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Jakarta" }) + " WIB";
      teks.textContent = "Ada isian dari " + waktu + " yang belum sampai ke server. Pakai lagi?";
      const pakai = document.createElement("button");
      pakai.type = "button";
      pakai.className = "button button-primary";
      pakai.textContent = "Pakai isian itu";
      const lepas = document.createElement("button");
      lepas.type = "button";
      lepas.className = "button";
      lepas.textContent = "Buang";
      const aksi = document.createElement("div");
      aksi.className = "actions";
      aksi.append(pakai, lepas);
      tawaran.querySelector(".body").append(teks, aksi);
      pakai.addEventListener("click", () => {
        const lama = salinan.isi;
        for (let n = 0; n < 20; n += 1) if (lama["kendala-" + n + "-uraian"] !== undefined && !form.elements["kendala-" + n + "-uraian"]) kendala.tambahKendala();
        for (const [nama, nilai] of Object.entries(lama)) {
          const el = form.elements[nama];
          // The copy keeps the count that it was made under: what somebody stored since is not passed over.
          if (!el || nama.startsWith("s-") || nama.endsWith("_FORMS")) continue;
          if (el instanceof RadioNodeList) el.value = nilai;
          else if (el.type === "radio") el.checked = el.value === nilai;
          else el.value = nilai;
        }
        for (const tr of kisi.baris) {
          for (const kolom of ["r", "k"]) kisi.rapikan(kisi.masukan(tr, kolom));
          // The amount of the quarter was meant; what was spent before it may have moved since.
          kisi.padukan(tr, kisi.masukan(tr, "r").value ? "r" : "k");
        }
        tawaran.remove();
        bidangIsian(form);
        kendala.bukaKendala();
        berubah();
        form.querySelector("input:not([type=hidden])").focus();
      });
      lepas.addEventListener("click", () => { buang(); tawaran.remove(); });
      form.prepend(tawaran);
    }

    return { isi, tanpaHitungan, salin, buang, tawarkan };
  };
})();
