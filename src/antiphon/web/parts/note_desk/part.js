/** `<note-desk>` around a `<dialog>` opens it for whatever is marked `data-note` on the page: filled with that note,
    or empty where the mark is empty. Without a note there is nothing to remove, and that button is away. */
export class NoteDesk extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.form = this.querySelector("form");
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  handleEvent(event) {
    const mark = event.target.closest?.("[data-note]");
    if (!mark) return;
    mark.closest("[popover]")?.hidePopover();
    const fields = this.form.elements;
    const { note, first, last, tint } = mark.dataset;
    [fields.note.value, fields.first.value, fields.last.value] = [note, first, last ?? ""];
    fields.text.value = note ? mark.querySelector(".said").textContent : "";
    fields.tint.value = tint ?? "1";
    fields.remove.hidden = !note;
    this.querySelector(".problems").replaceChildren();
    this.dialog.showModal();
  }
}

customElements.define("note-desk", NoteDesk);
