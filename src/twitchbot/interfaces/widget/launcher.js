// The element: at first nothing but the button.
const start = host => {
  const root = make('div.root', { lang: setup.language, dir: host.getAttribute('dir') || panel.direction });
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet(styles[0])];
  shadow.append(root);
  let launcher;
  let built;

  const emit = (name, detail) =>
    host.dispatchEvent(new CustomEvent('twitchbot:' + name, { detail: detail, bubbles: true, composed: true, cancelable: true }));

  const panelOf = () => {
    if (!built) {
      shadow.adoptedStyleSheets.push(sheet(styles[1]));
      built = build(host, root, launcher, emit);
    }
    return built;
  };
  const open = () => panelOf().open();
  const ask = question => {
    open();
    return built.send(question);
  };

  const dress = () => {
    root.dataset.theme = choiceOf(host, 'theme', 'light', 'dark', 'auto');
    root.dataset.side = choiceOf(host, 'position', 'end', 'start');
    const accent = host.getAttribute('accent');
    if (accent && !CSS.supports('color', accent)) warn('accent="' + accent + '" is no colour');
    else root.style.setProperty('--accent', accent);
  };

  dress();
  if (host.hasAttribute('inline')) panelOf();
  else {
    // A second launcher on the same side stands above the first.
    const others = [...document.querySelectorAll(TAG)].filter(one => !one.hasAttribute('inline'));
    root.style.setProperty('--n', others.indexOf(host));
    launcher = button('launcher', open, icon(CHAT), wordOf(host, 'launcher'));
    launcher.ariaExpanded = false;
    launcher.ariaHasPopup = 'dialog';
    root.append(launcher);
  }
  Object.assign(host, { open: open, close: () => built?.close(), ask: ask, clear: () => built?.clear(), dress: dress });
};

class Widget extends HTMLElement {
  static observedAttributes = ['theme', 'position', 'accent'];

  connectedCallback() {
    if (!this.shadowRoot) start(this);
  }

  attributeChangedCallback() {
    this.dress?.();
  }
}
if (!customElements.get(TAG)) customElements.define(TAG, Widget);

const place = () => {
  const dataset = script.dataset;
  const widget = document.createElement(TAG);
  widget.setAttribute('api', home);
  for (const name in dataset) widget.setAttribute(name, dataset[name]);
  let target;
  try {
    target = dataset.target && document.querySelector(dataset.target);
  } catch {}
  if (target) widget.setAttribute('inline', '');
  else if (dataset.target) warn('data-target="' + dataset.target + '" matches nothing: the widget is put at the end of the page');
  (target || document.body).append(widget);
};
if (script && !('manual' in script.dataset)) {
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', place);
  else place();
}
