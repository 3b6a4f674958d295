/** `<hand-out data-text data-files>` gives words and files to another app, where a phone can. */
export class HandOut extends HTMLElement {
  connectedCallback() {
    this.files = this.dataset.files.trim().split("\n").filter(Boolean).map((line) => line.split(" "));
    const samples = this.files.map(([, name, type]) => new File([], name, { type }));
    const what = { text: this.dataset.text, ...(samples.length ? { files: samples } : {}) };
    this.hidden = !navigator.canShare?.(what);
    this.addEventListener("click", this);
  }

  async handleEvent() {
    const files = await Promise.all(this.files.map(brought));
    const what = { text: this.dataset.text, ...(files.length ? { files } : {}) };
    // Whoever changes their mind ends the sharing; that is no fault.
    await navigator.share(what).catch(() => {});
  }
}

async function brought([path, name, type]) {
  const answer = await fetch(path);
  return new File([await answer.blob()], name, { type });
}

customElements.define("hand-out", HandOut);
