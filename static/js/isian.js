// The entry page: figures follow as one types, the draft saves itself, nothing typed is lost.
// The server's answer is what counts; what is computed here only bridges the time until it comes.
(function () {
  "use strict";
  const form = document.getElementById("isian");
  if (!form) return;
  const kunci = form.dataset.kunci;
  const bar = (nama) => document.querySelector('[data-bilah="' + nama + '"]');
  const baris = [...form.querySelectorAll("tr[data-jenis]")];
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

  // --- Reading and writing rows ---------------------------------------------------------
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

  // Basis points as the server shows them: half up, but never up to a threshold that is missed.
  function persenBp(pembilang, penyebut, batas) {
    const atas = 2n * 10000n * pembilang + penyebut;
    const bawah = 2n * penyebut;
    let hasil = atas / bawah;
    if (atas < 0n && atas % bawah !== 0n) hasil -= 1n;
    for (const b of batas) if (hasil >= b && pembilang * 10000n < b * penyebut) hasil = b - 1n;
    return hasil;
  }

  function tulisBp(bp) {
    const besar = bp < 0n ? -bp : bp;
    return (bp < 0n ? "\u2212" : "") + tulisRupiah(besar / 100n) + "," + String(besar % 100n).padStart(2, "0") + "\u00a0%";
  }

  function hitung() {
    let sekarang = 0n;
    let sebelum = 0n;
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
      if (nilai !== null) sekarang += nilai;
      sisa.textContent = !ada || salah ? "–" : tulisRupiah(BigInt(tr.dataset.pagu) - kumulatif);
      const pagu = ada ? BigInt(tr.dataset.pagu) : 0n;
      persen.textContent = salah || pagu <= 0n || (nilai === null && lama === 0n) ? "–" : tulisBp(persenBp(kumulatif, pagu, []));
    }
    const efektif = BigInt(form.dataset.paguEfektif);
    const kumulatif = sebelum + sekarang;
    const jumlah = (nama, teks) => { form.querySelector('[data-jumlah="' + nama + '"]').textContent = teks; };
    jumlah("sekarang", tulisRupiah(sekarang));
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
    const terisi = daftarKendala().filter((f) => kendalaTerisi(f)); // as the server counts them
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

  // --- The copy in this browser ---------------------------------------------------------
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
    let simpanan = null;
    try { simpanan = JSON.parse(localStorage.getItem(kunci)); } catch (_) { return; }
    if (!simpanan || !simpanan.isi || tanpaHitungan(simpanan.isi) === tanpaHitungan(isi())) { buang(); return; }
    const tawaran = kotak("kuning", "");
    tawaran.id = "tawaran";
    tawaran.classList.add("message");
    tawaran.setAttribute("role", "alert");
    const teks = document.createElement("p");
    const waktu = new Date(simpanan.waktu).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Jakarta" }) + " WIB";
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
      const lama = simpanan.isi;
      for (let n = 0; n < 20; n += 1) if (lama["kendala-" + n + "-uraian"] !== undefined && !form.elements["kendala-" + n + "-uraian"]) tambahKendala();
      for (const [nama, nilai] of Object.entries(lama)) {
        const el = form.elements[nama];
        // The copy keeps the count that it was made under: what somebody stored since is not passed over.
        if (!el || nama.startsWith("s-") || nama.endsWith("_FORMS")) continue;
        if (el instanceof RadioNodeList) el.value = nilai;
        else if (el.type === "radio") el.checked = el.value === nilai;
        else el.value = nilai;
      }
      for (const tr of baris) {
        for (const kolom of ["r", "k"]) rapikan(masukan(tr, kolom));
        // The amount of the quarter was meant; what was spent before it may have moved since.
        padukan(tr, masukan(tr, "r").value ? "r" : "k");
      }
      tawaran.remove();
      bidangIsian(form);
      bukaKendala();
      berubah();
      form.querySelector("input:not([type=hidden])").focus();
    });
    lepas.addEventListener("click", () => { buang(); tawaran.remove(); });
    form.prepend(tawaran);
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

  // --- Pasting a column or a block ------------------------------------------------------
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

  // --- Rows that are opened when they are needed ----------------------------------------
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
  // The paste form below builds on the same draft.
  const tempelan = document.getElementById("tempelan");
  if (tempelan) tempelan.addEventListener("submit", () => { tempelan.elements.perubahan_ke.value = form.elements.perubahan_ke.value; });

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
