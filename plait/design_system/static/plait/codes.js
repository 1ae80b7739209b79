// Recovery codes: copy or print them. Without this file they can be written down.
const codes = [...document.querySelectorAll("#codes li")].map((code) => code.textContent.trim());

async function copy(event) {
  try {
    await navigator.clipboard.writeText(codes.join("\n"));
    event.target.textContent = "Copied";
  } catch {
    event.target.textContent = "Could not copy";
  }
}

document.querySelectorAll("[data-comfort]").forEach((one) => (one.hidden = false));
document.querySelector(".codes-copy").addEventListener("click", copy);
document.querySelector(".codes-print").addEventListener("click", () => print());
