// What Gradio does not do for a reader: the page's language, readable copies, the focus, the place of a new question.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const root = document.documentElement;
  const log = () => document.querySelector("#tb-log");
  const box = () => document.querySelector("#tb-box textarea");

  // Gradio gives the page the browser's language, but its words are English.
  const speak = () => { if (root.lang !== "en") root.lang = "en"; };
  new MutationObserver(speak).observe(root, { attributes: true, attributeFilter: ["lang"] });

  // Gradio labels each message with its HTML source, tags and all.
  const quieten = () => {
    for (const message of document.querySelectorAll("#tb-log [data-testid][aria-label]")) message.removeAttribute("aria-label");
  };

  // A question and its answer may be drawn one after the other: the question goes to the top after each.
  let drawn = 0;
  const show = () => {
    const count = document.querySelectorAll("#tb-log .message-row").length;
    const asked = Array.from(document.querySelectorAll("#tb-log .user-row")).pop();
    if (count > drawn && asked) requestAnimationFrame(() => asked.scrollIntoView({ block: "start" }));
    drawn = count;
  };

  // An answer as plain text: quotes in quotation marks, each with its source.
  const plain = (answer) => Array.from(answer.children, (part) => {
    if (!part.matches(".tb-quote")) return part.innerText.trim();
    const path = part.querySelector(".tb-where");
    const link = part.querySelector('.tb-link[href^="http"]') || part.querySelector(".tb-link");
    const lines = [`“${part.querySelector("blockquote").innerText.trim()}”`, path && path.innerText.trim(),
      part.querySelector(".tb-facts").innerText.trim(), link && link.href];
    return lines.filter(Boolean).join("\n");
  }).filter(Boolean).join("\n\n");

  const copy = (event) => {
    const button = event.target.closest(".message-buttons button");
    if (!button || !button.matches(":first-child")) return;
    const answer = button.closest(".message-buttons").previousElementSibling.querySelector(".tb-answer");
    if (!answer || !navigator.clipboard) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    navigator.clipboard.writeText(plain(answer)).then(() => {
      const label = button.getAttribute("aria-label");
      button.classList.add("tb-done");
      button.setAttribute("aria-label", words.copied);
      button.title = words.copied;
      setTimeout(() => {
        button.classList.remove("tb-done");
        button.setAttribute("aria-label", label);
        button.title = label;
      }, 2000);
    });
  };
  document.addEventListener("click", copy, true);

  // The pressed button is gone once its answer is there; on a touch screen the keyboard would cover that answer.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#tb-log .options .option, #tb-log .top-panel button, #tb-send")) return;
    if (matchMedia("(pointer: fine)").matches) setTimeout(() => box()?.focus({ preventScroll: true }));
  }, true);

  // Gradio says nothing when the server refuses or a proxy answers in its place; what was typed stays in the box.
  const complain = (text) => {
    document.querySelector(".tb-alert")?.remove();
    const composer = document.querySelector("#tb-composer");
    if (!text || !composer) return;
    const alert = document.createElement("p");
    alert.className = "tb-alert";
    alert.setAttribute("role", "alert");
    alert.textContent = text;
    composer.prepend(alert);
  };
  const reasonOf = async (response) => {
    const { error } = await response.clone().json().catch(() => ({}));
    return error?.message ? `${error.message} ${error.remedy}` : words.failed;
  };
  const send = window.fetch;
  window.fetch = async (...request) => {
    const address = String(request[0]?.url || request[0]);
    if (!address.includes("/run/predict")) return send(...request);
    // A connection that fails would make Gradio wait for the server and then reload the page, and all would be lost.
    const response = await send(...request).catch(() => null);
    complain(!response ? words.unreachable : response.ok ? "" : await reasonOf(response));
    return response || new Response("{}", { status: 503, headers: { "content-type": "application/json" } });
  };

  const addTheme = () => {
    const header = document.querySelector("#tb-header");
    if (!header || header.querySelector(".tb-theme")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tb-theme";
    button.textContent = "◐";
    button.title = words.theme;
    button.setAttribute("aria-label", words.theme);
    button.setAttribute("aria-pressed", String(document.body.classList.contains("dark")));
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(document.body.classList.toggle("dark")));
    });
    header.append(button);
  };

  const settle = () => {
    speak();
    addTheme();
    if (log()) {
      quieten();
      show();
    }
  };
  new MutationObserver(settle).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"],
  });
  settle();
})();
