// The entry page: figures follow as one types, the draft saves itself, nothing typed is lost.
// The server's answer is what counts; what is computed here only bridges the time until it comes.
(function () {
  "use strict";
  const form = document.getElementById("isian");
  if (!form) return;
  const bar = (nama) => document.querySelector('[data-bilah="' + nama + '"]');
  const JEDA = 900;
  const ULANGI = 15000;
  let jeda = null;
  let sedang = false;
  let tertunda = false;
  let selesai = false;
  let kirimSesudah = null;
  let terkirim = null;
  let tersimpan = bar("simpan").textContent;
  const bilah = document.querySelector(".result-bar");

  // On a slow line one types before this script is there: what differs from the page as it was sent.
  const bawaanPilihan = (el) => { const n = [...el.options].findIndex((o) => o.defaultSelected); return n < 0 ? 0 : n; };
  const sudahDiubah = (el) => {
    if (el.matches("select")) return el.selectedIndex !== bawaanPilihan(el);
    if (el.matches('[type="radio"], [type="checkbox"]')) return el.checked !== el.defaultChecked && (el.checked || el.type === "checkbox");
    return el.matches('textarea, input:not([type="hidden"], [type="file"])') && el.value !== el.defaultValue;
  };
  const mendahului = [...form.elements].filter(sudahDiubah);

  const kisi = kisiIsian(form);
  const { baris, masukan, pesanBaris, rapikan, tampilkanPesan, kotak, tandai, padukan } = kisi;
  const kendala = kendalaIsian(form);
  const { isi, tanpaHitungan, salin, buang, tawarkan } = salinanIsian(form, kisi, kendala, berubah);
  const lupakanTempelan = tempelanIsian(form, kisi, { simpanan, keluar, berubah });

  function hitung() {
    let sekarang = 0n;
    let sebelum = 0n;
    let terisi = false;
    const rusak = [];
    for (const tr of baris) {
      const lama = BigInt(tr.dataset.sebelum);
      sebelum += lama;
      const teks = masukan(tr, "r").value;
      const baca = bacaRupiah(teks);
      const salah = tr.querySelector('[aria-invalid="true"]') !== null;
      if (salah) rusak.push(tr.querySelector("th").textContent);
      const nilai = salah || baca.pesan ? null : baca.nilai;
      const sisa = tr.querySelector('[data-hasil="sisa"]');
      const persen = tr.querySelector('[data-hasil="persen"]');
      const ada = tr.dataset.pagu !== "";
      const kumulatif = lama + (nilai === null ? 0n : nilai);
      if (nilai !== null) { sekarang += nilai; terisi = true; }
      sisa.textContent = !ada || salah ? "–" : tulisRupiah(BigInt(tr.dataset.pagu) - kumulatif);
      const pagu = ada ? BigInt(tr.dataset.pagu) : 0n;
      persen.textContent = salah || pagu <= 0n || (nilai === null && lama === 0n) ? "–" : tulisBp(persenBp(kumulatif, pagu, []));
    }
    const efektif = BigInt(form.dataset.paguEfektif);
    const kumulatif = sebelum + sekarang;
    const jumlah = (nama, teks) => { form.querySelector('[data-jumlah="' + nama + '"]').textContent = teks; };
    jumlah("sekarang", terisi ? tulisRupiah(sekarang) : "–");
    jumlah("kumulatif", tulisRupiah(kumulatif));
    jumlah("sisa", tulisRupiah(efektif - kumulatif));
    const batas = [form.dataset.ambang, form.dataset.target].filter(Boolean).map(BigInt);
    const persen = efektif > 0n ? tulisBp(persenBp(kumulatif, efektif, batas)) : "–";
    jumlah("persen", persen);
    bar("persen").textContent = persen;
    nilai(rusak.length ? "belum termasuk " + rusak.join(", ") : "");
    return rusak;
  }

  // Status and gap are the server's words for the figures that it was sent last (rules 8 and 13).
  // Beside other figures they fade while its answer is on the way; where none will come, what
  // stands in their place says why.
  let kata = {
    warna: bar("status").className.replace("status", "").trim(),
    status: bar("status").querySelector("span").textContent,
    belanja: bar("belanja").textContent,
    per_bulan: bar("per-bulan").textContent,
  };
  let dinilai = null;
  const angkaSekarang = () => baris.map((tr) => String(bacaRupiah(masukan(tr, "r").value).nilai)).join(" ");
  const adaRusak = () => baris.some((tr) => tr.querySelector('[aria-invalid="true"]'));

  function nilai(sebab) {
    const berlaku = !adaRusak() && angkaSekarang() === dinilai;
    const tampil = berlaku || !sebab ? kata : { warna: "abu", status: "Belum dinilai", belanja: "", per_bulan: "" };
    const status = bar("status");
    status.className = "status " + tampil.warna;
    status.querySelector("use").setAttribute("href", "#i-" + tampil.warna);
    status.querySelector("span").textContent = tampil.status;
    bar("belanja").textContent = tampil.belanja;
    bar("per-bulan").textContent = tampil.per_bulan;
    bar("catatan").textContent = berlaku ? "" : sebab || "menghitung…";
    bilah.classList.toggle("menghitung", !berlaku && !sebab);
  }

  // --- What the server answers ----------------------------------------------------------
  function pasang(hasil) {
    form.elements.perubahan_ke.value = hasil.perubahan_ke;
    for (const tr of baris) {
      const b = hasil.baris[tr.dataset.jenis];
      if (!b) continue;
      tr.querySelector('[data-hasil="sisa"]').textContent = b.sisa;
      tr.querySelector('[data-hasil="persen"]').textContent = b.persen;
    }
    for (const nama of ["sekarang", "kumulatif", "sisa"]) {
      form.querySelector('[data-jumlah="' + nama + '"]').textContent = hasil.jumlah[nama];
    }
    form.querySelector('[data-jumlah="persen"]').textContent = hasil.persen;
    bar("persen").textContent = hasil.persen;
    kata = hasil;
    dinilai = angkaSekarang();
    nilai("");
    document.getElementById("wajib-kendala").hidden = !hasil.wajib_kendala;
    pasangSalah(hasil.salah);
    pasangPeringatan(hasil.peringatan);
    if (hasil.jam) {
      tersimpan = "Draf tersimpan " + hasil.jam;
      simpanan(tersimpan);
    }
  }

  // What is stored and yet cannot be submitted as it is: said where it stands, until it is changed.
  let salahKini = {};
  for (const el of form.querySelectorAll("[data-salah]")) {
    if (el.textContent.trim()) salahKini[el.dataset.salah] = el.textContent.trim();
  }
  function pasangSalah(salah) {
    salahKini = salah;
    for (const tr of baris) {
      const pesan = salah[tr.dataset.jenis];
      pesanBaris(tr).querySelector(".tempat-salah").replaceChildren(...(pesan ? [kotak("merah", pesan)] : []));
      masukan(tr, "r").classList.toggle("keliru", Boolean(pesan));
      tampilkanPesan(tr);
    }
    const terisi = kendala.daftarKendala().filter((f) => kendala.kendalaTerisi(f)); // as the server counts them
    for (const p of form.querySelectorAll("p[data-salah]")) {
      const f = p.closest("fieldset.kendala");
      const pesan = salah[f ? "kendala-" + terisi.indexOf(f) : p.dataset.salah] || "";
      p.querySelector("span").textContent = pesan;
      p.hidden = !pesan;
    }
  }

  function lepasSalah(el) {
    const tr = el.closest("tr[data-jenis]");
    if (tr) {
      pesanBaris(tr).querySelector(".tempat-salah").replaceChildren();
      masukan(tr, "r").classList.remove("keliru");
      tampilkanPesan(tr);
    } else if (el.type === "date") {
      (el.closest("fieldset.kendala") || el.closest(".field")).querySelector("[data-salah]").hidden = true;
    }
  }

  // Warnings come and go; one whose reason is being written stays as it is, and one that comes
  // again with the same words has the reason that was written for them.
  const alasanTertulis = new Map();

  function pasangPeringatan(daftar) {
    const ada = new Map([...form.querySelectorAll("[data-peringatan]")].map((el) => [el.dataset.peringatan, el]));
    for (const p of daftar) {
      const lama = ada.get(p.kunci);
      ada.delete(p.kunci);
      if (lama) {
        lama.querySelector("h3").textContent = p.judul;
        lama.querySelector("p").textContent = p.teks;
        continue;
      }
      const baru = kotak("kuning", p.teks);
      baru.dataset.peringatan = p.kunci;
      const judul = document.createElement("h3");
      judul.textContent = p.judul;
      const bidang = document.createElement("div");
      bidang.className = "field";
      const label = document.createElement("label");
      label.textContent = "Alasan";
      label.htmlFor = "alasan-" + p.kunci;
      const teks = document.createElement("textarea");
      teks.id = teks.name = "alasan-" + p.kunci;
      teks.rows = 2;
      teks.maxLength = 4000;
      teks.value = p.alasan || alasanTertulis.get(p.kunci + p.teks) || "";
      bidang.append(label, teks);
      const isi = baru.querySelector(".body");
      isi.prepend(judul);
      isi.append(bidang);
      const tr = p.jenis && form.querySelector('tr[data-jenis="' + p.jenis + '"]');
      (tr ? pesanBaris(tr).querySelector(".tempat-peringatan") : document.getElementById("peringatan-umum")).append(baru);
    }
    for (const [kunciLama, el] of ada) {
      alasanTertulis.set(kunciLama + el.querySelector("p").textContent, el.querySelector("textarea").value);
      el.remove();
    }
    for (const tr of baris) {
      const peringatan = pesanBaris(tr).querySelector("[data-peringatan]") !== null;
      for (const kolom of ["r", "k"]) masukan(tr, kolom).classList.toggle("warned", peringatan && kolom === "r");
      tampilkanPesan(tr);
    }
  }

  function simpanan(teks, gawat) {
    const el = bar("simpan");
    el.textContent = teks;
    el.classList.toggle("merah", Boolean(gawat));
  }

  // --- Saving ---------------------------------------------------------------------------
  function berubah() {
    salin();
    const rusak = hitung();
    clearTimeout(jeda);
    if (rusak.length) {
      simpanan("Belum disimpan: ada yang tidak terbaca", true);
      return;
    }
    jeda = setTimeout(simpan, JEDA);
  }

  async function simpan() {
    clearTimeout(jeda);
    if (selesai || adaBentrok()) return; // nothing to write, or first somebody must choose
    if (sedang) { tertunda = true; return; }
    const dikirim = tanpaHitungan(isi());
    if (dikirim === terkirim) {
      // Typed back to what the server has: nothing to send, nothing left to warn of.
      nilai("");
      pasangSalah(salahKini);
      simpanan(tersimpan);
      buang();
      return;
    }
    sedang = true;
    simpanan("Menyimpan…");
    try {
      const jawaban = await fetch(form.dataset.draf, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual",
      });
      await jawab(jawaban, dikirim);
    } catch (_) {
      simpanan("Tidak tersambung. Isian tersimpan di peramban ini dan dikirim lagi nanti.", true);
      nilai("dinilai setelah tersambung lagi");
      jeda = setTimeout(simpan, ULANGI);
    } finally {
      sedang = false;
      const tombol = kirimSesudah;
      kirimSesudah = null;
      if (tombol && !adaBentrok()) form.requestSubmit(tombol);
      else if (tertunda) { tertunda = false; simpan(); }
    }
  }

  async function jawab(jawaban, dikirim) {
    if (jawaban.type === "opaqueredirect" || jawaban.status === 0) { keluar("Sesi Anda berakhir."); return; }
    const jenis = jawaban.headers.get("Content-Type") || "";
    if (!jenis.startsWith("application/json")) {
      if (jawaban.status === 403) { keluar("Halaman ini dibuka dengan sesi lama."); return; }
      simpanan("Server belum dapat menyimpan. Isian tersimpan di peramban ini.", true);
      nilai("dinilai setelah server dapat menyimpan");
      jeda = setTimeout(simpan, ULANGI);
      return;
    }
    const data = await jawaban.json();
    if (jawaban.ok) {
      terkirim = dikirim;
      if (tanpaHitungan(isi()) === dikirim) {
        pasang(data);
        buang();
        if (tanpaHitungan(isi()) !== dikirim) berubah(); // a reason came back with its warning
      }
      else { form.elements.perubahan_ke.value = data.perubahan_ke; jeda = setTimeout(simpan, JEDA); }
      return;
    }
    if (data.bentrok) { bentrok(data); return; }
    if (data.selesai) { selesai = true; nilai("isian ini tidak tersimpan"); simpanan(data.pesan + " Isian Anda tersimpan di peramban ini.", true); return; }
    if (data.galat) {
      for (const [nama, pesan] of Object.entries(data.galat)) {
        const el = form.elements[nama];
        if (!el || el instanceof RadioNodeList) continue;
        el.setAttribute("aria-invalid", "true");
        const tr = el.closest("tr[data-jenis]");
        if (tr) tandai(tr, pesan);
        else if (!document.getElementById("galat-" + nama)) {
          const p = document.createElement("p");
          p.className = "field-error";
          p.id = "galat-" + nama;
          const teks = document.createElement("span");
          teks.textContent = pesan;
          p.append(document.createElement("span"), teks);
          el.after(p);
        }
      }
      nilai("dinilai setelah yang bertanda merah diperbaiki");
      simpanan("Belum disimpan: ada yang tidak terbaca", true);
      return;
    }
    nilai("isian ini belum tersimpan");
    simpanan(data.pesan || "Belum disimpan.", true);
  }

  function keluar(sebab) {
    const el = bar("simpan");
    el.classList.add("merah");
    const tautan = document.createElement("a");
    tautan.href = form.dataset.masuk + "?next=" + encodeURIComponent(location.pathname);
    tautan.textContent = "Masuk lagi";
    el.replaceChildren(sebab + " Isian tersimpan di peramban ini. ", tautan);
    nilai("dinilai setelah masuk lagi");
  }

  const adaBentrok = () => document.getElementById("bentrok") !== null;

  // While two drafts stand against each other nothing goes on to the summary.
  function tahanTombol() {
    for (const tombol of bilah.querySelectorAll("button")) {
      tombol.disabled = adaBentrok();
      if (adaBentrok()) tombol.setAttribute("aria-describedby", "bilah-simpan");
      else tombol.removeAttribute("aria-describedby");
    }
  }

  function bentrok(data) {
    const tempat = document.getElementById("tempat-bentrok");
    // Markup of our own server, made by its templates.
    tempat.innerHTML = data.bentrok;
    simpanan("Belum disimpan: pilih salah satu isian", true);
    nilai("dinilai setelah satu isian dipilih");
    tahanTombol();
    const kotakBentrok = document.getElementById("bentrok");
    kotakBentrok.scrollIntoView({ block: "center" });
    kotakBentrok.focus();
    kotakBentrok.querySelector('button[name="timpa"]').addEventListener("click", (event) => {
      event.preventDefault();
      form.elements.perubahan_ke.value = data.perubahan_ke;
      tempat.replaceChildren();
      tahanTombol();
      masukan(baris.find((tr) => !tr.hidden), "r").focus();
      terkirim = null;
      simpan();
    });
    kotakBentrok.querySelector("[data-buang]").addEventListener("click", buang);
  }

  // --- Events ---------------------------------------------------------------------------
  form.addEventListener("input", (event) => {
    const el = event.target;
    lupakanTempelan();
    lepasSalah(el);
    const tr = el.closest("tr[data-jenis]");
    if (tr && el.dataset.kolom) padukan(tr, el.dataset.kolom);
    else if (el.getAttribute("aria-invalid")) {
      el.removeAttribute("aria-invalid");
      const galat = document.getElementById("galat-" + el.name);
      if (galat) galat.remove();
    }
    berubah();
  });
  form.addEventListener("change", (event) => {
    // What was typed is written as it was read, so that 1234567 and 1.234.567 look alike.
    const el = event.target;
    if (el.dataset && el.dataset.kolom) rapikan(el);
  });
  // Enter in the grid goes down a row, as in a spreadsheet, and does not send the form.
  form.addEventListener("keydown", (event) => {
    const el = event.target;
    if (event.key !== "Enter") return;
    // Enter would press the first button of the form, which takes one of the two drafts.
    if (adaBentrok() && el.matches("input")) event.preventDefault();
    if (!el.dataset || !el.dataset.kolom) return;
    event.preventDefault();
    const semua = baris.filter((tr) => !tr.hidden);
    const berikut = semua[semua.indexOf(el.closest("tr")) + (event.shiftKey ? -1 : 1)];
    if (berikut) masukan(berikut, el.dataset.kolom).select();
  });
  window.addEventListener("online", simpan);
  form.addEventListener("submit", (event) => {
    clearTimeout(jeda);
    // A draft is on its way: what follows it must know the count that it gives.
    if (sedang) { event.preventDefault(); kirimSesudah = event.submitter; }
  });
  tahanTombol();
  terkirim = tanpaHitungan(isi());
  if (document.querySelector('#isian [aria-invalid="true"], #bentrok')) {
    terkirim = null;
    if (!hitung().length) nilai("belum tersimpan");
  } else {
    dinilai = angkaSekarang();
    tawarkan();
  }
  if (mendahului.length) terkirim = null;
  for (const el of mendahului) {
    el.dispatchEvent(new Event("input", { bubbles: true }));
    if (el !== document.activeElement) el.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // A link to a cell puts the cursor into it.
  if (location.hash.startsWith("#n-")) {
    const sel = document.getElementById(location.hash.slice(1));
    if (sel) { sel.closest("tr").hidden = false; sel.focus(); }
  }
})();
