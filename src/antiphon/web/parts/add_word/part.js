/** `<add-word>`: a button with `data-into` adds its `data-value` to that field's words, parted by commas, once. */
export class AddWord extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  handleEvent(event) {
    const button = event.target.closest("[data-into]");
    const field = button && this.querySelector(`[name="${button.dataset.into}"]`);
    if (!field) return;
    const words = field.value.split(",").map((word) => word.trim()).filter(Boolean);
    if (!words.includes(button.dataset.value)) words.push(button.dataset.value);
    field.value = words.join(", ");
  }
}

customElements.define("add-word", AddWord);
