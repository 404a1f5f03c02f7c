// Asks the browser for a passkey. A form with data-passkey gets its question from
// that address and is sent with the answer in its field "credential". The form
// stays hidden in browsers without passkeys; there is always another way.
"use strict";

{
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  // Refused carries a text that the portal wrote for the visitor.
  class Refused extends Error {}

  const ask = async (form) => {
    const answer = await fetch(form.dataset.passkey, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Csrf-Token": form.elements._csrf.value },
      body: JSON.stringify({ name: form.elements.name?.value ?? "" }),
    });
    if (answer.redirected) {
      location.assign(answer.url);
      return null;
    }
    const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    if (json && !answer.ok) throw new Refused((await answer.json()).error);
    if (!json) throw new Refused(form.dataset.failed);
    return answer.json();
  };

  const withBytes = (list) => (list ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));

  const make = async (options) => {
    const { user, challenge, excludeCredentials } = options;
    return navigator.credentials.create({
      publicKey: {
        ...options, challenge: toBytes(challenge), user: { ...user, id: toBytes(user.id) },
        excludeCredentials: withBytes(excludeCredentials),
      },
    });
  };

  const use = async (options) =>
    navigator.credentials.get({
      publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: withBytes(options.allowCredentials) },
    });

  const written = (key) => {
    const response = { clientDataJSON: toText(key.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[part]) response[part] = toText(key.response[part]);
    }
    if (key.response.getTransports) response.transports = key.response.getTransports();
    return JSON.stringify({
      id: key.id, rawId: toText(key.rawId), type: key.type, response,
      authenticatorAttachment: key.authenticatorAttachment ?? undefined,
      clientExtensionResults: key.getClientExtensionResults(),
    });
  };

  // Browsers tell a refusal and a time-out in the same way, on purpose.
  const texts = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };

  const enable = (form) => {
    const status = form.querySelector("[role=status]");
    let busy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      status.className = "form-note";
      status.textContent = form.dataset.busy;
      try {
        const asked = await ask(form);
        if (!asked) return;
        const key = asked.create ? await make(asked.create.publicKey) : await use(asked.get.publicKey);
        form.elements.credential.value = written(key);
        form.submit();
      } catch (error) {
        status.textContent = error instanceof Refused ? error.message : form.dataset[texts[error.name] ?? "failed"];
        status.className = "field__error";
        busy = false;
      }
    });
    form.closest("[data-passkey-part]").hidden = false;
  };

  if (window.PublicKeyCredential && navigator.credentials) {
    document.querySelectorAll("form[data-passkey]").forEach(enable);
  }
}
