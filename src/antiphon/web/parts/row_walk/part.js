/** `<row-walk>`: J and K walk the links marked `data-row`; never while typing. With `data-follows` each is opened. */
const QUIET = "input, textarea, select, dialog, [contenteditable]";

export class RowWalk extends HTMLElement {
  connectedCallback() { document.addEventListener("keydown", this); }

  disconnectedCallback() { document.removeEventListener("keydown", this); }

  handleEvent(event) {
    const step = { j: 1, k: -1 }[event.key];
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(QUIET);
    if (!step || busy || localStorage.getItem("shortcuts") === "off") return;
    const rows = [...document.querySelectorAll("[data-row]")];
    const at = rows.findIndex((row) => row === document.activeElement || row.ariaCurrent === "true");
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    row?.focus();
    if (row && "follows" in this.dataset) row.click();
  }
}

customElements.define("row-walk", RowWalk);
