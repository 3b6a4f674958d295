/** `<text-meter limit="500"><textarea></textarea><meter></meter><output></output></text-meter>`.
    A hint while typing; the server's answer is what counts. Announces only near the end. */
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
export const length = (text) => [...letters.segment(text)].length;

export class TextMeter extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.meter = this.querySelector("meter");
    this.output = this.querySelector(".count");
    this.limit = Number(this.getAttribute("limit"));
    this.addEventListener("input", this);
    this.handleEvent();
  }

  handleEvent() {
    const left = this.limit - length(this.text.value);
    if (this.meter) this.meter.value = this.limit - left;
    this.toggleAttribute("over", left < 0);
    const words = left < 0 ? this.dataset.over : this.dataset.left;
    this.output.textContent = words.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    this.output.setAttribute("aria-live", left < 20 ? "polite" : "off");
  }
}

customElements.define("text-meter", TextMeter);
