// The queue under the fingers: keys, picked rows that survive a change of report, one submit at
// a time. Without it every link, box and button still does what it says.
(function () {
  "use strict";
  const PICKED = "verifikasi-pilihan";
  const SCROLL = "verifikasi-gulir";
  const KEYS_OFF = "verifikasi-tanpa-tombol";
  const rows = [...document.querySelectorAll(".queue tbody tr[data-laporan]")];
  const boxes = [...document.querySelectorAll('.queue tbody input[name="laporan"]')];
  const list = document.querySelector(".queue-scroll");
  const all = document.getElementById("pilih-semua");
  const help = document.getElementById("bantuan-tombol");
  const hint = document.getElementById("petunjuk-tombol");
  const useKeys = document.getElementById("pakai-tombol");
  const news = document.getElementById("kabar-tombol");
  let selected = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");

  // A browser may refuse its stores; then nothing is remembered, and all else works.
  function read(store, key) {
    try { return window[store].getItem(key); } catch { return null; }
  }
  function write(store, key, value) {
    try {
      if (value === null) window[store].removeItem(key);
      else window[store].setItem(key, value);
    } catch { /* see above */ }
  }
  function say(text) {
    if (news) news.textContent = text;
  }

  // Picked rows: kept for this tab. A report that changed meanwhile has another value, so it is
  // not picked again unseen.
  function count() {
    const picked = boxes.filter((box) => box.checked);
    const warned = picked.filter((box) => Number(box.dataset.peringatan) > 0).length;
    const words = document.getElementById("jumlah-pilihan");
    const button = document.querySelector("[data-massal]");
    if (button) button.textContent = picked.length ? `Verifikasi ${picked.length} yang dipilih` : "Verifikasi yang dipilih";
    if (words) words.textContent = warned ? `${warned} di antaranya berperingatan` : "";
    if (all) {
      all.checked = boxes.length > 0 && picked.length === boxes.length;
      all.indeterminate = picked.length > 0 && picked.length < boxes.length;
    }
  }
  function keep() {
    write("sessionStorage", PICKED, JSON.stringify(boxes.filter((box) => box.checked).map((box) => box.value)));
    count();
  }
  if (boxes.length) {
    let before = [];
    try { before = JSON.parse(read("sessionStorage", PICKED) || "[]"); } catch { before = []; }
    if (Array.isArray(before)) boxes.forEach((box) => { if (before.includes(box.value)) box.checked = true; });
    boxes.forEach((box) => box.addEventListener("change", keep));
    if (all) {
      all.hidden = false;
      all.addEventListener("change", () => {
        boxes.forEach((box) => { box.checked = all.checked; });
        keep();
      });
    }
    keep();
  }

  // The list keeps its place, and the chosen row is in sight.
  function inView(row) {
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const head = list.querySelector("thead").offsetHeight;
    const top = row.offsetTop - head;
    const bottom = row.offsetTop + row.offsetHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
  }
  if (list) {
    list.scrollTop = Number(read("sessionStorage", SCROLL)) || 0;
    if (selected >= 0) inView(rows[selected]);
    window.addEventListener("pagehide", () => write("sessionStorage", SCROLL, String(list.scrollTop)));
  }

  // One submit at a time: a second click waits for the answer to the first.
  document.querySelectorAll("form[data-sekali]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.terkirim) event.preventDefault();
      else form.dataset.terkirim = "ya";
    });
    window.addEventListener("pageshow", () => { delete form.dataset.terkirim; });
  });

  // Keys. They can be switched off: a screen reader or speech input may have other uses for them.
  function go(step) {
    const next = selected < 0 ? 0 : selected + step;
    if (!rows[next]) {
      say(step > 0 ? "Ini laporan terakhir di daftar." : "Ini laporan pertama di daftar.");
      return;
    }
    selected = next;
    inView(rows[next]);
    window.location.assign(rows[next].querySelector("a").href);
  }
  function verify() {
    const button = document.querySelector('[data-tindakan="verifikasi"]');
    if (!button || !button.offsetParent) return;
    const warnings = Number(button.dataset.peringatan);
    if (warnings && document.activeElement !== button) {
      button.focus();
      say(`${warnings} peringatan pada laporan ini. Tekan V sekali lagi untuk memverifikasi.`);
      return;
    }
    button.click();
  }
  function note() {
    const field = document.getElementById("alasan");
    if (field && field.offsetParent) field.focus();
  }
  function pick() {
    const box = selected >= 0 && rows[selected].querySelector('input[name="laporan"]');
    if (box) box.click();
  }
  const actions = { j: () => go(1), k: () => go(-1), x: pick, v: verify, b: note, "?": () => { help.open = !help.open; if (help.open) help.querySelector("summary").focus(); } };
  function typing(target) {
    return target.closest("textarea, select, [contenteditable], input:not([type=checkbox])");
  }
  if (help && hint && useKeys) {
    help.hidden = false;
    useKeys.checked = read("localStorage", KEYS_OFF) === null;
    hint.hidden = !useKeys.checked;
    useKeys.addEventListener("change", () => {
      write("localStorage", KEYS_OFF, useKeys.checked ? null : "ya");
      hint.hidden = !useKeys.checked;
    });
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key === "Escape" && event.target.closest("#form-laporan textarea, #form-laporan input")) {
        event.target.blur();
        return;
      }
      const action = actions[event.key.toLowerCase()];
      if (!action || !useKeys.checked || typing(event.target)) return;
      if (event.repeat && event.key.toLowerCase() !== "j" && event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      action();
    });
  }
})();
