// Buttons that save a text as a file: <button data-unduh="id of a textarea" data-nama="file" hidden>.
(function () {
  "use strict";
  document.querySelectorAll("button[data-unduh]").forEach((tombol) => {
    tombol.hidden = false;
    tombol.addEventListener("click", () => {
      const isi = `${document.getElementById(tombol.dataset.unduh).value}\n`;
      const tautan = document.createElement("a");
      tautan.href = URL.createObjectURL(new Blob([isi], { type: "text/plain" }));
      tautan.download = tombol.dataset.nama;
      tautan.click();
      setTimeout(() => URL.revokeObjectURL(tautan.href), 1000);
    });
  });
})();
