// The summary before a submission: a reason is stored when its field is left, by whichever way,
// and waits in this tab while it could not be (no connection, an expired session).
(() => {
  "use strict";
  const form = document.getElementById("pengajuan");
  if (!form) return;
  const kunci = "alasan-" + form.dataset.kunci;
  const bidang = [...form.querySelectorAll("textarea")];
  const kabar = document.getElementById("kabar-alasan");
  let antrean = Promise.resolve();

  function ingat(isi) {
    try {
      if (isi) sessionStorage.setItem(kunci, JSON.stringify(isi));
      else sessionStorage.removeItem(kunci);
    } catch { /* a browser may refuse to keep anything */ }
  }
  function teringat() {
    try { return JSON.parse(sessionStorage.getItem(kunci) || "{}") || {}; } catch { return {}; }
  }
  function tertulis() {
    return Object.fromEntries(bidang.filter((b) => b.value.trim()).map((b) => [b.name, b.value]));
  }

  async function simpan() {
    const data = new FormData(form);
    data.set("simpan", "1");
    data.set("json", "1");
    try {
      const jawaban = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
      const isi = await jawaban.json();
      if (jawaban.ok) {
        form.elements.perubahan_ke.value = isi.perubahan_ke;
        ingat(null);
        kabar.textContent = "Alasan tersimpan.";
      } else {
        kabar.textContent = isi.pesan;
      }
    } catch {
      kabar.textContent = "Alasan belum tersimpan. Tulisan Anda tetap ada di halaman ini; coba lagi setelah tersambung atau masuk lagi.";
    }
  }

  const lama = teringat();
  for (const b of bidang) {
    if (!b.value.trim() && typeof lama[b.name] === "string") b.value = lama[b.name];
    b.addEventListener("input", () => ingat(tertulis()));
    b.addEventListener("change", () => { antrean = antrean.then(simpan); });
  }
  // A save that is under way moves the count that the submission names: it goes first.
  form.addEventListener("submit", (peristiwa) => {
    if (form.dataset.siap) return;
    peristiwa.preventDefault();
    if (form.dataset.terkirim) return; // a second click waits for the answer to the first
    form.dataset.terkirim = "ya";
    const tombol = peristiwa.submitter;
    // In a task of its own: while this event is still being told, a browser passes over another submission.
    antrean.then(() => setTimeout(() => {
      form.dataset.siap = "ya";
      form.requestSubmit(tombol && !tombol.disabled ? tombol : undefined);
      delete form.dataset.siap;
    }));
  });
  window.addEventListener("pageshow", () => { delete form.dataset.terkirim; });
})();
