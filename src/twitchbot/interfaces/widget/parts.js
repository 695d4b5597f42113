// The parts of an Answer, each as an element, and the whole as plain text.
const SIGNS = {
  emergency: 'M12 3L2 20h20ZM12 9v5M12 17v0',
  crisis: 'M12 20S3 14 3 8a4 4 0 0 1 9-1 4 4 0 0 1 9 1c0 6-9 12-9 12Z',
  urgent: CIRCLE + 'M12 7v5l3 2',
  info: CIRCLE + 'M12 11v5M12 8v0',
};

// Telephone numbers in a notice: three digits or more, but no year, date, decimal or percentage.
const PHONE = /((?<![\w.,/-])\+?(?!(?:19|20)\d\d(?!\d))\d(?:[ -]?\d){2,14}(?![\w%]|[.,/-]\d))/;
const withPhones = text => text.split(PHONE).map((one, i) =>
  (i % 2 ? make('a', { href: 'tel:' + one.replace(/[ -]/g, '') }, one) : one));

// What draws each type of part; `send` asks a suggested question.
const partsOf = (server, send) => ({
  message: part => make('p', {}, string(part.text)),

  notice: part => {
    const level = Object.hasOwn(words.levels, part.level) ? part.level : 'info';
    return div('notice.' + level, icon(SIGNS[level]), make('p', {}, make('strong', {}, words.levels[level]), ' ',
      ...withPhones(string(part.text).replace(/^- /gm, '• '))));
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

  suggestions: (part, answer) => choices(part.questions, answer.outcome === 'clarify' ? status.clarify : panel.suggestions, send),
});

const copy = answer => {
  const value = answer.parts.map(part => part.type !== 'quote' ? part.text
    : '“' + part.text + '”\n(' + [part.title, part.publisher, part.url].filter(Boolean).join(', ') + ')').filter(Boolean).join('\n\n');
  return navigator.clipboard.writeText(value);
};
