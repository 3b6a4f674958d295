/** `<sort-list>` around an `<ol>`: drag a row, or hold Alt and press up or down on its handle. */
import { toast } from "../undo_toast/part.js";

export class SortList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    for (const row of this.rows) row.draggable = true;
    for (const kind of ["dragstart", "dragover", "dragend", "keydown"]) this.addEventListener(kind, this);
  }

  get rows() {
    return [...this.list.children].filter((row) => !row.hasAttribute("data-pinned"));
  }

  handleEvent(event) {
    const row = event.target.closest?.("li");
    switch (event.type) {
      case "dragstart": this.held = row; this.before = [...this.list.children]; row.classList.add("ghost"); break;
      case "dragover": this.over(event, row); break;
      case "dragend": this.done(row); break;
      case "keydown": this.key(event, row); break;
    }
  }

  over(event, row) {
    if (!this.held || !row || row === this.held || row.hasAttribute("data-pinned")) return;
    event.preventDefault();
    const { top, height } = row.getBoundingClientRect();
    row[event.clientY < top + height / 2 ? "before" : "after"](this.held);
  }

  key(event, row) {
    if (!event.altKey || !event.target.matches(".grip")) return;
    const to = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[event.key];
    if (!to) return;
    event.preventDefault();
    this.before = [...this.list.children];
    to[event.key === "ArrowUp" ? "before" : "after"](row);
    event.target.focus();
    this.done(row);
  }

  done(row) {
    row.classList.remove("ghost");
    this.held = undefined;
    const before = this.before;
    const place = [...this.list.children].indexOf(row) + 1;
    toast(`Now number ${place}`, () => this.list.append(...before));
  }
}

customElements.define("sort-list", SortList);
