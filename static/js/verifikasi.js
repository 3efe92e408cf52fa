// The queue under the fingers: keys, picked rows and unsent notes that survive a change of report,
// one submit at a time. Without it every link, box and button still does what it says.
(function () {
  "use strict";
  const massal = document.getElementById("form-massal");
  const PICKED = "verifikasi-pilihan-" + (massal ? massal.dataset.pengguna : "");
  const SCROLL = "verifikasi-gulir";
  const DRAFT = "verifikasi-catatan-";
  const SENT = "verifikasi-terkirim";
  const MIN_PANE = 320; // px: the heads, a few rows and the button
  const KEYS_OFF = "verifikasi-tanpa-tombol";
  const rows = [...document.querySelectorAll(".queue tbody tr[data-laporan]")];
  const boxes = [...document.querySelectorAll('.queue tbody input[name="laporan"]')];
  const list = document.querySelector(".queue-scroll");
  const pane = document.querySelector(".queue-pane");
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

  // Picked rows: kept for this tab and this user. A report that changed meanwhile has another value, so it is
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

  // The list ends where the window does, and the chosen row is seen whole: neither under the
  // head that stays, nor below the edge.
  function fit() {
    if (!pane || window.getComputedStyle(pane).position !== "sticky") return pane?.style.removeProperty("max-height");
    const gap = parseFloat(window.getComputedStyle(pane).top);
    const top = Math.max(gap, pane.parentElement.getBoundingClientRect().top);
    pane.style.maxHeight = `${Math.max(MIN_PANE, window.innerHeight - gap - top)}px`;
  }
  function inView(row) {
    fit();
    if (list.scrollHeight > list.clientHeight) {
      const box = list.getBoundingClientRect();
      const place = row.getBoundingClientRect();
      const above = box.top + list.querySelector("thead").offsetHeight - place.top;
      const below = place.bottom - box.bottom;
      if (above > 0) list.scrollTop -= above;
      else if (below > 0) list.scrollTop += below;
    }
    const place = row.getBoundingClientRect();
    if (pane.style.maxHeight && place.bottom > window.innerHeight) row.scrollIntoView({ block: "nearest" });
  }
  if (list) {
    window.addEventListener("pagehide", () => write("sessionStorage", SCROLL, String(list.scrollTop)));
    window.addEventListener("resize", fit);
    window.addEventListener("scroll", fit, { passive: true });
  }

  // What a reviewer has typed waits in this tab under the state of the report that it was typed
  // for, until that state is left behind by a decision.
  const form = document.getElementById("form-laporan");
  const kept = form && form.dataset.catatan ? DRAFT + form.dataset.catatan : "";
  const sent = read("sessionStorage", SENT);
  if (sent) {
    // The same report in the same state means that the decision did not arrive.
    if (sent !== kept) write("sessionStorage", sent, null);
    write("sessionStorage", SENT, null);
  }
  if (kept) {
    const fields = [...form.querySelectorAll("textarea, input[type=date]")];
    const found = document.getElementById("kabar-catatan");
    const store = () => {
      const typed = fields.filter((field) => field.value !== field.defaultValue || (field.value && field.type !== "date"));
      write("sessionStorage", kept, typed.length ? JSON.stringify(typed.map((field) => [field.name, field.value])) : null);
    };
    let before = [];
    try { before = JSON.parse(read("sessionStorage", kept) || "[]"); } catch { before = []; }
    // An answer that refused comes with what was typed; that is newer than what is kept.
    const answered = fields.some((field) => field.tagName === "TEXTAREA" && field.defaultValue);
    if (Array.isArray(before) && before.length && !answered) {
      before.forEach(([name, value]) => {
        const field = fields.find((one) => one.name === name);
        if (!field) return;
        field.value = value;
        const part = field.closest("details");
        if (part) part.open = true;
      });
      found.hidden = false;
      found.querySelector("button").addEventListener("click", () => {
        fields.forEach((field) => { field.value = field.defaultValue; });
        store();
        found.hidden = true;
        document.getElementById("alasan").focus();
      });
    } else {
      store();
    }
    form.addEventListener("input", store);
    form.addEventListener("submit", () => write("sessionStorage", SENT, kept));
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
    help.addEventListener("toggle", () => { if (selected >= 0) inView(rows[selected]); });
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

  // Last, when all that takes room beside the list stands.
  if (list) {
    fit();
    list.scrollTop = Number(read("sessionStorage", SCROLL)) || 0;
    if (selected >= 0) inView(rows[selected]);
  }
})();
