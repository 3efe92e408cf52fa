// The grid of the entry page: its rows, what stands in their cells, and what is said below them.
//   kisiIsian(form)   its rows, and what is done with them
(function () {
  "use strict";
  window.kisiIsian = function (form) {
    const baris = [...form.querySelectorAll("tr[data-jenis]")];
    const masukan = (tr, kolom) => tr.querySelector('input[data-kolom="' + kolom + '"]');
    const tulis = (n) => tulisRupiah(n).replace("\u2212", "-");
    const pesanBaris = (tr) => document.getElementById("m-" + tr.dataset.jenis);

    function rapikan(el) {
      const baca = bacaRupiah(el.value);
      if (!baca.pesan && baca.nilai !== null) el.value = tulis(baca.nilai);
      return !baca.pesan;
    }

    function tampilkanPesan(tr) {
      const kotak = pesanBaris(tr);
      const ada = kotak.querySelector(".notice") !== null; // also one that stands aside for an error
      kotak.hidden = !ada;
      tr.classList.toggle("has-message", ada);
    }

    function kotak(warna, pesan) {
      const div = document.createElement("div");
      div.className = "notice notice-" + warna;
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("class", "icon");
      svg.setAttribute("aria-hidden", "true");
      const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
      use.setAttribute("href", "#i-" + warna);
      svg.append(use);
      const isi = document.createElement("div");
      isi.className = "body";
      if (pesan) {
        const p = document.createElement("p");
        p.textContent = pesan;
        isi.append(p);
      }
      div.append(svg, isi);
      return div;
    }

    function tandai(tr, pesan) {
      const tempat = pesanBaris(tr).querySelector(".tempat-galat");
      tempat.replaceChildren(...(pesan ? [kotak("merah", pesan + " Baris ini belum ikut dihitung.")] : []));
      // What was said of the amount before does not hold for one that nobody can read.
      for (const lama of pesanBaris(tr).querySelectorAll(".tempat-salah, .tempat-peringatan")) lama.hidden = Boolean(pesan);
      tampilkanPesan(tr);
    }

    // The other column follows the one that is typed in.
    function padukan(tr, kolom) {
      const dari = masukan(tr, kolom);
      const ke = masukan(tr, kolom === "r" ? "k" : "r");
      const baca = bacaRupiah(dari.value);
      if (baca.pesan) {
        dari.setAttribute("aria-invalid", "true");
        ke.value = "";
        tandai(tr, baca.pesan);
        return;
      }
      dari.removeAttribute("aria-invalid");
      ke.removeAttribute("aria-invalid");
      tandai(tr, "");
      const sebelum = BigInt(tr.dataset.sebelum);
      ke.value = baca.nilai === null ? "" : tulis(kolom === "r" ? baca.nilai + sebelum : baca.nilai - sebelum);
    }

    // Jenis that the DIPA does not hold are opened when they are needed.
    const lain = document.getElementById("jenis-lain");
    const diLuar = baris.filter((tr) => tr.classList.contains("di-luar"));
    if (lain && diLuar.length) {
      lain.hidden = false;
      for (const tr of diLuar) { tr.hidden = true; pesanBaris(tr).hidden = true; }
      lain.addEventListener("click", () => {
        for (const tr of diLuar) tr.hidden = false;
        lain.hidden = true;
        masukan(diLuar[0], "r").focus();
      });
    }

    return { baris, masukan, pesanBaris, rapikan, tampilkanPesan, kotak, tandai, padukan };
  };
})();
