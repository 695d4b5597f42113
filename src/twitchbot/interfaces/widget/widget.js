// The body of `(words, styles, setup) => {...}`: bundle.py wraps it, makes it small, and fills in the words, the
// stylesheets and what the server knows. Whatever comes from outside reaches the page as text nodes only.
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
const SIGNS = {
  emergency: 'M12 3L2 20h20ZM12 9v5M12 17v0',
  crisis: 'M12 20S3 14 3 8a4 4 0 0 1 9-1 4 4 0 0 1 9 1c0 6-9 12-9 12Z',
  urgent: CIRCLE + 'M12 7v5l3 2',
  info: CIRCLE + 'M12 11v5M12 8v0',
};
const CHAT = 'M21 12a8 8 0 0 1-8 8H4l2-4A8 8 0 1 1 21 12M9 12v0M13 12v0M17 12v0';
const THUMB = 'M7 11v9H3v-9ZM7 11l4-8a2 2 0 0 1 2 3v3h8l-2 11H7';

// Telephone numbers in a notice: three digits or more, but no year, date, decimal or percentage.
const PHONE = /(?<![\w.,/-])\+?(?!(?:19|20)\d\d(?!\d))\d(?:[ -]?\d){2,14}(?![\w%]|[.,/-]\d)/;
const withPhones = text => {
  const found = PHONE.exec(text);
  if (!found) return [text];
  const [number] = found;
  return [text.slice(0, found.index), make('a', { href: 'tel:' + number.replace(/[ -]/g, '') }, number),
    ...withPhones(text.slice(found.index + number.length))];
};

const link = (href, label) =>
  make('a', { href: href, target: '_blank', rel: 'noopener noreferrer' }, label, hidden(' ' + labels.tab), icon('M8 6h10v10M18 6L6 18'));

// The styles of the launcher and of the panel: each is read when it is first needed.
const sheets = [];
const sheet = place => {
  if (!sheets[place]) {
    sheets[place] = new CSSStyleSheet();
    sheets[place].replaceSync(styles[place]);
  }
  return sheets[place];
};

