/** One letter does what the element marked `data-key` does, `g` and a letter what the link marked `data-go` does,
    `?` lists them all. Never while typing; can be turned off. Opens and closes dialogs by their names too. */
const QUIET = "input, textarea, select, dialog, [contenteditable]";
const PATIENCE = 1200; // milliseconds between `g` and its letter
let waiting = false;

function pressed(key) {
  const wanted = waiting ? "data-go" : "data-key";
  const place = /^[a-z]$/i.test(key) && document.querySelector(`[${wanted}="${key.toLowerCase()}"]`);
  const before = waiting;
  waiting = key === "g" && !before;
  if (waiting) setTimeout(() => { waiting = false; }, PATIENCE);
  else if (place) place.click();
  else if (key === "?") document.getElementById("shortcuts")?.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.target.closest?.(QUIET)) return;
  if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey && event.key !== "?") return;
  if (localStorage.getItem("shortcuts") !== "off") pressed(event.key);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});
