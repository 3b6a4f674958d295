/** `<here-zone><input value="UTC"></here-zone>` proposes the time zone of this browser while nobody chose one. */
export class HereZone extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input, select");
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (input.value === "UTC" && here) input.value = here;
  }
}

customElements.define("here-zone", HereZone);
