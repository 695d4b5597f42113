// The body of `(words, style, setup) => {...}`: widget/bundle.py wraps it, strips comments and indentation, and
// fills in the words, the stylesheet and the server's limits. Text reaches the page as text nodes only.
'use strict';
const TAG = 'twitchbot-widget';
const script = document.currentScript;
const HOME = script ? script.src.replace(/(w\/[^/]+\/)?widget\.js.*$/, '') : '';
const { panel, answer: word, levels, status, problems } = words;
const warn = text => console.warn('[twitchbot] ' + text);
const string = value => (typeof value === 'string' ? value : '');
const list = value => (Array.isArray(value) ? value : []);
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

const make = (tag, properties, ...children) => {
  const element = document.createElement(tag);
  for (const name in properties) {
    if (name in element) element[name] = properties[name];
    else element.setAttribute(name, properties[name]);
  }
  element.append(...children);
  return element;
};

const icon = path => {
  const draw = tag => document.createElementNS('http://www.w3.org/2000/svg', tag);
  const svg = draw('svg');
  const line = draw('path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
};
const CHAT = 'M21 12a8 8 0 0 1-8 8H4l2-3.5A8 8 0 1 1 21 12ZM9 12h.01M13 12h.01M17 12h.01';
const DOWN = 'M6 9l6 6 6-6';
const AGAIN = 'M4 4v5h5M4.5 9A8 8 0 1 1 4 13';
const SEND = 'M12 20V5M5 11l7-7 7 7';
const THUMB = 'M7 11v9H3v-9ZM7 11l4-8a2 2 0 0 1 2.5 2.5L13 9h6a2 2 0 0 1 2 2.5l-1.5 7a2 2 0 0 1-2 1.5H7';
const COPY = 'M9 9h11v11H9ZM5 15H4V4h11v1';
const OUT = 'M8 6h10v10M18 6L6 18';
const SIGNS = {
  emergency: 'M12 3L2 20h20ZM12 9v5M12 17h.01',
  crisis: 'M12 20S3 14 3 8a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 6-9 12-9 12Z',
  urgent: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 7v5l3 2',
  info: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 11v5M12 8h.01',
};

const PARTS = ['message', 'notice', 'quote', 'suggestions'];

const web = address => {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
};

// Telephone numbers of a safety notice: three digits or more, not a year, a percentage, a decimal or a date.
const PHONE = /(?<![\w.,/-])\+?(?!(?:19|20)\d\d(?!\d))\d(?:[ -]?\d){2,14}(?![\w%]|[.,/-]\d)/g;
const withPhones = text => {
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(PHONE)) {
    pieces.push(text.slice(end, found.index), make('a', { href: 'tel:' + found[0].replace(/[ -]/g, '') }, found[0]));
    end = found.index + found[0].length;
  }
  return [...pieces, text.slice(end)];
};

let sheet;

class Widget extends HTMLElement {
  static observedAttributes = ['theme', 'position', 'accent'];

  connectedCallback() {
    if (this.shadowRoot) return;
    const shadow = this.attachShadow({ mode: 'open' });
    try {
      sheet ??= new CSSStyleSheet();
      if (!sheet.cssRules.length) sheet.replaceSync(style);
      shadow.adoptedStyleSheets = [sheet];
    } catch {
      shadow.append(make('style', {}, style));
    }
    this.home = this.getAttribute('api') || HOME;
    if (this.home && !this.home.endsWith('/')) this.home += '/';
    this.inline = this.hasAttribute('inline');
    this.root = make('div', { className: 'root', lang: setup.language, dir: this.getAttribute('dir') || panel.direction });
    shadow.append(this.root);
    this.exchanges = [];
    this.conversation = null;
    this.dress();
    if (this.inline) return this.build();
    // A second launcher on the same side stands above the first.
    const others = [...document.querySelectorAll(TAG + ':not([inline])')];
    this.root.style.setProperty('--n', others.filter(one => one.side === this.side).indexOf(this));
    this.launcher = make('button', { className: 'launcher', type: 'button', 'aria-expanded': 'false',
      'aria-haspopup': 'dialog', onclick: () => this.open() }, icon(CHAT), make('span', {}, this.text('launcher')));
    this.root.append(this.launcher);
  }

