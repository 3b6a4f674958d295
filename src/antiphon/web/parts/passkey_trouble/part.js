/* <passkey-trouble data-words="…">: says so when a passkey or key was not used, and why no page came. */
class PasskeyTrouble extends HTMLElement {
  connectedCallback() {
    document.addEventListener("allauth.error", this);
  }

  disconnectedCallback() {
    document.removeEventListener("allauth.error", this);
  }

  handleEvent(event) {
    event.preventDefault();
    const notice = document.createElement("p");
    notice.className = "notice is-unsure";
    notice.setAttribute("role", "alert");
    notice.textContent = this.dataset.words;
    this.replaceChildren(notice);
  }
}

customElements.define("passkey-trouble", PasskeyTrouble);
