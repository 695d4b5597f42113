// What the others draw with. bundle.py joins these files into the body of `(words, styles, setup) => {...}`, makes it
// small, and fills in the words, the stylesheets and what the server knows. Whatever comes from outside reaches the page
// as text nodes only.
const TAG = 'twitchbot-widget';
const panel = words.panel;
const labels = words.answer;
const status = words.status;
const problems = words.problems;
const script = document.currentScript;
const home = script?.src.replace(/(w\/[^/]+\/)?widget\.js.*/, '') || '';
const warn = text => console.warn('[twitchbot] ' + text);
const string = value => (typeof value === 'string' ? value : '');
const list = value => (Array.isArray(value) ? value : []);

// An element: its tag with its classes, such as `div.bot`, its properties, and what is in it.
const make = (kind, properties, ...children) => {
  const [tag, ...classes] = kind.split('.');
  const element = Object.assign(document.createElement(tag), properties);
  element.className = classes.join(' ');
  element.append(...children);
  return element;
};
const div = (kind, ...children) => make('div.' + kind, {}, ...children);
const hidden = text => make('span.hidden', {}, text);
const button = (kind, onclick, ...children) => make('button.' + kind, { type: 'button', onclick: onclick }, ...children);

const icon = path => {
  const [svg, line] = ['svg', 'path'].map(tag => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
};
const tool = (label, path, onclick, name = '') => {
  const made = button('icon.' + name, onclick, icon(path));
  made.title = made.ariaLabel = label;
  return made;
};
const CIRCLE = 'M3 12a9 9 0 1 1 18 0 9 9 0 0 1-18 0';
const CHAT = 'M21 12a8 8 0 0 1-8 8H4l2-4A8 8 0 1 1 21 12M9 12v0M13 12v0M17 12v0';
const THUMB = 'M7 11v9H3v-9ZM7 11l4-8a2 2 0 0 1 2 3v3h8l-2 11H7';

const link = (href, label) =>
  make('a', { href: href, target: '_blank', rel: 'noopener noreferrer' }, label, hidden(' ' + labels.tab), icon('M8 6h10v10M18 6L6 18'));

const sheet = style => {
  const made = new CSSStyleSheet();
  made.replaceSync(style);
  return made;
};

// An attribute of the widget, or the word of the panel in its place.
const wordOf = (host, name) => host.getAttribute(name) || panel[name];

// One of `allowed`: the first where the attribute is missing or wrong.
const choiceOf = (host, name, ...allowed) => {
  const value = host.getAttribute(name);
  if (allowed.includes(value)) return value;
  if (value) warn(name + '="' + value + '" is none of ' + allowed + ': ' + allowed[0] + ' is used');
  return allowed[0];
};

const choices = (texts, label, chosen) =>
  make('div.choices', { role: 'group', ariaLabel: label }, ...list(texts).map(string).filter(Boolean).map(text =>
    button('choice', () => chosen(text), text)));
