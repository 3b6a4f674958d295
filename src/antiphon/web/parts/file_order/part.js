/** `<file-order>` around a list of files: drag one to its place. By keys its menu has sooner and later. */
export class FileOrder extends HTMLElement {
  connectedCallback() {
    for (const kind of ["pointerdown", "dragstart", "dragover", "drop", "dragend"]) this.addEventListener(kind, this);
  }

  handleEvent(event) {
    const tile = event.target.closest?.("[data-file]");
    switch (event.type) {
      case "pointerdown": if (tile) tile.draggable = !event.target.closest("[popover], button"); break;
      case "dragstart": this.held = tile; break;
      case "dragover": this.over(event, tile); break;
      case "drop": event.preventDefault(); break;
      case "dragend": this.done(); break;
    }
  }

  over(event, tile) {
    if (!this.held) return;
    event.preventDefault();
    if (!tile || tile === this.held) return;
    const tiles = [...tile.parentElement.children];
    const later = tiles.indexOf(this.held) < tiles.indexOf(tile);
    tile[later ? "after" : "before"](this.held);
  }

  done() {
    this.held = undefined;
    this.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("file-order", FileOrder);
