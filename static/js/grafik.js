// Draws every .chart[data-figure] once the page stands and the chart script has come.
// The figure is a JSON data block in light colours; each is swapped for the value that the
// same CSS token has in the theme that is on.
(function () {
  "use strict";
  const config = { displayModeBar: false, responsive: true };
  let onPaper = false; // where every theme is the light one

  function colours(text, tokens) {
    const style = getComputedStyle(document.documentElement);
    return Object.entries(tokens)
      .reduce((out, [name, hex]) => out.split(hex).join("\u0001" + name + "\u0002"), text)
      .replace(/\u0001([\w-]+)\u0002/g, (_, name) => style.getPropertyValue("--" + name).trim());
  }

  function put(target, path, value) {
    const keys = path.split(".");
    const last = keys.pop();
    keys.reduce((o, k) => (o[k] = o[k] || {}), target)[last] = value;
  }

  function draw() {
    const block = document.getElementById("tokens");
    if (!block || !window.Plotly) return;
    const tokens = JSON.parse(block.textContent);
    document.querySelectorAll(".chart[data-figure]").forEach((box) => {
      const source = document.getElementById(box.dataset.figure);
      if (!source) return;
      const fig = JSON.parse(onPaper ? source.textContent : colours(source.textContent, tokens));
      if (box.clientWidth < 480) {
        Object.entries(fig.layout.meta.narrow).forEach(([k, v]) => put(fig.layout, k, v));
      }
      window.Plotly.react(box, fig.data, fig.layout, config).then(() => {
        if (box.dataset.siap) return;
        box.dataset.siap = "ya";
        box.on("plotly_click", (event) => {
          const data = event.points[0] && event.points[0].customdata;
          const to = Array.isArray(data) ? data[data.length - 1] : "";
          if (typeof to === "string" && to.startsWith("/satker/")) window.location.assign(to);
        });
      });
    });
  }

  function load() {
    if (!document.querySelector(".chart[data-figure]")) return;
    if (window.Plotly) {
      draw();
      return;
    }
    const source = document.querySelector('meta[name="skrip-grafik"]');
    if (!source || document.getElementById("skrip-grafik")) return;
    const script = document.createElement("script");
    script.id = "skrip-grafik";
    script.src = source.content;
    script.onload = draw;
    document.head.append(script);
  }

  // After the first paint, so that figures and tables never wait for it.
  function later() {
    requestAnimationFrame(() => setTimeout(load, 0));
  }
  if (document.readyState === "complete") later();
  else window.addEventListener("load", later);

  document.addEventListener("htmx:afterSettle", load);
  // A sheet has its own width, and nothing says which before it is laid out: what was drawn for the
  // window is scaled to the box that it gets there (see the print styles).
  function scale(box, on) {
    box.querySelectorAll(".main-svg").forEach((svg) => {
      if (on) svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
      else svg.removeAttribute("viewBox");
    });
  }

  // On paper the path is lower, so that it stands on the first sheet (see the print styles).
  function forPaper(on) {
    onPaper = on;
    if (window.matchMedia("(prefers-color-scheme: dark)").matches) draw();
    document.querySelectorAll(".chart[data-siap]").forEach((box) => {
      if (box.parentElement.classList.contains("chart-path")) {
        box.dataset.tinggi = box.dataset.tinggi || String(box.layout.height);
        window.Plotly.relayout(box, { height: on ? 270 : Number(box.dataset.tinggi) });
      }
      scale(box, on);
    });
  }
  window.addEventListener("beforeprint", () => forPaper(true));
  window.addEventListener("afterprint", () => forPaper(false));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  let wide = window.innerWidth;
  window.addEventListener("resize", () => {
    if ((wide < 700) !== (window.innerWidth < 700)) draw();
    wide = window.innerWidth;
  });
})();