  attributeChangedCallback() {
    if (this.root) this.dress();
  }

  // One of `allowed`, the first where the attribute is missing or wrong.
  choice(name, ...allowed) {
    const value = this.getAttribute(name);
    if (value === null || allowed.includes(value)) return value || allowed[0];
    warn(`${name}="${value}" is none of ${allowed.join(', ')}; ${allowed[0]} is used.`);
    return allowed[0];
  }

  text(name) {
    return this.getAttribute(name) || panel[name];
  }

  dress() {
    this.root.dataset.theme = this.choice('theme', 'light', 'dark', 'auto');
    this.root.dataset.side = this.side = this.choice('position', 'end', 'start', 'right', 'left');
    const accent = this.getAttribute('accent');
    if (!accent) return;
    if (CSS.supports('color', accent)) this.root.style.setProperty('--accent', accent);
    else warn(`accent="${accent}" is no colour; the default is used.`);
  }

  emit(name, detail) {
    const event = new CustomEvent('twitchbot:' + name, { detail, bubbles: true, composed: true, cancelable: true });
    return this.dispatchEvent(event);
  }

  button(label, path, onclick, className = 'icon') {
    return make('button', { type: 'button', className, title: label, 'aria-label': label, onclick }, icon(path));
  }

  build() {
    this.log = make('div', { className: 'log', role: 'group', tabIndex: 0, 'aria-label': panel.log });
    this.live = make('div', { className: 'hidden', role: 'status', 'aria-live': 'polite' });
    this.field = make('textarea', { rows: 1, placeholder: panel.placeholder, 'aria-label': panel.field,
      enterKeyHint: 'send', oninput: () => this.grow() });
    this.field.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    const form = make('form', { onsubmit: event => (event.preventDefault(), this.submit()) }, this.field,
      make('button', { className: 'send', title: panel.send, 'aria-label': panel.send }, icon(SEND)));
    this.error = make('p', { className: 'error', hidden: true });
    const controls = [this.button(panel.clear, AGAIN, () => this.clear())];
    if (!this.inline) controls.push(this.button(panel.close, DOWN, () => this.close()));
    const title = make('h2', { id: 'title' }, this.text('title'));
    this.panel = make(this.inline ? 'section' : 'dialog', { className: 'panel', 'aria-labelledby': 'title' },
      make('header', {}, make('div', {}, title, make('p', {}, this.text('subtitle'))), ...controls),
      this.log, make('footer', {}, this.error, form, make('p', { className: 'note' }, this.text('footnote'))), this.live);
    // Typing in the panel must not reach the shortcuts of the page around it.
    this.panel.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !this.inline && !event.isComposing) event.preventDefault(), this.close();
      event.stopPropagation();
    });
    this.panel.addEventListener('cancel', event => (event.preventDefault(), this.close()));
    this.root.append(this.panel);
    this.restore();
    if (!this.exchanges.length) this.greet();
  }

  greet() {
    const asked = this.getAttribute('questions');
    const questions = asked === null ? setup.questions : asked.split('|').map(one => one.trim()).filter(Boolean);
    this.log.append(make('div', { className: 'bot' }, make('p', {}, this.text('greeting')), this.choices(questions)));
  }

  open() {
    if (this.inline) return this.field.focus();
    if (!this.panel) this.build();
    if (this.panel.open) return;
    // A panel as large as the screen hides the page: then it is modal, so that focus cannot get lost behind it.
    if (matchMedia('(max-width:480px)').matches) this.panel.showModal();
    else this.panel.show();
    this.launcher.setAttribute('aria-expanded', 'true');
    this.field.focus({ preventScroll: true });
    this.emit('open');
  }

  close() {
    if (this.inline || !this.panel?.open) return;
    this.panel.close();
    this.launcher.setAttribute('aria-expanded', 'false');
    this.launcher.focus({ preventScroll: true });
    this.emit('close');
  }

  clear() {
    if (!this.panel) return;
    this.stop?.abort('clear');
    this.conversation = null;
    this.exchanges = [];
    this.keep();
    this.log.replaceChildren();
    this.greet();
    this.say(status.cleared);
    this.field.focus({ preventScroll: true });
    this.emit('clear');
  }

  ask(question) {
    this.open();
    return this.send(string(question));
  }

  submit() {
    const question = this.field.value;
    if (this.stop || !question.trim()) return;
    if (this.tooLong(question)) return;
    this.field.value = '';
    this.grow();
    this.send(question);
  }

  tooLong(question) {
    const count = [...question].length;
    const over = count > setup.most;
    this.error.hidden = !over;
    this.error.textContent = over ? fill(problems.long, { count, most: setup.most }) : '';
    if (over) this.say(this.error.textContent);
    return over;
  }

  grow() {
    this.field.style.height = 'auto';
    this.field.style.height = this.field.scrollHeight + 2 + 'px';
    if (!this.error.hidden && [...this.field.value].length <= setup.most) this.error.hidden = true;
  }

  say(text) {
    clearTimeout(this.silence);
    this.live.textContent = text;
    // Once read, it must not be met a second time by somebody who reads line by line.
    this.silence = setTimeout(() => this.live.replaceChildren(), 9000);
  }

  // Sends one question; resolves to the Answer, or null where none came.
  async send(question) {
    question = question.trim();
    if (!question || this.stop) return null;
    if (this.tooLong(question)) {
      this.field.value ||= question;
      return null;
    }
    if (!this.emit('ask', { question })) return null;
    const bubble = this.asked(question);
    const answer = await this.fetch(question, bubble);
    if (answer) this.emit('message', { question, answer });
    return answer;
  }

  asked(question) {
    const bubble = make('div', { className: 'you', dir: 'auto' }, make('span', { className: 'hidden' }, panel.you + ' '), question);
    this.log.append(bubble);
    return bubble;
  }

  async fetch(question, bubble) {
    const hint = make('span', {}, status.wait);
    const wait = make('div', { className: 'wait' }, make('i', { 'aria-hidden': 'true' }), hint);
    this.log.append(wait);
    this.scroll(bubble);
    const stop = (this.stop = new AbortController());
    const slow = setTimeout(() => this.say((hint.textContent = status.slow)), 4000);
    const late = setTimeout(() => stop.abort('late'), 30000);
    let answer;
    let problem;
    try {
      answer = await this.call(question, stop.signal);
    } catch (error) {
      problem = error;
    }
    clearTimeout(slow);
    clearTimeout(late);
    this.stop = null;
    wait.remove();
    if (stop.signal.reason === 'clear') return null;
    if (stop.signal.aborted) problem = [problems.timeout];
    if (!problem) {
      try {
        this.show(question, answer, bubble);
        this.exchanges.push([question, answer]);
        this.keep();
        return answer;
      } catch (error) {
        problem = [problems.unexpected, 'the reply could not be drawn: ' + error];
      }
    }
    this.fail(question, bubble, problem);
    return null;
  }

  // POST /v1/chat. Throws [what the reader is told, what the site owner is told].
  async call(question, signal) {
    const body = { message: question, conversation: this.conversation };
    const page = this.page();
    const region = this.getAttribute('region');
    if (page) body.page = page;
    if (region) body.region = region;
    let response;
    try {
      response = await fetch(this.home + 'v1/chat', { method: 'POST', credentials: 'omit', signal,
        headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    } catch (error) {
      throw navigator.onLine ? [problems.unreachable, `${this.home}v1/chat cannot be reached from ${location.origin}. `
        + 'Is the server up, is this origin in its server.allowed_origins, and does the Content-Security-Policy of this '
        + 'page allow it in connect-src? ' + error] : [problems.offline];
    }
    const reply = await response.json().catch(() => null);
    // A conversation from before an update of the server is refused: the question is asked again without it.
    if (response.status === 422 && this.conversation && !signal.aborted) {
      this.conversation = null;
      return this.call(question, signal);
    }
    const told = `${this.home}v1/chat answered with status ${response.status}. ${string(reply?.error?.message)}`;
    if (response.status === 422) throw [[reply?.error?.message, reply?.error?.remedy].map(string).join(' ').trim()
      || problems.refused, told];
    if (response.status === 429) throw [problems.busy, told];
    if (!response.ok) throw [response.status < 500 ? problems.refused : problems.unready, told];
    if (!reply || !Array.isArray(reply.parts)) throw [problems.unexpected, told + 'The body is no Answer.'];
    if (reply.schema !== 1) throw [problems.outdated, `schema ${reply.schema} is not 1: update the script tag.`];
    return reply;
  }

  // The article being read: an id, a URL, or "auto" for the address of this page without query and fragment.
  page() {
    const page = this.getAttribute('page');
    return page === 'auto' ? location.origin + location.pathname : page;
  }

  fail(question, bubble, [text, told]) {
    if (told) warn(told);
    const card = make('div', { className: 'bot failed' }, make('p', {}, text));
    const retry = make('button', { type: 'button', className: 'choice', onclick: () => {
      if (this.stop) return;
      card.remove();
      this.log.append(bubble);
      this.field.focus({ preventScroll: true });
      this.fetch(question, bubble).then(answer => answer && this.emit('message', { question, answer }));
    } }, problems.retry);
    card.append(make('div', { className: 'choices' }, retry, this.link(this.home + 'ask', panel.page)));
    this.log.append(card);
    this.scroll(bubble);
    this.say(text);
  }

  link(address, label) {
    const url = web(new URL(address, location.href));
    if (!url) return label;
    return make('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, label,
      make('span', { className: 'hidden' }, ' ' + word.tab), icon(OUT));
  }

  show(question, answer, bubble) {
    const card = make('div', { className: 'bot ' + (status[answer.outcome] ? answer.outcome : '') });
    const reading = string(answer.reading);
    if (reading) card.append(make('p', { className: 'reading' }, word.reading + ' ', make('em', {}, reading)));
    const known = answer.parts.filter(part => PARTS.includes(part?.type)
      || warn(`a part of the unknown type "${part?.type}" was left out: update the script tag.`));
    if (!known.length) throw 'no part of it is known';
    for (const part of known) card.append(this[part.type](part, answer));
    const told = [...card.children].map(one => one.textContent).join('\n');
    if (answer.id && answer.outcome !== 'small_talk') card.append(this.tools(answer, card));
    this.log.append(card);
    this.conversation = answer.conversation ?? null;
    this.scroll(bubble);
    this.say(`${status[answer.outcome] || ''} ${told}`);
  }

  message(part) {
    return make('p', {}, string(part.text));
  }

  notice(part) {
    const level = levels[part.level] ? part.level : 'info';
    return make('div', { className: 'notice ' + level }, icon(SIGNS[level]),
      make('p', {}, make('strong', {}, levels[level] + (level === 'info' ? ': ' : '')), ...withPhones(string(part.text))));
  }

  quote(part) {
    const marks = list(part.segments).map(one => (one.mark ? make('mark', {}, string(one.text)) : string(one.text)));
    const place = [string(part.title), ...list(part.heading_path).map(string)].filter((one, i, all) => one && one !== all[i - 1]);
    const source = web(part.url);
    const here = `${this.home}documents/${encodeURIComponent(part.document_id)}?start=${+part.start}&end=${+part.end}#quote`;
    const date = string(part.reviewed);
    const facts = [string(part.publisher), date && fill(word.reviewed, { date })].filter(Boolean).join(' · ');
    return make('figure', {}, make('blockquote', { lang: string(part.language) || setup.language, dir: 'auto' },
      ...(marks.length ? marks : [string(part.text)])),
    make('figcaption', {}, make('cite', {}, place.join(' › ')), make('small', {}, facts),
      this.link(source ? source.href : here, word.show)));
  }

  suggestions(part, answer) {
    return this.choices(list(part.questions).map(string), answer.outcome === 'clarify');
  }

  choices(questions, alone) {
    if (!questions.length) return '';
    return make('div', { className: 'choices', role: 'group', 'aria-label': alone ? status.clarify : panel.suggestions },
      ...questions.map(question => make('button', { type: 'button', className: 'choice', dir: 'auto',
        onclick: () => this.send(question) }, question)));
  }

  tools(answer, card) {
    const said = make('span', { className: 'said' });
    const tell = text => this.say((said.textContent = text));
    const row = make('div', { className: 'tools' });
    const vote = (verdict, reason) => fetch(this.home + 'v1/feedback', { method: 'POST', credentials: 'omit',
      headers: { 'content-type': 'application/json' }, body: JSON.stringify({ answer_id: answer.id, verdict, reason }) })
      .then(response => {
        if (!response.ok) throw response.status;
        tell(word.thanks);
        this.emit('feedback', { answer, verdict, reason });
      })
      .catch(error => (warn('feedback was not stored: ' + error), tell(word.unsent)));
    const thumb = (verdict, label) => {
      const button = this.button(label, THUMB, () => {
        for (const other of row.querySelectorAll('[aria-pressed]')) other.ariaPressed = other === button;
        card.querySelector('fieldset')?.remove();
        if (verdict === 'up') return vote(verdict);
        card.append(this.reasons(reason => vote(verdict, reason)));
        this.reveal(card);
      }, 'icon ' + verdict);
      button.setAttribute('aria-pressed', 'false');
      return button;
    };
    row.append(thumb('up', word.helpful), thumb('down', word.unhelpful));
    if (list(answer.parts).some(part => part.type === 'quote')) {
      row.append(this.button(word.copy_answer, COPY, () => this.copy(answer).then(() => tell(word.copied))));
    }
    row.append(said);
    return row;
  }

  reasons(vote) {
    const box = make('fieldset', {}, make('legend', {}, word.why));
    for (const reason of setup.reasons) {
      box.append(make('button', { type: 'button', className: 'choice', onclick: () => {
        vote(reason);
        box.remove();
        this.field.focus({ preventScroll: true });
      } }, reason));
    }
    return box;
  }

  async copy(answer) {
    const text = answer.parts.map(part => part.type === 'quote'
      ? `“${part.text}”\n— ${[part.title, part.publisher, part.url].filter(Boolean).join(', ')}`
      : part.type === 'suggestions' ? '' : part.text).filter(Boolean).join('\n\n');
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = make('textarea', { value: text });
      this.root.append(box);
      box.select();
      document.execCommand('copy');
      box.remove();
    }
  }

  // The question goes to the top of the log; only the log is scrolled, never the page around it.
  scroll(bubble) {
    this.log.scrollTop = bubble.offsetTop - 12;
  }

  reveal(card) {
    const below = card.offsetTop + card.offsetHeight - this.log.clientHeight + 12;
    if (below > this.log.scrollTop) this.log.scrollTop = below;
  }

  // Storage is touched only where the site owner asks for it, and written only after the first question.
  store() {
    const kind = this.choice('storage', 'none', 'session', 'local');
    return kind === 'none' ? null : window[kind + 'Storage'];
  }

  keep() {
    try {
      const store = this.store();
      if (this.exchanges.length) store?.setItem(TAG, JSON.stringify(this.exchanges.slice(-20)));
      else store?.removeItem(TAG);
    } catch (error) {
      warn('the conversation is not kept: ' + error);
    }
  }

  restore() {
    try {
      for (const [question, answer] of JSON.parse(this.store()?.getItem(TAG) || '[]')) {
        this.show(question, answer, this.asked(question));
        this.exchanges.push([question, answer]);
      }
      this.live.replaceChildren();
    } catch (error) {
      warn('the kept conversation cannot be used: ' + error);
    }
  }
}

if (!customElements.get(TAG)) customElements.define(TAG, Widget);

const place = () => {
  const widget = document.createElement(TAG);
  for (const name in script.dataset) {
    widget.setAttribute(name.replace(/[A-Z]/g, letter => '-' + letter.toLowerCase()), script.dataset[name]);
  }
  if (HOME) widget.setAttribute('api', script.dataset.api || HOME);
  const wanted = script.dataset.target;
  let target = null;
  try {
    target = wanted && document.querySelector(wanted);
  } catch {}
  if (wanted && !target) warn(`data-target="${wanted}" matches nothing; the widget is put at the end of the page.`);
  if (target) widget.setAttribute('inline', '');
  (target || document.body).append(widget);
};
if (script && !('manual' in script.dataset)) {
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', place);
  else place();
}
