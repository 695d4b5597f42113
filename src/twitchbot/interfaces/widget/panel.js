// The panel: built when it is first opened. It asks, and shows what is answered.
const build = (host, root, launcher, emit) => {
  const attribute = name => host.getAttribute(name);
  const text = name => wordOf(host, name);
  const address = URL.parse(attribute('api') || home, location)?.href;
  const server = (/^https?:/.test(address) ? address : home).replace(/\/?$/, '/');
  let waiting;
  let silence;
  let conversation = null;
  let exchanges = [];

  const say = message => {
    clearTimeout(silence);
    live.textContent = message;
    // Once read, it must not be met a second time by somebody who reads line by line.
    silence = setTimeout(() => live.replaceChildren(), 9000);
  };

  const focus = (element = field) => element.focus({ preventScroll: true });

  // Only the log is scrolled, never the page around it.
  const scroll = element => (log.scrollTop = element.offsetTop - 12);

  const greet = () => {
    const wanted = attribute('questions');
    log.replaceChildren(div('bot', make('p', {}, text('greeting')),
      choices(wanted === null ? setup.questions : wanted.split('|'), panel.suggestions, send)));
  };

  const open = () => {
    if (launcher && !box.open) {
      // A panel as large as the screen hides the page: then it is modal, so that focus cannot get lost behind it.
      box[matchMedia('(max-width:480px)').matches ? 'showModal' : 'show']();
      launcher.ariaExpanded = true;
      emit('open');
    }
    focus();
  };

  const close = () => box.close?.();
  // However it was closed: by button, by Esc, by a phone's back gesture.
  const closed = () => {
    launcher.ariaExpanded = false;
    focus(launcher);
    emit('close');
  };

  const clear = () => {
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
    return attempt(question);
  };
  const submit = event => {
    event.preventDefault();
    send(field.value);
  };

  const attempt = async (question, bubble) => {
    const stop = (waiting = new AbortController());
    // First of all the question goes out: what is drawn meanwhile costs no time.
    const coming = call(question, stop.signal);
    const wait = div('wait', status.wait);
    if (field.value.trim() === question) field.value = '';
    bubble ||= asked(question);
    log.append(wait);
    fit();
    scroll(bubble);
    const timers = [setTimeout(() => say((wait.textContent = status.slow)), 4000), setTimeout(() => stop.abort(), 30000)];
    try {
      const answer = await coming;
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

  // Storage is touched only where the site's owner asks for it, and written only after the first question.
  const store = () => window[choiceOf(host, 'storage', 'none', 'session', 'local') + 'Storage'];
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

  const parts = partsOf(server, send);
  const log = make('div.log', { role: 'group', tabIndex: 0, ariaLabel: panel.log });
  const live = make('div.hidden', { role: 'status' });
  const trouble = make('p.trouble', { hidden: true });
  const field = make('textarea', { rows: 1, placeholder: panel.placeholder, ariaLabel: panel.field, enterKeyHint: 'send', oninput: fit });
  const form = make('form', { onsubmit: submit }, field,
    make('button.send', { title: panel.send, ariaLabel: panel.send }, icon('M12 20V5M5 11l7-7 7 7')));
  const controls = [tool(panel.clear, 'M4 4v5h5M5 9A8 8 0 1 1 4 13', clear)];
  if (launcher) controls.push(tool(panel.close, 'M6 9l6 6 6-6', close));
  const box = make(launcher ? 'dialog.panel' : 'section.panel', { ariaLabel: text('title'), onclose: closed },
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
  return { open: open, close: close, send: send, clear: clear };
};
