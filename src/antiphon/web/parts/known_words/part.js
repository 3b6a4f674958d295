/** `<known-words src="…"><text-expander>`: what may follow a sign, asked of the server. */
export class KnownWords extends HTMLElement {
  connectedCallback() {
    this.addEventListener("text-expander-change", this, true);
    this.addEventListener("text-expander-value", this, true);
  }

  handleEvent(event) {
    const { detail } = event;
    if (event.type === "text-expander-value") detail.value = detail.item.dataset.value;
    else detail.provide(this.known(detail.key, detail.text));
  }

  async known(key, text) {
    const address = new URL(this.getAttribute("src"), location.href);
    address.searchParams.set("key", key);
    address.searchParams.set("q", text);
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return { matched: false };
    const fragment = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("ul");
    return { matched: Boolean(fragment?.children.length), fragment };
  }
}

customElements.define("known-words", KnownWords);
