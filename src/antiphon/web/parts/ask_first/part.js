/** `<ask-first>` around a dialog: asks at once, as what leaves the house in bulk must be meant. */
export class AskFirst extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    dialog.removeAttribute("open");
    dialog.showModal();
    this.querySelector("[data-not-now]").addEventListener("click", () => dialog.close());
  }
}

customElements.define("ask-first", AskFirst);
