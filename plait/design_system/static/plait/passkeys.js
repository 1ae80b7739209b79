// Passkeys: asks the browser, and sends what it says with the form. Without this file,
// or in a browser that cannot do it, the other ways to sign in remain.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

// The server writes bytes as text; the browser wants bytes.
function readable(options) {
  const wanted = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (wanted.user) wanted.user = { ...wanted.user, id: bytes(wanted.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    wanted[list] = (wanted[list] || []).map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: wanted };
}

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function sendable(credential) {
  const response = {};
  for (const part of PARTS) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function optionsFor(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

async function askBrowser(form) {
  const options = readable(await optionsFor(form));
  const ask = form.dataset.passkey === "create" ? "create" : "get";
  return navigator.credentials[ask](options);
}

function prepare(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = sendable(await askBrowser(form));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
  form.hidden = false;
}

const able = "credentials" in navigator && "PublicKeyCredential" in window;
if (able) document.querySelectorAll("form[data-passkey]").forEach(prepare);
else document.querySelectorAll("[data-no-passkey]").forEach((words) => (words.hidden = false));
