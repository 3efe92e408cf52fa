// The import under the fingers: drag and drop, which choices go with which kind, what is too much
// before it is sent, and what is being read meanwhile. Without it the form works all the same.
(function () {
  "use strict";
  const ASK_EVERY = 1000; // ms
  const form = document.getElementById("form-impor");

  // One submit at a time: a second click waits for the answer to the first.
  document.querySelectorAll("form[data-sekali]").forEach((one) => {
    const button = one.querySelector("button[type=submit]");
    const words = button.textContent;
    one.addEventListener("submit", (event) => {
      if (one.dataset.terkirim) {
        event.preventDefault();
        return;
      }
      one.dataset.terkirim = "ya";
      if (one.dataset.sekali) button.textContent = `${one.dataset.sekali} …`;
    });
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      delete one.dataset.terkirim;
      button.textContent = words;
    });
  });
  if (!form) return;

  const input = document.getElementById("berkas");
  const zone = document.getElementById("tempat-jatuh");
  const list = document.getElementById("berkas-terpilih");
  const error = document.getElementById("galat-berkas");
  const news = document.getElementById("kabar-impor");
  const unsaid = document.getElementById("tidak-disebut");
  const quiet = news.textContent;

  // Choices that do not go with the kind are put away; the server passes over them as well.
  function fit() {
    const kind = form.querySelector('input[name="jenis"]:checked');
    let shown = 0;
    unsaid.querySelectorAll("[data-untuk]").forEach((field) => {
      const fits = kind !== null && field.dataset.untuk.split(" ").includes(kind.value);
      field.hidden = !fits;
      if (fits) shown += 1;
    });
    unsaid.hidden = shown === 0;
  }
  form.addEventListener("change", (event) => { if (event.target.name === "jenis") fit(); });
  fit();

  function size(bytes) {
    return bytes < 1048576
      ? `${Math.max(1, Math.round(bytes / 1024)).toLocaleString("id-ID")} KB`
      : `${(bytes / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 })} MB`;
  }

  // What is too much is said before it is sent: over a slow line the server's answer comes late.
  function check() {
    const files = [...input.files];
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const large = files.find((file) => file.size > Number(input.dataset.bitaSatu));
    let words = "";
    if (files.length > Number(input.dataset.berkas)) words = `Paling banyak ${input.dataset.berkas} berkas sekaligus, ini ${files.length}. Kirim dalam beberapa kali.`;
    else if (large) words = `${large.name} sebesar ${size(large.size)}; paling besar ${size(Number(input.dataset.bitaSatu))}. Kirim lembar yang diperlukan saja.`;
    else if (total > Number(input.dataset.bita)) words = `Semuanya ${size(total)}; paling besar ${size(Number(input.dataset.bita))} sekaligus. Kirim dalam beberapa kali.`;
    error.querySelector("span").textContent = words;
    error.hidden = words === "";
    input.setAttribute("aria-invalid", String(words !== ""));
    list.replaceChildren(...(files.length > 1 ? files : []).map((file) => {
      const row = document.createElement("li");
      row.textContent = `${file.name}, ${size(file.size)}`;
      return row;
    }));
    list.hidden = files.length < 2;
    if (list.scrollHeight > list.clientHeight) list.tabIndex = 0;
    else list.removeAttribute("tabindex");
    news.textContent = files.length ? `${files.length} berkas dipilih, ${size(total)}.` : quiet;
    return words === "";
  }
  input.addEventListener("change", check);

  // Files may be let fall anywhere in the box; elsewhere the browser would leave the page for them.
  const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    const inside = zone.contains(event.target);
    event.dataTransfer.dropEffect = inside ? "copy" : "none";
    zone.classList.toggle("over", inside);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    zone.classList.remove("over");
    if (!zone.contains(event.target)) return;
    input.files = event.dataTransfer.files;
    check();
    input.focus();
  });

  // While the answer is awaited the page asks which file is being read. The key is made up here,
  // and lets nobody else's page hear of it.
  let timer = 0;
  function key() {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }
  function stop() {
    window.clearInterval(timer);
    form.classList.remove("reading");
    delete form.dataset.terkirim;
  }
  form.addEventListener("submit", (event) => {
    if (form.dataset.terkirim) {
      event.preventDefault();
      return;
    }
    if (!check()) {
      event.preventDefault();
      input.focus();
      return;
    }
    form.dataset.terkirim = "ya";
    let mark = form.querySelector('input[name="kemajuan"]');
    if (!mark) {
      mark = document.createElement("input");
      mark.type = "hidden";
      mark.name = "kemajuan";
      form.append(mark);
    }
    mark.value = key();
    const total = [...input.files].reduce((sum, file) => sum + file.size, 0);
    news.textContent = `Mengirim ${input.files.length} berkas (${size(total)}) …`;
    form.classList.add("reading");
    const address = form.dataset.kemajuan.replace("00000000-0000-0000-0000-000000000000", mark.value);
    timer = window.setInterval(async () => {
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        const { kata } = await answer.json();
        if (kata && form.classList.contains("reading")) news.textContent = `${kata} …`;
      } catch { /* the words that stand there stay */ }
    }, ASK_EVERY);
  });
  // A browser may come back to the page as it was left, or keep the chosen files over a reload.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    stop();
    check();
  });
  if (input.files.length) check();
})();
