/** `<copy-button for="id">` copies a field's value and says so. */
import { toast } from "../undo_toast/part.js";

export class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  async handleEvent() {
    const source = document.getElementById(this.getAttribute("for"));
    await navigator.clipboard?.writeText(source.value ?? source.textContent).catch(() => {});
    toast(this.dataset.done ?? "Copied");
  }
}

customElements.define("copy-button", CopyButton);
