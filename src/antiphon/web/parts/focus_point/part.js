/** `<focus-point>`: two ranges say which point must stay visible; a click on the picture sets them, and the cuts show it. */
export class FocusPoint extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
    this.addEventListener("click", this);
    this.show();
  }

  get axes() { return [...this.querySelectorAll("input[type=range]")]; }

  handleEvent(event) {
    if (event.type === "input") return this.show();
    if (!event.target.matches(".whole")) return;
    const { left, top, width, height } = event.target.getBoundingClientRect();
    const [x, y] = this.axes;
    x.value = 200 * ((event.clientX - left) / width) - 100;
    y.value = 100 - 200 * ((event.clientY - top) / height);
    x.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    const [x, y] = this.axes.map((axis) => Number(axis.value));
    for (const cut of this.querySelectorAll("img:not(.whole)")) cut.style.objectPosition = `${(x + 100) / 2}% ${(100 - y) / 2}%`;
  }
}

customElements.define("focus-point", FocusPoint);
