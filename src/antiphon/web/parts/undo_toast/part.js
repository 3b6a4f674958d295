/** Undo instead of "are you sure?". Shows what was done for a while; Shift+Z or the button takes it back.
    Time stops while the pointer or the focus is on it; Escape puts it away. The server keeps the way back:
    `toast("Moved to Friday", "/w/…/undo/…")`, or an event "toast" with `{words, undo}` that an answer brings. */
export class UndoToast extends HTMLElement {
  connectedCallback() {
    this.className = "toasts";
    this.setAttribute("role", "status");
    document.addEventListener("keydown", this);
    document.addEventListener("toast", this);
    if (this.dataset.words) this.show(this.dataset.words, this.dataset.way);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
    document.removeEventListener("toast", this);
  }

  handleEvent(event) {
    if (event.type === "toast") return this.show(event.detail.words, event.detail.undo);
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") this.close();
    if (event.key === "Z" && event.shiftKey && !typing) this.take();
  }

  show(words, way) {
    const toast = this.make("div", "toast");
    toast.append(Object.assign(this.make("span"), { textContent: words }));
    if (way) toast.append(this.button());
    const left = this.make("i", "left");
    left.addEventListener("animationend", () => this.close());
    toast.append(left);
    this.way = way;
    this.replaceChildren(toast);
  }

  button() {
    const button = Object.assign(this.make("button"), { type: "button", textContent: this.dataset.undo });
    button.addEventListener("click", () => this.take());
    return button;
  }

  make(name, className = "") {
    return Object.assign(document.createElement(name), { className });
  }

  take() {
    if (typeof this.way === "function") this.way();
    else if (this.way) {
      const form = document.getElementById("undo");
      form.action = this.way;
      form.requestSubmit();
    }
    this.close();
  }

  close() {
    this.way = undefined;
    this.replaceChildren();
  }
}

customElements.define("undo-toast", UndoToast);
export const toast = (words, way) => document.querySelector("undo-toast").show(words, way);