const start = host => {
  const attribute = name => host.getAttribute(name);
  const text = name => attribute(name) || panel[name];
  const inline = host.hasAttribute('inline');
  const address = URL.parse(attribute('api') || home, location)?.href;
  const server = (/^https?:/.test(address) ? address : home).replace(/\/?$/, '/');
  const root = make('div.root', { lang: setup.language, dir: attribute('dir') || panel.direction });
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet(0)];
  shadow.append(root);
  let launcher;
  let box;
  let log;
  let live;
  let field;
  let trouble;
  let waiting;
  let silence;
  let conversation = null;
  let exchanges = [];

  // One of `allowed`: the first where the attribute is missing or wrong.
  const choice = (name, ...allowed) => {
    const value = attribute(name);
    if (allowed.includes(value)) return value;
    if (value) warn(name + '="' + value + '" is none of ' + allowed + ': ' + allowed[0] + ' is used');
    return allowed[0];
  };

  const dress = () => {
    root.dataset.theme = choice('theme', 'light', 'dark', 'auto');
    root.dataset.side = choice('position', 'end', 'start');
    const accent = attribute('accent');
    if (accent && !CSS.supports('color', accent)) warn('accent="' + accent + '" is no colour');
    else root.style.setProperty('--accent', accent);
  };

  const emit = (name, detail) =>
    host.dispatchEvent(new CustomEvent('twitchbot:' + name, { detail: detail, bubbles: true, composed: true, cancelable: true }));

  const say = message => {
    clearTimeout(silence);
    live.textContent = message;
    // Once read, it must not be met a second time by somebody who reads line by line.
    silence = setTimeout(() => live.replaceChildren(), 9000);
  };

  const focus = (element = field) => element.focus({ preventScroll: true });

  // Only the log is scrolled, never the page around it.
  const scroll = element => (log.scrollTop = element.offsetTop - 12);

  const choices = (texts, label, chosen = send) =>
    make('div.choices', { role: 'group', ariaLabel: label }, ...list(texts).map(string).filter(Boolean).map(text =>
      button('choice', () => chosen(text), text)));

  const build = () => {
    shadow.adoptedStyleSheets = [sheet(0), sheet(1)];
    log = make('div.log', { role: 'group', tabIndex: 0, ariaLabel: panel.log });
    live = make('div.hidden', { role: 'status' });
    trouble = make('p.trouble', { hidden: true });
    field = make('textarea', { rows: 1, placeholder: panel.placeholder, ariaLabel: panel.field, enterKeyHint: 'send', oninput: fit });
    const form = make('form', { onsubmit: submit }, field,
      make('button.send', { title: panel.send, ariaLabel: panel.send }, icon('M12 20V5M5 11l7-7 7 7')));
    const controls = [tool(panel.clear, 'M4 4v5h5M5 9A8 8 0 1 1 4 13', clear)];
    if (!inline) controls.push(tool(panel.close, 'M6 9l6 6 6-6', close));
    box = make(inline ? 'section.panel' : 'dialog.panel', { ariaLabel: text('title'), onclose: closed },
      make('header', {}, make('div', {}, make('h2', {}, text('title')), make('p', {}, text('subtitle'))), ...controls),
      log, make('footer', {}, trouble, form, make('p.note', {}, text('footnote'))), live);
    box.addEventListener('keydown', event => {
      // What is typed here must not reach the shortcuts of the page around it.
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === 'Escape') close();
      if (event.key === 'Enter' && event.target === field && !event.shiftKey) submit(event);
    });
    root.append(box);
    greet();
    restore();
  };

  const greet = () => {
    const wanted = attribute('questions');
    log.replaceChildren(div('bot', make('p', {}, text('greeting')),
      choices(wanted === null ? setup.questions : wanted.split('|'), panel.suggestions)));
  };

  const open = () => {
    if (!inline && !box) build();
    if (!inline && !box.open) {
      // A panel as large as the screen hides the page: then it is modal, so that focus cannot get lost behind it.
      box[matchMedia('(max-width:480px)').matches ? 'showModal' : 'show']();
      launcher.ariaExpanded = true;
      emit('open');
    }
    focus();
  };

  const close = () => box?.close?.();
  // However it was closed: by button, by Esc, by a phone's back gesture.
  const closed = () => {
    launcher.ariaExpanded = false;
    focus(launcher);
    emit('close');
  };

  const clear = () => {
    if (!box) return;
    waiting?.abort(clear);
    conversation = null;
    exchanges = [];
    keep();
    greet();
    say(status.cleared);
    focus();
    emit('clear');
  };

  const fit = () => {
    trouble.hidden = true;
    field.style.height = 'auto';
    field.style.height = field.scrollHeight + 2 + 'px';
  };

  const asked = question => {
    const bubble = div('you', hidden(panel.you + ' '), question);
    bubble.dir = 'auto';
    log.append(bubble);
    return bubble;
  };

  // Asks one question; resolves to the Answer, or to null where none came.
  const send = async question => {
    question = string(question).trim();
    const count = [...question].length;
    if (!count || waiting) return null;
    if (count > setup.most) {
      field.value ||= question;
      trouble.hidden = false;
      say((trouble.textContent = problems.long.replace('{count}', count).replace('{most}', setup.most)));
      return null;
    }
    if (!emit('ask', { question: question })) return null;
    if (field.value.trim() === question) field.value = '';
    fit();
    return attempt(question, asked(question));
  };
  const submit = event => {
    event.preventDefault();
    send(field.value);
  };

  const attempt = async (question, bubble) => {
    const wait = div('wait', status.wait);
    log.append(wait);
    scroll(bubble);
    const stop = (waiting = new AbortController());
    const timers = [setTimeout(() => say((wait.textContent = status.slow)), 4000), setTimeout(() => stop.abort(), 30000)];
    try {
      const answer = await call(question, stop.signal);
      show(answer, bubble);
      exchanges.push([question, answer]);
      keep();
      emit('message', { question: question, answer: answer });
      return answer;
    } catch (error) {
      if (stop.signal.reason !== clear) fail(question, bubble, stop.signal.aborted ? [problems.timeout] : error);
      return null;
    } finally {
      timers.map(clearTimeout);
      wait.remove();
      waiting = null;
    }
  };

  const post = (path, body, signal) => fetch(server + path, { method: 'POST', credentials: 'omit', signal: signal,
    headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  // The Answer; throws [what the reader is told, what the site's owner is told].
  const call = async (message, signal) => {
    const page = attribute('page') === 'auto' ? location.origin + location.pathname : attribute('page');
    const region = attribute('region');
    const response = await post('v1/chat', { message: message, conversation: conversation, region: region, page: page }, signal).catch(error => {
      throw [navigator.onLine ? problems.unreachable : problems.offline, server + ' cannot be reached: is it up, is '
        + location.origin + ' in its server.allowed_origins, is it in connect-src here? ' + error];
    });
    const reply = await response.json().catch(() => null);
    // A conversation that an update of the server no longer understands is dropped; the question is not.
    if (response.status === 422 && conversation) {
      conversation = null;
      return call(message, signal);
    }
    const told = server + ' answered with status ' + response.status;
    const error = reply?.error;
    if (response.status === 422) throw [error ? error.message + ' ' + error.remedy : problems.refused, told];
    if (!response.ok) throw [response.status === 429 ? problems.busy : problems.unready, told];
    if (!Array.isArray(reply?.parts)) throw [problems.unexpected, told + ', but not with an Answer'];
    if (reply.schema !== 1) throw [problems.outdated, 'schema ' + reply.schema + ' is not 1: update the script tag'];
    return reply;
  };

  const fail = (question, bubble, error) => {
    const [message, told] = Array.isArray(error) ? error : [problems.unexpected, error];
    if (told) warn(told);
    const card = div('bot', make('p', {}, message), div('choices', button('choice', () => {
      if (waiting) return;
      card.remove();
      log.append(bubble);
      focus();
      attempt(question, bubble);
    }, problems.retry), link(server + 'ask', panel.page)));
    log.append(card);
    scroll(bubble);
    say(message);
  };

  const show = (answer, bubble) => {
    const card = div('bot.' + answer.outcome);
    if (answer.reading) card.append(make('p.reading', {}, labels.reading + ' ', make('em', {}, string(answer.reading))));
    for (const part of answer.parts) {
      if (Object.hasOwn(parts, part?.type)) card.append(parts[part.type](part, answer));
      else warn('a part of the unknown type "' + part?.type + '" is left out: update the script tag');
    }
    const told = [...card.children].map(one => one.textContent).join('\n');
    if (!told) throw 'nothing in the reply can be shown';
    if (answer.outcome !== 'small_talk') card.append(tools(answer, card));
    log.append(card);
    conversation = answer.conversation;
    scroll(bubble);
    say((status[answer.outcome] || '') + ' ' + told);
  };

  const parts = {
    message: part => make('p', {}, string(part.text)),

    notice: part => {
      const level = Object.hasOwn(words.levels, part.level) ? part.level : 'info';
      return div('notice.' + level, icon(SIGNS[level]), make('p', {}, make('strong', {}, words.levels[level]), ' ',
        ...withPhones(string(part.text))));
    },

    quote: part => {
      const marks = list(part.segments).map(one => (one.mark ? make('mark', {}, string(one.text)) : string(one.text)));
      const place = [part.title, ...list(part.heading_path)].map(string).filter((one, i, all) => one && one !== all[i - 1]);
      const date = part.reviewed && labels.reviewed.replace('{date}', part.reviewed);
      const here = server + 'documents/' + encodeURIComponent(part.document_id)
        + '?start=' + +part.start + '&end=' + +part.end + '#quote';
      return make('figure', {}, make('blockquote', { lang: setup.language, dir: 'auto' }, ...marks), make('figcaption', {},
        make('cite', {}, place.join(' › ')), make('small', {}, [part.publisher, date].filter(Boolean).join(' · ')),
        link(/^https?:/i.test(part.url) ? part.url : here, labels.show)));
    },

    suggestions: (part, answer) => choices(part.questions, answer.outcome === 'clarify' ? status.clarify : panel.suggestions),
  };

  const tools = (answer, card) => {
    const note = make('span.said');
    const tell = message => say((note.textContent = message));
    const vote = (verdict, reason) => post('v1/feedback', { answer_id: answer.id, verdict: verdict, reason: reason }).then(response => {
      if (!response.ok) throw response.status;
      tell(labels.thanks);
      emit('feedback', { answer: answer, verdict: verdict, reason: reason });
    }).catch(error => {
      warn('feedback was not stored: ' + error);
      tell(labels.failed);
    });
    const why = () => {
      const group = div('why', labels.why, choices(setup.reasons, labels.why, reason => {
        group.remove();
        focus();
        vote('down', reason);
      }));
      card.append(group);
      log.scrollTop = Math.max(log.scrollTop, group.offsetTop + group.offsetHeight + 12 - log.clientHeight);
    };
    const thumb = (verdict, label) => {
      const made = tool(label, THUMB, () => {
        for (const one of row.querySelectorAll('[aria-pressed]')) one.ariaPressed = one === made;
        card.querySelector('.why')?.remove();
        if (verdict === 'up') vote(verdict);
        else why();
      }, verdict);
      made.ariaPressed = false;
      return made;
    };
    const row = div('tools', thumb('up', labels.helpful), thumb('down', labels.unhelpful));
    // Browsers offer the clipboard on secure pages alone.
    if (navigator.clipboard) {
      row.append(tool(labels.copy_answer, 'M9 9h11v11H9ZM5 15H4V4h11v1', () =>
        copy(answer).then(() => tell(labels.copied), () => tell(labels.failed))));
    }
    row.append(note);
    return row;
  };

  const copy = answer => {
    const value = answer.parts.map(part => part.type !== 'quote' ? part.text
      : '“' + part.text + '”\n(' + [part.title, part.publisher, part.url].filter(Boolean).join(', ') + ')').filter(Boolean).join('\n\n');
    return navigator.clipboard.writeText(value);
  };

  // Storage is touched only where the site's owner asks for it, and written only after the first question.
  const store = () => {
    const kind = choice('storage', 'none', 'session', 'local');
    return kind === 'none' ? null : window[kind + 'Storage'];
  };
  const keep = () => {
    try {
      store()?.setItem(TAG, JSON.stringify(exchanges.slice(-20)));
    } catch (error) {
      warn('the conversation is not kept: ' + error);
    }
  };
  const restore = () => {
    try {
      for (const [question, answer] of JSON.parse(store()?.getItem(TAG) || '[]')) {
        show(answer, asked(question));
        exchanges.push([question, answer]);
      }
    } catch (error) {
      warn('the kept conversation cannot be used: ' + error);
    }
    live.replaceChildren();
  };

  const ask = question => {
    open();
    return send(question);
  };

  dress();
  if (inline) build();
  else {
    // A second launcher on the same side stands above the first.
    const others = [...document.querySelectorAll(TAG)].filter(one => !one.hasAttribute('inline'));
    root.style.setProperty('--n', others.indexOf(host));
    launcher = button('launcher', open, icon(CHAT), text('launcher'));
    launcher.ariaExpanded = false;
    launcher.ariaHasPopup = 'dialog';
    root.append(launcher);
  }
  Object.assign(host, { open: open, close: close, ask: ask, clear: clear, dress: dress });
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
